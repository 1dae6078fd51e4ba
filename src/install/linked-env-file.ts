import { posix } from "node:path";
import type { FileReader } from "../core/ports/files.ts";
import { isInside, parentOf } from "../core/text/path-text.ts";

export interface LinkedFile {
  /** Where the links end, in the root, and no link itself. */
  readonly path: string;
  /** The links on the way, the first one first. */
  readonly links: readonly string[];
}

const mostHops = 8;

/**
 * The file behind an env file that is a link, as long as every step stays in the root and in plain
 * folders; undefined for what is no link, and for a link that leads out or to nothing.
 *
 * @param files follows no link below the root.
 */
export function linkedEnvFile(
  files: FileReader,
  root: string,
  name: string,
): LinkedFile | undefined {
  const links: string[] = [];
  let path = name;
  for (let hop = 0; hop < mostHops; hop += 1) {
    const target = files.readLink(path);
    if (target.kind !== "found") break;
    links.push(path);
    path = posix.resolve(parentOf(path), target.value);
    if (!isInside(root, path)) return undefined;
  }
  if (links.length === 0) return undefined;
  // A folder on the way that is a link is not gone through either: `files` follows none.
  const stat = files.stat(path);
  return stat.kind === "found" && stat.value.kind === "file" ? { path, links } : undefined;
}
