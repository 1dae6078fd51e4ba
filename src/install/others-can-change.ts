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
  let rest = partsOf(path);
  if (isOpen(host, folder, trusted, rest.length === 0)) return true;
  for (let part = rest.shift(); part !== undefined; part = rest.shift()) {
    if (part === "..") {
      folder = parentOf(folder);
      continue;
    }
    const name = joinPath(folder, part);
    const link = host.readLink(name);
    if (link.kind === "found") {
      links += 1;
      // Whose link it is in a sticky folder, `host` does not tell.
      if (links > mostLinks || isOpen(host, folder, trusted, true)) return true;
      rest = [...partsOf(link.value), ...rest];
      if (link.value.startsWith("/")) folder = "/";
      continue;
    }
    if (isOpen(host, name, trusted, rest.length === 0)) return true;
    folder = name;
  }
  return false;
}

function partsOf(path: string): string[] {
  return path.split("/").filter((part) => part !== "" && part !== ".");
}

function isOpen(
  host: FileReader,
  path: string,
  trusted: ReadonlySet<number>,
  isStrict: boolean,
): boolean {
  const stat = host.stat(path);
  if (stat.kind !== "found" || !trusted.has(stat.value.uid)) return true;
  const isSticky = stat.value.uid === 0 && (stat.value.mode & 0o1000) !== 0;
  return (stat.value.mode & 0o022) !== 0 && (isStrict || !isSticky);
}
