import type { TreeEntry } from "./files.ts";
import type { Gap } from "../look.ts";

/**
 * Everything below the install root, read once per run: each name with its metadata, in byte order
 * of path. Links are listed, not followed; the inside of `.git` folders is left to the git audits.
 */
export interface Tree {
  readonly root: TreeEntry | undefined;
  readonly entries: readonly TreeEntry[];
  /** Folders that could not be listed, what is mounted in it from elsewhere, caps that were hit. */
  readonly gaps: readonly Gap[];
}
