import { join } from "node:path";
import type { Ports } from "../../src/app/ports.ts";
import { type Look, found } from "../../src/core/look.ts";
import type { FileReader } from "../../src/core/ports/files.ts";
import type { Listener } from "../../src/core/ports/listener.ts";
import type { RunningProcess } from "../../src/core/ports/running-process.ts";
import {
  type OpenFileReader,
  createHostFiles,
  createInstallFiles,
} from "../../src/platform/files/file-reader.ts";
import { modeDecides } from "../../src/platform/files/mode-decides.ts";
import { readTree } from "../../src/platform/files/read-tree.ts";
import { createGitProcess } from "../../src/platform/git/git-process.ts";
import { createAccounts } from "../../src/platform/host/accounts.ts";
import { createKeyedHash } from "../../src/platform/host/keyed-hash.ts";
import { createRandom } from "../../src/platform/host/random.ts";
import { readRuleFiles } from "../../src/platform/rule-files.ts";
import { createIncidentStore } from "../../src/platform/state/incident-store.ts";
import { createRecordFile } from "../../src/platform/state/record-file.ts";
import { statementsPath } from "./a-statement.ts";
import { rebaseReader } from "./rebase-reader.ts";

/** Where a built install stands. */
export interface InstallPlace {
  /** The folder around it, with `host`, the files of its host, and `state`, our own. */
  readonly top: string;
  /** Absolute path of the install. */
  readonly root: string;
  readonly now: Date;
}

/** What no file of that host tells. */
export interface HostScene {
  /** There is no git program. */
  readonly withoutGit?: boolean;
  /** What runs on that host. Default: nothing. */
  readonly processes?: Look<readonly RunningProcess[]>;
  /** What listens on it. Default: nothing. */
  readonly listeners?: Look<readonly Listener[]>;
  /** Everything is read as an account without rights, which takes root. */
  readonly asOther?: boolean;
  /** Told of each reader of the install: it keeps folders open until somebody closes it. */
  readonly onReader?: (reader: OpenFileReader) => void;
}

/** The program's own ports on an install that stands in a folder, with a host of its own beside it. */
export function installPorts(
  { top, now }: Omit<InstallPlace, "root">,
  options: HostScene = {},
): Ports {
  const hostTop = join(top, "host");
  const asRead = options.asOther ? asOtherReader : (reader: FileReader) => reader;
  const filesOf = (folder: string) => {
    const files = createInstallFiles(folder);
    options.onReader?.(files);
    return overlay(asRead(files), hostTop);
  };
  return {
    tool: { name: "iptvbp-guard", version: "0.0.0" },
    platform: "linux",
    hostName: "shop1",
    cwd: top,
    clock: { now: () => now, monotonicMs: () => 0 },
    wallNow: () => now,
    random: createRandom(),
    accounts: createAccounts({ folder: join(hostTop, "etc"), self: self(options) }),
    git: createGitProcess(options.withoutGit ? { path: join(top, "nowhere") } : {}),
    host: overlay(asRead(createHostFiles()), hostTop),
    config: {},
    filesOf,
    treeOf: (folder) => readTree(folder, { files: filesOf(folder) }),
    modeDecides,
    processes: () => options.processes ?? found([]),
    listeners: () => options.listeners ?? found([]),
    ruleFiles: readRuleFiles,
    keyedHash: createKeyedHash,
    statementsOf: () => {
      const file = createRecordFile(join(hostTop, statementsPath), () => {});
      const lines = () => file.lines();
      return { ...file, lines: options.asOther ? () => asNobody(lines) : lines };
    },
    ledgerOf: () => ({
      ...createRecordFile(join(top, "state/ledger"), () => {}),
      append: () => {},
    }),
    incidentsOf: () => createIncidentStore({ path: join(top, "state"), ensure: () => {} }, "jo"),
    assertTrusted: () => {},
  };
}

function self({ asOther }: HostScene) {
  if (asOther) return { uid: 65_534, gid: 65_534 };
  return { uid: process.geteuid?.() ?? 0, gid: process.getegid?.() ?? 0 };
}

/** The folders of a host that discovery looks into come from the table, the rest is real. */
function overlay(reader: FileReader, hostTop: string): FileReader {
  const ofHost = rebaseReader(reader, hostTop);
  const of = (path: string) =>
    /^\/(?:etc|run|lib|usr|opt|srv|proc|var\/(?:www|spool|log))(?:\/|$)/.test(path)
      ? ofHost
      : reader;
  return {
    stat: (path) => of(path).stat(path),
    read: (path, limits) => of(path).read(path, limits),
    chunks: (path, limits) => of(path).chunks(path, limits),
    list: (path) => of(path).list(path),
    readLink: (path) => of(path).readLink(path),
    realPath: (path) => of(path).realPath(path),
    accessList: (path) => of(path).accessList(path),
  };
}

/** Every question is asked with the rights of an ordinary account, so that the kernel refuses. */
function asOtherReader(reader: FileReader): FileReader {
  return {
    stat: (path) => asNobody(() => reader.stat(path)),
    read: (path, limits) => asNobody(() => reader.read(path, limits)),
    chunks: (path, limits) => asNobody(() => reader.chunks(path, limits)),
    list: (path) => asNobody(() => reader.list(path)),
    readLink: (path) => asNobody(() => reader.readLink(path)),
    realPath: (path) => asNobody(() => reader.realPath(path)),
    accessList: (path) => asNobody(() => reader.accessList(path)),
  };
}

function asNobody<T>(act: () => T): T {
  const groups = process.getgroups?.() ?? [];
  process.setgroups?.([]);
  process.setegid?.(65_534);
  process.seteuid?.(65_534);
  try {
    return act();
  } finally {
    process.seteuid?.(0);
    process.setegid?.(0);
    process.setgroups?.(groups);
  }
}
