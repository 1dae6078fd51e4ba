import type { TreeEntry } from "../ports/files.ts";
import { type Gap, gap } from "../look.ts";
import { baseName, parentOf } from "../text/path-text.ts";

/**
 * Repositories inside a tree other than the one whose checkout is `workTree`: their history is their
 * own, and nobody searched it. The `.git` file of a submodule leads to a folder that is searched.
 */
export function otherRepositories(
  entries: readonly TreeEntry[],
  workTree: string | undefined,
): readonly Gap[] {
  return entries
    .filter(({ path, stat }) => stat.kind === "directory" && baseName(path) === ".git")
    .filter(({ path }) => parentOf(path) !== workTree)
    .map(({ path }) => gap(path, { code: "git-failed", text: "another repository; scan it too" }));
}
