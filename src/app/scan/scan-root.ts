import { isInside, parentOf } from "../../core/text/path-text.ts";

/**
 * The folder that a scan's paths are relative to: the top of the repository (or the folder given);
 * of several the one that holds them all; null when nothing but a pipe was searched.
 */
export function scanRoot(tops: readonly string[]): string | null {
  const [first, ...others] = tops;
  if (first === undefined) return null;
  let root = first;
  while (!others.every((top) => isInside(root, top))) root = parentOf(root);
  return root;
}
