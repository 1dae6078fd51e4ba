import type { CredentialAge } from "../../core/credentials/age.ts";
import type { AuditContext } from "../../core/audit-context.ts";
import type { Credential } from "../../core/credentials/credential.ts";
import type { Install } from "../../core/install/install.ts";
import type { Catalogue } from "../../core/knowledge/provider.ts";
import type { RuleFile } from "../../core/knowledge/rule-file.ts";
import { storedInSettings } from "../../core/credentials/rotation-scope.ts";
import { once } from "../../core/once.ts";
import { newestStatement } from "../../core/statements/statement-lines.ts";
import { found } from "../../core/look.ts";
import { isInside } from "../../core/text/path-text.ts";
import type { SecretMatcher } from "../../core/ports/secret-search.ts";
import { loadHostKnowledge } from "../../catalogue/load-host-knowledge.ts";
import { compileMatcher } from "../../detect/compile-matcher.ts";
import { openGitView } from "../../history/open-git-view.ts";
import { type LedgerAge, collectAges } from "../../rotation/collect-ages.ts";
import { loadRedis } from "../../install/redis/load-redis.ts";
import { loadSudoers } from "../../install/sudo/load-sudoers.ts";
import { keyBlocks } from "../../install/tls/key-blocks.ts";
import { createSecretSearch } from "../../sources/search-files.ts";
import { credentialsIn } from "./credentials-in.ts";
import { fileTimesOf } from "./file-times.ts";
import { ownValueOfKeyFile } from "./own-value-of-key-file.ts";
import { rotationsSeen } from "../../rotation/rotations-seen.ts";
import { incidentsSeen } from "./incidents-seen.ts";
import { ownValueOf } from "./own-value-of.ts";
import { readStatements } from "./read-statements.ts";
import { type RedactNames, createRedactNames } from "../redact-names.ts";
import type { Ports } from "../ports.ts";

export interface AuditSetup {
  readonly now: Date;
  readonly install: Install;
  readonly catalogue: Catalogue;
  /** Playbooks among them. */
  readonly ruleFiles: readonly RuleFile[];
  readonly credentials: readonly Credential[];
  readonly declared: AuditContext["declared"];
  /** What the ledger knows, by credential id. */
  readonly ledger: ReadonlyMap<string, LedgerAge>;
}

/** The world as the audits of one run see it. Whatever is expensive is made at first use, once. */
export function createAuditContext(
  ports: Ports,
  setup: AuditSetup,
): AuditContext & { readonly redact: RedactNames } {
  const { install, credentials, catalogue } = setup;
  const { mounts } = install.config;
  const files = ports.filesOf(install.root, mounts);
  const readerFor = (path: string) => (isInside(install.root, path) ? files : ports.host);
  // Not while something is matched: the bytes at hand are good until the next read.
  const ofKeyFile = ownValueOfKeyFile(install, catalogue, readerFor);
  const matcher = lazyMatcher(() =>
    compileMatcher({ catalogue, own: [...credentials.map(ownValueOf), ...ofKeyFile] }),
  );
  const git = openGitView({
    root: install.root,
    files,
    filesOf: (root) => ports.filesOf(root, mounts),
    git: ports.git,
    matcher,
    own: credentials.map(({ id, value }) => ({ id, value })),
  });
  const ages = once(() => agesOf(setup, git));
  const statements = once(() => readStatements(ports, install.root));
  return {
    now: setup.now,
    platform: ports.platform,
    install,
    credentials,
    declared: setup.declared,
    catalogue,
    knowledge: loadHostKnowledge(once(() => ports.ruleFiles())),
    files,
    host: ports.host,
    accounts: ports.accounts,
    secrets: createSecretSearch({ files, matcher }),
    git,
    credentialsIn: credentialsIn({
      catalogue,
      readerFor,
      dialect: install.envFiles[0]?.dialect ?? "dotenv",
    }),
    modeDecides: ports.modeDecides,
    tree: once(() => ports.treeOf(install.root, mounts)),
    processes: once(() => ports.processes()),
    listeners: once(() => ports.listeners()),
    redis: once(() => loadRedis(ports.host)),
    sudoers: once(() => loadSudoers(ports.host, install.host)),
    keyBlocks,
    ages,
    statementOf: (id) => newestStatement(statements(), id),
    rotations: once(() => {
      const lines = ports.ledgerOf(install.root).read();
      return lines.kind === "blocked"
        ? lines
        : found(rotationsSeen(lines.kind === "found" ? lines.value : []));
    }),
    incidents: once(() => incidentsSeen(ports.incidentsOf(install.root), setup)),
    redact: createRedactNames(matcher),
  };
}

async function agesOf(
  setup: AuditSetup,
  git: AuditContext["git"],
): Promise<readonly CredentialAge[]> {
  const commits = await git.firstCommits();
  return collectAges({
    credentials: setup.credentials,
    fileTimes: fileTimesOf(setup.install),
    firstCommits: commits.kind === "found" ? commits.value : new Map(),
    ledger: setup.ledger,
    nowMs: setup.now.getTime(),
    inSettings: storedInSettings(setup),
  });
}

/** Compiling costs more than most audits: not before something is searched. */
function lazyMatcher(compile: () => SecretMatcher): SecretMatcher {
  const compiled = once(compile);
  return { match: (bytes) => compiled().match(bytes) };
}
