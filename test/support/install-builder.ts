import { execFileSync } from "node:child_process";
import {
  chmodSync,
  lchownSync,
  linkSync,
  lutimesSync,
  mkdirSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { dirname, join } from "node:path";
import type { Ports } from "../../src/app/ports.ts";
import type { FileReader } from "../../src/core/ports/files.ts";
import type { Listener } from "../../src/core/ports/listener.ts";
import { type Look, found } from "../../src/core/look.ts";
import type { RunningProcess } from "../../src/core/ports/running-process.ts";
import { createAccounts } from "../../src/platform/host/accounts.ts";
import { createHostFiles, createInstallFiles } from "../../src/platform/files/file-reader.ts";
import { createGitProcess } from "../../src/platform/git/git-process.ts";
import { createKeyedHash } from "../../src/platform/host/keyed-hash.ts";
import { modeDecides } from "../../src/platform/files/mode-decides.ts";
import { createIncidentStore } from "../../src/platform/state/incident-store.ts";
import { createRecordFile } from "../../src/platform/state/record-file.ts";
import { createRandom } from "../../src/platform/host/random.ts";
import { readTree } from "../../src/platform/files/read-tree.ts";
import { readRuleFiles } from "../../src/platform/rule-files.ts";
import { statementsPath } from "./a-statement.ts";
import { gitRepo } from "./git-repo.ts";
import { rebaseReader } from "./rebase-reader.ts";
import { tempFolder } from "./temp-folder.ts";

/** A file by its content, or something else that stands in its place. */
export type FileSpec = string | Uint8Array | DetailedSpec;

export interface DetailedSpec {
  readonly content?: string | Uint8Array;
  /** Default 0644 for files, 0755 for folders. */
  readonly mode?: number;
  /** Numeric `uid:gid`; only root can build such an install. */
  readonly owner?: string;
  /** ISO date of its last change. */
  readonly changed?: string;
  /** Stands there instead of a file. */
  readonly is?: "directory" | "fifo" | "link-loop";
  /** A symbolic link to this, as written. */
  readonly link?: string;
  /** A second name of the file at this path. */
  readonly sameAs?: string;
  /** Entries for `setfacl -m`, as `u:33:r`. */
  readonly acl?: string;
}

export type Files = Readonly<Record<string, FileSpec>>;

export interface InstallOptions {
  /** The root itself. */
  readonly root?: Pick<DetailedSpec, "mode" | "owner">;
  /** What git has; files that `install` is given as well differ on the disk. */
  readonly git?: true | { readonly committed?: Files; readonly staged?: Files };
  /** Absolute paths of that host; `{root}` in a text is the root of the install. */
  readonly host?: Files;
  /** An nginx site: the lines of its `server` block. Short for `/etc/nginx/nginx.conf` in `host`. */
  readonly nginx?: string;
  /** guard.yaml, without its `root:`; kept beside the install. */
  readonly config?: string;
  /** Files beside guard.yaml, as `audits.d/shop.yaml`. */
  readonly besideConfig?: Files;
  /** Default 2026-11-24T09:00:00Z. */
  readonly now?: string;
  /** There is no git program. */
  readonly withoutGit?: boolean;
  /** Files of our own state for it: `ledger`, `incidents/<id>/journal.jsonl`. */
  readonly state?: Files;
  /** What runs on that host. Default: nothing. */
  readonly processes?: Look<readonly RunningProcess[]>;
  /** What listens on it. Default: nothing. */
  readonly listeners?: Look<readonly Listener[]>;
  /** Everything is read as an account without rights, which takes root. */
  readonly asOther?: boolean;
}

export interface BuiltInstall {
  /** Absolute path of the install. */
  readonly root: string;
  /** The temporary folder around it: nothing outside is written. */
  readonly top: string;
  readonly ports: Ports;
  /** Absolute path of guard.yaml, when there is one. */
  readonly config?: string;
  readonly now: Date;
}

const accountFiles = {
  "/etc/passwd":
    "root:x:0:0::/root:/bin/sh\nwww-data:x:33:33::/var/www:/bin/false\n" +
    "deploy:x:1001:1001::/home/deploy:/bin/sh\nbob:x:1002:1002::/home/bob:/bin/sh\n",
  "/etc/group":
    "root:x:0:\nadm:x:4:\nwww-data:x:33:\ndeploy:x:1001:\nbob:x:1002:\nstaff:x:50:bob\n",
};

/** Whether building it takes root. */
export function needsRoot(files: Files, options: InstallOptions = {}): boolean {
  if (options.asOther) return true;
  const all = [...Object.values({ ...files, ...options.host }), { ...options.root }];
  return all.some((spec) => typeof spec === "object" && "owner" in spec && spec.owner);
}

/**
 * A real install in a temporary folder, with a host of its own: /etc and the like are folders
 * beside it. Deleted when the test file ends.
 */
export function install(files: Files, options: InstallOptions = {}): BuiltInstall {
  const top = tempFolder();
  const [root, hostTop] = [join(top, "www"), join(top, "host")];
  for (const folder of [root, hostTop]) mkdirSync(folder);
  if (options.git) buildRepository(root, options.git === true ? {} : options.git);
  place(root, root, files);
  const nginx = options.nginx === undefined ? {} : { "/etc/nginx/nginx.conf": site(options.nginx) };
  place(hostTop, root, { ...accountFiles, ...nginx, ...options.host });
  place(join(top, "state"), root, options.state ?? {});
  finish(root, { mode: 0o755, ...options.root });
  const config = options.config === undefined ? undefined : join(top, "guard.yaml");
  if (config !== undefined) writeFileSync(config, withRoot(options.config ?? "", root));
  place(top, root, options.besideConfig ?? {});
  const now = new Date(options.now ?? "2026-11-24T09:00:00Z");
  const built = { root, top, now, ports: portsOf(top, root, now, options) };
  return config === undefined ? built : { ...built, config };
}

function site(server: string): string {
  return `http {\n  server {\n    ${server.trim().replaceAll("\n", "\n    ")}\n  }\n}\n`;
}

function withRoot(config: string, root: string): string {
  const text = config.replaceAll("{root}", root);
  const line = `  root: ${JSON.stringify(root)}\n`;
  return /^install:\n/m.test(text)
    ? text.replace(/^install:\n/m, `install:\n${line}`)
    : `install:\n${line}${text}`;
}

function buildRepository(
  root: string,
  { committed, staged }: { readonly committed?: Files; readonly staged?: Files },
): void {
  const repo = gitRepo({ path: root });
  if (committed) {
    place(root, root, committed);
    repo.commit("Add the shop");
  }
  if (staged) {
    place(root, root, staged);
    repo.git("add", "-f", "--", ...Object.keys(staged));
  }
}

/** Writes what the table says; a name that ends with a slash is a folder. */
export function place(top: string, root: string, files: Files): void {
  const entries = Object.entries(files).map(
    ([name, spec]) => [join(top, name), detailed(spec, name)] as const,
  );
  for (const [path, spec] of entries) {
    mkdirSync(dirname(path), { recursive: true });
    if (!path.endsWith("/")) rmSync(path, { recursive: true, force: true });
    put(path, spec, top, root);
  }
  // Modes last: a folder may be closed for its own owner.
  for (const [path, spec] of entries.toReversed()) finish(path, spec);
}

function detailed(spec: FileSpec, name: string): DetailedSpec {
  if (typeof spec === "string" || spec instanceof Uint8Array) return { content: spec };
  return name.endsWith("/") ? { ...spec, is: "directory" } : spec;
}

function put(path: string, spec: DetailedSpec, top: string, root: string): void {
  if (spec.link !== undefined) symlinkSync(spec.link.replaceAll("{root}", root), path);
  else if (spec.sameAs !== undefined) linkSync(join(top, spec.sameAs), path);
  else if (spec.is === "link-loop") symlinkSync(path, path);
  else if (spec.is === "fifo") execFileSync("mkfifo", [path]);
  else if (spec.is === "directory") mkdirSync(path, { recursive: true });
  else {
    const { content = "" } = spec;
    writeFileSync(path, typeof content === "string" ? content.replaceAll("{root}", root) : content);
  }
}

function finish(path: string, spec: DetailedSpec): void {
  const isLink = spec.link !== undefined || spec.is === "link-loop";
  if (spec.owner !== undefined) {
    const [uid, gid] = spec.owner.split(":").map(Number);
    lchownSync(path, uid ?? 0, gid ?? 0);
  }
  if (isLink) return;
  if (spec.sameAs === undefined) chmodSync(path, spec.mode ?? (isFolder(spec) ? 0o755 : 0o644));
  if (spec.acl !== undefined) execFileSync("setfacl", ["-m", spec.acl, path]);
  const date = spec.changed === undefined ? undefined : new Date(spec.changed);
  if (date) lutimesSync(path, date, date);
}

function isFolder({ is }: DetailedSpec): boolean {
  return is === "directory";
}

function portsOf(top: string, root: string, now: Date, options: InstallOptions): Ports {
  const hostTop = join(top, "host");
  const asRead = options.asOther ? asOtherReader : (reader: FileReader) => reader;
  const filesOf = (folder: string) => overlay(asRead(createInstallFiles(folder)), hostTop);
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

function self({ asOther }: InstallOptions) {
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
