import type { Accounts } from "./ports/accounts.ts";
import type { CredentialAge } from "./credentials/age.ts";
import type { Credential, DeclaredName } from "./credentials/credential.ts";
import type { RotationsSeen } from "./credentials/known-rotation.ts";
import type { FileReader } from "./ports/files.ts";
import type { GitView } from "./ports/git-view.ts";
import type { IncidentsSeen } from "./incident/open-incident.ts";
import type { Install } from "./install/install.ts";
import type { RedisServers } from "./install/redis-server.ts";
import type { Sudoers } from "./install/sudoers.ts";
import type { KeyBlock } from "./ports/key-block.ts";
import type { Listener } from "./ports/listener.ts";
import type { Look } from "./look.ts";
import type { Catalogue } from "./knowledge/provider.ts";
import type { HostKnowledge } from "./knowledge/host-knowledge.ts";
import type { RunningProcess } from "./ports/running-process.ts";
import type { SecretSearch } from "./ports/secret-search.ts";
import type { Statement } from "./statements/statement.ts";
import type { Tree } from "./ports/tree.ts";

/** Everything an audit may use. Expensive parts are functions, computed once and shared. */
export interface AuditContext {
  /** The clock of the verdicts (`--now`). */
  readonly now: Date;
  readonly platform: "linux" | "other";
  readonly install: Install;
  /** Recognised credentials with a value, public ones left out, in id order. */
  readonly credentials: readonly Credential[];
  /** Names of credentials that are there without a usable value. */
  readonly declared: readonly DeclaredName[];
  readonly catalogue: Catalogue;
  readonly knowledge: HostKnowledge;
  /** For everything below the install root: follows no link. */
  readonly files: FileReader;
  /** For root's own configuration: follows links. */
  readonly host: FileReader;
  readonly accounts: Accounts;
  readonly secrets: SecretSearch;
  readonly git: GitView;
  /**
   * The credentials in a file that is read as an env file: a copy of one, or an example. Empty
   * values, placeholders and public ones are left out; ids do not tell second names apart.
   */
  credentialsIn(path: string): Look<readonly Credential[]>;
  /**
   * Whether mode and owner alone decide who may use the file. `blocked: filesystem` where they are
   * an approximation of other rules: NFS, SMB, FUSE, 9p, AFS, ZFS.
   */
  modeDecides(path: string): Look<true>;
  tree(): Tree;
  /** What runs on this host now; `blocked` where processes of other accounts are hidden. */
  processes(): Look<readonly RunningProcess[]>;
  /** Sockets of this host that wait for connections, in all networks of its processes. */
  listeners(): Look<readonly Listener[]>;
  /** Redis servers by their configuration files on this host. */
  redis(): RedisServers;
  /** The rules of sudo on this host; absent where it is not set up. */
  sudoers(): Look<Sudoers>;
  /** Certificates and private keys in the content of a file, by their public keys. */
  keyBlocks(bytes: Uint8Array): readonly KeyBlock[];
  ages(): Promise<readonly CredentialAge[]>;
  /** What a person last stated about an audit, whether it still holds or not. */
  statementOf(auditId: string): Look<Statement>;
  /** What our ledger knows of replaced values; nothing before the first audit. */
  rotations(): Look<RotationsSeen>;
  /** The incidents of this install that nobody has closed. */
  incidents(): Look<IncidentsSeen>;
}
