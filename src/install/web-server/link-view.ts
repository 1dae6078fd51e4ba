import type { FileReader } from "../../core/ports/files.ts";
import { baseName, joinPath, parentOf } from "../../core/text/path-text.ts";

/** Links of the file system as far as they matter: real paths, and links inside a folder. */
export interface LinkView {
  real(path: string): string;
  /** Links within a web root and where they really lead. */
  linksIn(folder: string): readonly { readonly name: string; readonly target: string }[];
  /** Whether there is a regular file of that name now. */
  isFile(path: string): boolean;
}

/** Links as this host has them; each is looked up once. */
export function createLinkView(host: FileReader): LinkView {
  const reals = new Map<string, string>();
  const folders = new Map<string, readonly { name: string; target: string }[]>();
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
    const listed = host.list(folder);
    const links = (listed.kind === "found" ? listed.value : [])
      .filter(({ stat }) => stat.kind === "link")
      .map(({ name }) => ({ name, target: real(joinPath(folder, name)) }));
    folders.set(folder, links);
    return links;
  };
  const isFile = (path: string) => {
    const stat = host.stat(path);
    return stat.kind === "found" && stat.value.kind === "file";
  };
  return { real, linksIn, isFile };
}
