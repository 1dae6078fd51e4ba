import { posix } from "node:path";
import type { FileReader } from "../core/ports/files.ts";
import { joinPath, parentOf } from "../core/text/path-text.ts";

const mostLinks = 16;

/**
 * Whether somebody besides the trusted accounts could have written a file, or could exchange it: a
 * name on its way is not theirs, or may be written by group or others. Others may write into a
 * sticky folder of root's, as /tmp. Links are gone through, each folder being judged before what
 * is in it, so that nobody can lead us elsewhere meanwhile. In doubt they can.
 *
 * @param path absolute.
 */
export function othersCanChange(
  host: FileReader,
  path: string,
  trusted: ReadonlySet<number>,
): boolean {
  let [folder, links] = ["/", 0];
  let rest = path.split("/").filter((part) => part !== "");
  if (isOpen(host, folder, trusted, rest.length === 0)) return true;
  for (let part = rest.shift(); part !== undefined; part = rest.shift()) {
    const name = joinPath(folder, part);
    const link = host.readLink(name);
    if (link.kind === "found") {
      links += 1;
      if (links > mostLinks) return true;
      // A relative target counts from the folder, and what is above it was judged before.
      const target = posix.resolve(folder, link.value);
      rest = [...target.split("/").filter((each) => each !== ""), ...rest];
      folder = "/";
      continue;
    }
    if (isOpen(host, name, trusted, rest.length === 0)) return true;
    folder = part === ".." ? parentOf(folder) : name;
  }
  return false;
}

function isOpen(
  host: FileReader,
  path: string,
  trusted: ReadonlySet<number>,
  isLast: boolean,
): boolean {
  const stat = host.stat(path);
  if (stat.kind !== "found" || !trusted.has(stat.value.uid)) return true;
  const isSticky = stat.value.uid === 0 && (stat.value.mode & 0o1000) !== 0;
  return (stat.value.mode & 0o022) !== 0 && (isLast || !isSticky);
}
