import type { Install } from "./install.ts";
import { publishPath, relativeTo } from "../text/path-text.ts";

/** A path in a message: relative to the install root when inside it. The root itself in full. */
export function shownPath({ root }: Pick<Install, "root">, path: string): string {
  return publishPath(path === root ? path : relativeTo(root, path));
}
