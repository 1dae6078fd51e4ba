import { lstatSync, readFileSync } from "node:fs";
import { isEnvFileName } from "../../core/install/env-names.ts";
import { type Look, absent, blocked, found } from "../../core/look.ts";
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
  const mounts = readMounts(table);
  if (mounts.kind !== "found") return mounts;
  const inside = shownAmong(
    mounts.value,
    ({ point }) => point !== root && isInside(root, point) && !own.includes(point),
  );
  return found(new Set(inside.filter((mount) => !isEnvFile(mount)).map(({ point }) => point)));
}

/** Those of the paths where nothing is mounted: what should be there may be what nobody sees. */
export function notMounted(
  paths: readonly string[],
  table = "/proc/self/mountinfo",
): readonly string[] {
  const mounts = paths.length > 0 ? readMounts(table) : absent;
  // Not known is said of the whole tree.
  if (mounts.kind !== "found") return [];
  const shown = shownAmong(mounts.value, ({ point }) => paths.includes(point));
  return paths.filter((path) => !shown.some(({ point }) => point === path));
}

function readMounts(table: string): Look<readonly Mount[]> {
  const text = looking(() => found(readFileSync(table, "latin1")));
  if (text.kind === "blocked") return text;
  const mounts = text.kind === "found" ? parseMounts(text.value) : undefined;
  return mounts ? found(mounts) : blocked("io", "what is mounted here cannot be read from /proc");
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

/**
 * The mounts that the way to their point leads to: one that another mount hides is still listed,
 * and the folder of its name in the other one is an ordinary one.
 */
function shownAmong(
  mounts: readonly Mount[],
  isWanted: (mount: Mount) => boolean,
): readonly Mount[] {
  const wanted = mounts.filter(isWanted);
  if (wanted.length === 0) return [];
  const ids = new Set(mounts.map(({ id }) => id));
  const first = mounts.find(({ parent, point }) => point === "/" && !ids.has(parent));
  const children = new Map(mounts.map((mount) => [`${mount.parent} ${mount.point}`, mount]));
  return wanted.filter((mount) => wayTo(mount.point, first, children).has(mount.id));
}

function wayTo(
  path: string,
  first: Mount | undefined,
  children: ReadonlyMap<string, Mount>,
): ReadonlySet<string> {
  const passed = new Set<string>();
  let here = first?.id ?? "";
  const parts = path.split("/").slice(1);
  for (let count = 0; count <= parts.length; count += 1) {
    const place = `/${parts.slice(0, count).join("/")}`;
    const next = () => children.get(`${here} ${place}`);
    for (let on = next(); on && !passed.has(on.id); on = next()) {
      passed.add(on.id);
      here = on.id;
    }
  }
  return passed;
}

/** Of FUSE not even the kind is asked: an account's own program would have to answer. */
function isEnvFile({ point, type }: Mount): boolean {
  if (!isEnvFileName(baseName(point)) || type.startsWith("fuse")) return false;
  const stat = looking(() => found(lstatSync(systemPath(point))));
  return stat.kind === "found" && stat.value.isFile();
}
