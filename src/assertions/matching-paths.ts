import type { AuditContext } from "../core/audit-context.ts";
import type { Location } from "../core/location.ts";
import { isInside, joinPath, relativeTo } from "../core/text/path-text.ts";
import { type GlobResult, expandGlob } from "../install/glob.ts";

/** What a path of an assertion leads to; below the install root no link is followed. */
export function matchingPaths(
  path: string,
  { install: { root }, files, host }: AuditContext,
): GlobResult {
  const absolute = placeOf(path, root);
  if (!isInside(root, absolute)) return expandGlob(host, absolute);
  // The name of the root may look like a pattern.
  return expandGlob(files, absolute === root ? "" : relativeTo(root, absolute), root);
}

/** Where a path that leads to nothing would be. */
export function locationOf(path: string, { install: { root } }: AuditContext): Location {
  return { kind: "file", path: placeOf(path, root) };
}

function placeOf(path: string, root: string): string {
  if (path.startsWith("/")) return path;
  return path === "" ? root : joinPath(root, path);
}
