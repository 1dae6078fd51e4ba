import type { FileReader } from "../../core/ports/files.ts";
import { baseName, isInside, joinPath, parentOf } from "../../core/text/path-text.ts";

/** A link by its path below a folder. */
export interface FolderLink {
  readonly name: string;
  readonly target: string;
}

/** Links of the file system as far as they matter: real paths, and links inside a folder. */
export interface LinkView {
  real(path: string): string;
  /** Links within a web root and where they really lead. */
  linksIn(folder: string): readonly FolderLink[];
  /** Whether there is a regular file of that name now. */
  isFile(path: string): boolean;
  /** What is there now, links followed; `unknown`: could not look. */
  kindOf(path: string): "file" | "folder" | "other" | "none" | "unknown";
}

/** Folders of more entries than this are not searched to the end. */
const mostEntries = 250_000;

/** Links as this host has them; each folder is searched once. */
export function createLinkView(host: FileReader): LinkView {
  const reals = new Map<string, string>();
  const folders = new Map<string, readonly FolderLink[]>();
  // What does not exist (yet) is where its folder really is.
  const resolve = (path: string): string => {
    const resolved = host.realPath(path);
    if (resolved.kind === "found") return resolved.value;
    return parentOf(path) === path ? path : joinPath(real(parentOf(path)), baseName(path));
  };
  const real = (path: string): string => {
    const known = reals.get(path);
    if (known !== undefined) return known;
    const value = resolve(path);
    reals.set(path, value);
    return value;
  };
  const linksIn = (folder: string) => {
    const known = folders.get(folder);
    if (known) return known;
    const links = findLinks(host, real(folder), real);
    folders.set(folder, links);
    return links;
  };
  const isFile = (path: string) => {
    const stat = host.stat(path);
    return stat.kind === "found" && stat.value.kind === "file";
  };
  const kindOf = (path: string) => {
    const stat = host.stat(path);
    if (stat.kind !== "found") return stat.kind === "absent" ? "none" : "unknown";
    const { kind } = stat.value;
    return kind === "directory" ? "folder" : kind === "file" ? "file" : "other";
  };
  return { real, linksIn, isFile, kindOf };
}

/** All links below a folder, those behind other links included. */
function findLinks(
  host: FileReader,
  top: string,
  real: (path: string) => string,
): readonly FolderLink[] {
  const links: FolderLink[] = [];
  const seen = new Set([top]);
  const open = [{ folder: top, prefix: "" }];
  let entries = 0;
  for (let next = open.shift(); next && entries < mostEntries; next = open.shift()) {
    const listed = host.list(next.folder);
    for (const { name, stat } of listed.kind === "found" ? listed.value : []) {
      entries += 1;
      const path = joinPath(next.folder, name);
      if (stat.kind !== "link" && stat.kind !== "directory") continue;
      const folder = stat.kind === "link" ? real(path) : path;
      if (stat.kind === "link") links.push({ name: next.prefix + name, target: folder });
      // A link upwards reaches everything by its own name.
      if (seen.has(folder) || isInside(folder, top)) continue;
      seen.add(folder);
      open.push({ folder, prefix: `${next.prefix}${name}/` });
    }
  }
  return links;
}
