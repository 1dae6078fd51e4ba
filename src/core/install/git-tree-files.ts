import type { RepositoryLocation } from "../ports/git-view.ts";
import { baseName, isInside, parentOf } from "../text/path-text.ts";
import type { Tree } from "../ports/tree.ts";

/** Regular files that `git add` would look at: in the checkout, in no repository of their own. */
export function filesOfCheckout(
  tree: Tree,
  { workTree }: Pick<RepositoryLocation, "workTree">,
): readonly string[] {
  const nested = tree.entries
    .filter(({ path }) => baseName(path) === ".git" && parentOf(path) !== workTree)
    .map(({ path }) => parentOf(path));
  return tree.entries
    .filter(({ stat }) => stat.kind === "file")
    .map(({ path }) => path)
    .filter((path) => isInside(workTree, path) && !nested.some((top) => isInside(top, path)));
}
