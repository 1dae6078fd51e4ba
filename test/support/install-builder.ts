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
import { gitRepo } from "./git-repo.ts";
import { type HostScene, installPorts } from "./install-ports.ts";
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

export interface InstallOptions extends HostScene {
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
  /** Files of our own state for it: `ledger`, `incidents/<id>/journal.jsonl`. */
  readonly state?: Files;
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
  const built = { root, top, now, ports: installPorts({ top, now }, options) };
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
  const date = spec.changed === undefined ? undefined : new Date(spec.changed);
  if (isLink && date) lutimesSync(path, date, date);
  if (isLink) return;
  if (spec.sameAs === undefined) chmodSync(path, spec.mode ?? (isFolder(spec) ? 0o755 : 0o644));
  if (spec.acl !== undefined) execFileSync("setfacl", ["-m", spec.acl, path]);
  if (date) lutimesSync(path, date, date);
}

function isFolder({ is }: DetailedSpec): boolean {
  return is === "directory";
}
