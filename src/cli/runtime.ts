import path from "node:path";
import type { Ports } from "../app/ports.ts";
import type { LineFile, RecordFile } from "../core/ports/record-file.ts";
import { environmentError } from "../core/error.ts";
import { type Look, absent, blocked, found } from "../core/look.ts";
import type { IncidentStore } from "../core/ports/incident-store.ts";
import type { RunningProcess } from "../core/ports/running-process.ts";
import type { ToolInfo } from "../core/documents/report.ts";
import { createAccounts } from "../platform/host/accounts.ts";
import { createClock } from "../platform/host/clock.ts";
import { createHostFiles, createInstallFiles } from "../platform/files/file-reader.ts";
import { createGitProcess } from "../platform/git/git-process.ts";
import { type Host, createHost } from "../platform/host/host.ts";
import { createKeyedHash } from "../platform/host/keyed-hash.ts";
import { listListeners } from "../platform/host/listeners.ts";
import { listProcesses } from "../platform/host/processes.ts";
import { createRandom } from "../platform/host/random.ts";
import { modeDecides } from "../platform/files/mode-decides.ts";
import { readTree } from "../platform/files/read-tree.ts";
import { createIncidentStore } from "../platform/state/incident-store.ts";
import { createRecordFile } from "../platform/state/record-file.ts";
import { readRuleFiles } from "../platform/rule-files.ts";
import { type StateFolder, openStateFolder } from "../platform/state/state-folder.ts";
import { assertTrusted } from "../platform/state/trust.ts";
import type { CommonOptions } from "./options.ts";

/** The machine, as one run of the program sees it. */
export interface Runtime {
  readonly host: Host;
  readonly ports: Ports;
  readonly stateOf: (root: string) => StateFolder;
}

export interface RuntimeSetup {
  readonly tool: ToolInfo;
  readonly cwd: string;
  readonly options: Pick<CommonOptions, "stateDir" | "now">;
  /** Keep no record: for a sample that is deleted at the end. */
  readonly forgetful?: boolean;
}

/** Builds every port once. Nothing is read before a use case asks. */
export function createRuntime({ tool, cwd, options, forgetful = false }: RuntimeSetup): Runtime {
  const host = createHost();
  const { uid, sudoUid, home } = host;
  const env = (name: string) => host.env(name);
  const stateOf = (root: string) =>
    openStateFolder({ flag: options.stateDir, env, uid, sudoUid, home, installRoot: root });
  const xdg = env("XDG_CONFIG_HOME");
  const variable = env("IPTVBP_GUARD_CONFIG");
  const ports: Ports = {
    tool,
    platform: host.platform,
    hostName: host.name,
    cwd,
    clock: createClock(options.now),
    wallNow: () => new Date(),
    random: createRandom(),
    accounts: createAccounts(),
    ...(sudoUid === undefined ? {} : { sudoUid }),
    git: createGitProcess(),
    host: createHostFiles(),
    config: {
      ...(variable === undefined ? {} : { variable }),
      userFolder: xdg?.startsWith("/") ? xdg : path.join(home, ".config"),
    },
    filesOf: createInstallFiles,
    treeOf: (root, mounts = []) => readTree(root, { mounts }),
    modeDecides,
    processes: () => withoutUs(listProcesses()),
    listeners: () => listListeners(),
    ruleFiles: readRuleFiles,
    keyedHash: createKeyedHash,
    ledgerOf: (root) => (forgetful ? memoryRecords() : recordsIn(stateOf(root), "ledger")),
    statementsOf: (root) =>
      forgetful ? memoryRecords() : recordsIn(stateOf(root), "attestations"),
    incidentsOf: (root) => (forgetful ? noIncidents : incidentsIn(stateOf(root))),
    assertTrusted: (file) => assertTrusted(file, { uid, sudoUid }),
  };
  return { host, ports, stateOf };
}

function recordsIn(state: StateFolder, name: string): RecordFile & LineFile {
  if (!state.readonly) return createRecordFile(path.join(state.path, name), () => state.ensure());
  const rootsOwn = () => blocked("needs-root", "root keeps it, and you are not root");
  const refuse = () => state.ensure();
  const lock = () => {
    state.ensure();
    return () => {};
  };
  return { read: rootsOwn, lines: rootsOwn, append: refuse, lock };
}

type JournalReader = Pick<IncidentStore, "ids" | "names" | "read">;

const noIncidents: JournalReader = { ids: () => [], names: () => [], read: () => absent };

function incidentsIn(state: StateFolder): JournalReader {
  const store = createIncidentStore(state, "");
  const isClosed = (): never => {
    throw environmentError("STATE_NOT_OURS", "root keeps it, and you are not root");
  };
  return state.readonly ? { ...store, ids: isClosed, names: isClosed } : store;
}

function memoryRecords(): RecordFile & LineFile {
  const records: object[] = [];
  return {
    read: () => found(records),
    lines: () => found(records.map((record) => JSON.stringify(record))),
    append: (added) => void records.push(...added),
  };
}

/** We stand in the install, or name it, and serve nothing. */
function withoutUs(look: Look<readonly RunningProcess[]>): Look<readonly RunningProcess[]> {
  return look.kind === "found" ? found(look.value.filter(({ pid }) => pid !== process.pid)) : look;
}
