import { mountedReason } from "../../core/install/file-kind-reason.ts";
import { type Look, found } from "../../core/look.ts";
import { baseName, isInside, parentOf } from "../../core/text/path-text.ts";

/** Where a reader of an install does not look. */
export interface ClosedPlaces {
  /** Why nothing is read at the path; undefined where it is open. */
  at(path: string): Look<never> | undefined;
  /** Names in the folder that are such places; blocked where that is not known. */
  in(folder: string): Look<ReadonlySet<string>>;
}

/**
 * Undefined where nothing is closed, which is the usual case and costs nothing.
 *
 * @param mounts absolute mount points in the root. Where they are not known a name that was asked
 * for is still read, but no folder is searched.
 */
export function closedPlaces(
  root: string,
  mounts: Look<ReadonlySet<string>>,
): ClosedPlaces | undefined {
  if (mounts.kind !== "found") {
    const unknown = mounts;
    return {
      at: () => undefined,
      in: (folder) => (isInside(root, folder) ? unknown : found(new Set())),
    };
  }
  if (mounts.value.size === 0) return undefined;
  const points = [...mounts.value];
  const closed: Look<never> = { kind: "blocked", reason: mountedReason };
  return {
    at: (path) => (points.some((point) => isInside(point, path)) ? closed : undefined),
    in: (folder) =>
      found(new Set(points.filter((point) => parentOf(point) === folder).map(baseName))),
  };
}
