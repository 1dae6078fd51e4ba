import type { Accounts } from "../core/ports/accounts.ts";
import type { AuditContext } from "../core/audit-context.ts";
import type { Clock } from "../core/ports/clock.ts";
import type { FileReader } from "../core/ports/files.ts";
import type { KeyedHash } from "../core/fingerprint.ts";
import type { GitProcess } from "../core/ports/git-process.ts";
import type { Listener } from "../core/ports/listener.ts";
import type { IncidentStore } from "../core/ports/incident-store.ts";
import type { Look } from "../core/look.ts";
import type { Random } from "../core/ports/random.ts";
import type { LineFile, RecordFile } from "../core/ports/record-file.ts";
import type { ToolInfo } from "../core/documents/report.ts";
import type { RuleFile } from "../core/knowledge/rule-file.ts";
import type { RunningProcess } from "../core/ports/running-process.ts";
import type { Tree } from "../core/ports/tree.ts";

/** What every use case needs of the machine; built once by the command line. */
export interface Ports {
  readonly tool: ToolInfo;
  readonly platform: "linux" | "other";
  readonly hostName: string;
  /** Absolute. */
  readonly cwd: string;
  /** The clock of verdicts; `--now` fixes it. */
  readonly clock: Clock;
  /** The real time, for our own records. */
  wallNow(): Date;
  readonly random: Random;
  readonly accounts: Accounts;
  /** The user who called sudo, whose files count as root's. */
  readonly sudoUid?: number;
  readonly git: GitProcess;
  /** Reads root's own configuration; follows links. */
  readonly host: FileReader;
  readonly config: {
    /** `$IPTVBP_GUARD_CONFIG`. */
    readonly variable?: string;
    /** `$XDG_CONFIG_HOME`, else `~/.config`. */
    readonly userFolder?: string;
  };
  /**
   * Reads below an install root (absolute, links resolved); follows no link.
   *
   * @param mounts mount points in it that are its own.
   */
  filesOf(root: string, mounts?: readonly string[]): FileReader;
  treeOf(root: string, mounts?: readonly string[]): Tree;
  /** `platform/mode-decides.ts` */
  readonly modeDecides: AuditContext["modeDecides"];
  processes(): Look<readonly RunningProcess[]>;
  listeners(): Look<readonly Listener[]>;
  ruleFiles(): readonly RuleFile[];
  keyedHash(key: Uint8Array): KeyedHash;
  /** The ledger in our own state for this install. */
  ledgerOf(root: string): RecordFile;
  /** What people stated about this install, in the same state. */
  statementsOf(root: string): LineFile;
  /** The journals of its incidents, to be read. */
  incidentsOf(root: string): Pick<IncidentStore, "ids" | "names" | "read">;
  /**
   * Refuses a file that somebody else could have written.
   *
   * @throws GuardError `UNTRUSTED_PATH`
   */
  assertTrusted(path: string): void;
}
