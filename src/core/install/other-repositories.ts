import type { TreeEntry } from "../ports/files.ts";
import { type Gap, gap } from "../look.ts";
import { baseName, joinPath, parentOf } from "../text/path-text.ts";

/**
 * Repositories inside a tree other than the one whose checkout is `workTree`: their history is their
 * own, and nobody searched it. The `.git` file of a submodule leads to a folder that is searched.
 */
export function otherRepositories(
  entries: readonly TreeEntry[],
  workTree: string | undefined,
): readonly Gap[] {
  const checkouts = entries
    .filter(({ path }) => baseName(path) === ".git")
    .filter(({ stat }) => stat.kind === "directory" || stat.kind === "mount")
    .filter(({ path }) => parentOf(path) !== workTree)
    .map(({ path }) => path);
  return [...checkouts, ...bareRepositories(entries, workTree)].map((path) =>
    gap(path, { code: "git-failed", text: "another repository; scan it too" }),
  );
}

/** Deployers keep a mirror beside the releases: `repo`, `.dep/repo`, `shop.git`. */
function bareRepositories(
  entries: readonly TreeEntry[],
  workTree: string | undefined,
): readonly string[] {
  const heads = entries
    .filter(({ path, stat }) => stat.kind === "file" && baseName(path) === "HEAD")
    .map(({ path }) => parentOf(path))
    .filter((folder) => baseName(folder) !== ".git" && folder !== workTree);
  if (heads.length === 0) return [];
  const folders = new Set(
    entries.filter(({ stat }) => stat.kind === "directory").map(({ path }) => path),
  );
  return heads.filter((folder) =>
    ["objects", "refs"].every((name) => folders.has(joinPath(folder, name))),
  );
}
