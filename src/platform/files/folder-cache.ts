import { closeSync, lstatSync, openSync } from "node:fs";
import { baseName, parentOf } from "../../core/text/path-text.ts";
import { errnoOf } from "./errno.ts";
import { openFlags } from "./open-flags.ts";
import { descriptorPath, hasDescriptorPaths, systemPath } from "./system-path.ts";

/** Thrown when a folder on the way is a link; carries the errno that reading it would give. */
class LinkOnTheWay extends Error {
  readonly code = "ELOOP";
}

export interface FolderCache {
  /**
   * A path by which names in `folder` (the root or below it, no `.` or `..` in it) are reached
   * without any link from the root on. Valid until the next call.
   *
   * @throws a system error with `code`; `ELOOP` when a part of the way is a link.
   */
  reach(folder: string): string;
  /** Gives all descriptors back; the cache stays usable. */
  clear(): void;
}

/** Opens folders part by part and keeps the last few open, so that files in path order are cheap. */
export function createFolderCache(root: string, capacity = 32): FolderCache {
  const open = new Map<string, number>();
  // Files come in path order: nearly always it is the folder of the last one.
  let last = "";
  let lastPlace = "";
  const clear = (): void => {
    last = "";
    for (const descriptor of open.values()) closeSync(descriptor);
    open.clear();
  };
  const openFolder = (folder: string, place: string): number => {
    try {
      return openSync(systemPath(place), openFlags.folder);
    } catch (error) {
      if (errnoOf(error) === "ENOTDIR" && isLink(place)) throw new LinkOnTheWay(folder);
      throw error;
    }
  };
  const keep = (folder: string, descriptor: number): void => {
    open.set(folder, descriptor);
    if (open.size <= capacity) return;
    const [oldest] = open;
    if (!oldest) return;
    open.delete(oldest[0]);
    closeSync(oldest[1]);
  };
  const descriptorOf = (folder: string): number => {
    const known = open.get(folder);
    if (known !== undefined) {
      open.delete(folder);
      open.set(folder, known);
      return known;
    }
    const place = folder === root ? root : `${reach(parentOf(folder))}/${baseName(folder)}`;
    const descriptor = openFolder(folder, place);
    keep(folder, descriptor);
    return descriptor;
  };
  const reach = (folder: string): string => {
    if (folder !== last) {
      lastPlace = descriptorPath(descriptorOf(folder));
      last = folder;
    }
    return lastPlace;
  };
  return hasDescriptorPaths ? { reach, clear } : createPlainFolders(root);
}

/** Without /proc: plain paths, each part looked at first. A part swapped just then is not noticed. */
function createPlainFolders(root: string): FolderCache {
  const check = (folder: string): void => {
    if (folder !== root) check(parentOf(folder));
    const stats = lstatSync(systemPath(folder));
    if (stats.isSymbolicLink()) throw new LinkOnTheWay(folder);
  };
  return {
    reach(folder) {
      check(folder);
      return folder;
    },
    clear() {},
  };
}

function isLink(place: string): boolean {
  return lstatSync(systemPath(place), { throwIfNoEntry: false })?.isSymbolicLink() ?? false;
}
