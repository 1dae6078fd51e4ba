import type { Install } from "./install.ts";
import type { Gap } from "../look.ts";
import { isInside, parentOf } from "../text/path-text.ts";

/**
 * Folders outside the root that are configured to hold logs and could not be listed: their logs,
 * rotated ones at least, were not found. Below the root the tree says it.
 */
export function unlistedLogFolders({ root, logs, gaps }: Install): readonly Gap[] {
  const folders = new Set(logs.flatMap(({ path }) => (path === undefined ? [] : [parentOf(path)])));
  return gaps.filter(({ what }) => folders.has(what) && !isInside(root, what));
}
