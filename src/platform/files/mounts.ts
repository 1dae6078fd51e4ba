import { lstatSync, readFileSync } from "node:fs";
import { isEnvFileName } from "../../core/install/env-names.ts";
import { type Look, blocked, found } from "../../core/look.ts";
import { baseName, decodePath, isInside } from "../../core/text/path-text.ts";
import { looking } from "./errno.ts";
import { systemPath } from "./system-path.ts";

/** A line of /proc/self/mountinfo. https://man7.org/linux/man-pages/man5/proc_pid_mountinfo.5.html */
interface Mount {
  readonly id: string;
  readonly parent: string;
  readonly point: string;
  readonly type: string;
}

/**
 * The mount points below `root` (absolute, links resolved) whose content is not the install's: what
 * was mounted there from elsewhere can be anybody's, another shop's, `/etc`. An env file may be
 * mounted alone, as container engines do with secrets: that one is what the application reads.
 *
 * They are read once: who may mount later is root, or with FUSE an account, which then shows what
 * it could have written into the folder.
 *
 * @param own mount points that somebody said are the install's.
 */
export function foreignMounts(
  root: string,
  own: readonly string[] = [],
  table = "/proc/self/mountinfo",
): Look<ReadonlySet<string>> {
  if (process.platform !== "linux") return found(new Set());
  const text = looking(() => found(readFileSync(table, "latin1")));
  if (text.kind === "blocked") return text;
  const mounts = text.kind === "found" ? parseMounts(text.value) : undefined;
  if (mounts === undefined) return blocked("io", "what is mounted here cannot be read from /proc");
  const inside = mounts.filter(
    ({ point }) => point !== root && isInside(root, point) && !own.includes(point),
  );
  if (inside.length === 0) return found(new Set());
  const children = childMounts(mounts);
  const shown = inside.filter((mount) => mountAt(mount.point, mounts, children, mount.id));
  return found(new Set(shown.filter((mount) => !isEnvFile(mount)).map(({ point }) => point)));
}

/** Blanks, tabs, line ends and backslashes are `\ooo`; every other byte is as it is. */
function parseMounts(text: string): readonly Mount[] | undefined {
  const mounts = text.trimEnd().split("\n").map(parseMount);
  const known = mounts.filter((mount) => mount !== undefined);
  return known.length === mounts.length ? known : undefined;
}

function parseMount(line: string): Mount | undefined {
  const [fields = "", after] = line.split(" - ");
  const [id, parent, , , written] = fields.split(" ");
  if (!id || !parent || !written?.startsWith("/") || after === undefined) return undefined;
  const bytes = written.replaceAll(/\\([0-7]{3})/g, (_, octal: string) =>
    String.fromCharCode(Number.parseInt(octal, 8)),
  );
  const point = decodePath(Buffer.from(bytes, "latin1"));
  return { id, parent, point, type: after.split(" ")[0] ?? "" };
}

type Children = ReadonlyMap<string, ReadonlyMap<string, Mount>>;

function childMounts(mounts: readonly Mount[]): Children {
  const children = new Map<string, Map<string, Mount>>();
  for (const mount of mounts) {
    const of = children.get(mount.parent) ?? new Map<string, Mount>();
    children.set(mount.parent, of.set(mount.point, mount));
  }
  return children;
}

/**
 * Whether the way to `path` passes the mount `id`: one that another mount hides is still listed,
 * and the folder of its name in the other one is an ordinary one.
 */
function mountAt(path: string, mounts: readonly Mount[], children: Children, id: string): boolean {
  const ids = new Set(mounts.map((mount) => mount.id));
  let here = mounts.find(({ parent, point }) => point === "/" && !ids.has(parent))?.id ?? "";
  const parts = path === "/" ? [] : path.slice(1).split("/");
  for (let count = 0; count <= parts.length; count += 1) {
    const place = `/${parts.slice(0, count).join("/")}`;
    for (let on = children.get(here)?.get(place); on; on = children.get(here)?.get(place)) {
      if (on.id === id) return true;
      here = on.id;
    }
  }
  return false;
}

/** Of FUSE not even the kind is asked: an account's own program would have to answer. */
function isEnvFile({ point, type }: Mount): boolean {
  if (!isEnvFileName(baseName(point)) || type.startsWith("fuse")) return false;
  const stat = looking(() => found(lstatSync(systemPath(point))));
  return stat.kind === "found" && stat.value.isFile();
}
