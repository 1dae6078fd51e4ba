import { accessSync, constants, fstatSync } from "node:fs";
import type { Hazard } from "../../core/ports/install-writer.ts";
import { found } from "../../core/look.ts";
import type { Look } from "../../core/look.ts";
import { errnoOf } from "../files/errno.ts";
import { fileFlags, showsAccessList } from "./install-writer-child.ts";
import { isMountPoint, isOpenFolder, withHandle } from "./install-writer-folder.ts";
import { descriptorPath } from "../files/system-path.ts";

type Seen = readonly (readonly [Hazard, boolean])[];

/**
 * Everything that speaks against changing the file of this name in an open folder; of a name that
 * is not there, against making it.
 */
export function readHazards(folder: number, name: string): Look<readonly Hazard[]> {
  const seen = [...ofFolder(folder), ...ofName(folder, name)];
  return found([...new Set(seen.filter(([, applies]) => applies).map(([hazard]) => hazard))]);
}

/** A folder's default access list goes to every file that is made, or put back, in it. */
function ofFolder(folder: number): Seen {
  return [
    ["open-folder", isOpenFolder(folder)],
    ["access-list", showsAccessList(folder)],
    ["read-only", isReadOnly(folder)],
  ];
}

function ofName(folder: number, name: string): Seen {
  try {
    return withHandle(folder, name, (handle) => {
      const stats = fstatSync(handle);
      const flags = fileFlags(folder, name);
      const self = process.geteuid?.() ?? -1;
      return [
        ["hard-linked", stats.isFile() && stats.nlink > 1],
        ["immutable", flags.includes("i")],
        ["append-only", flags.includes("a")],
        ["read-only", isReadOnly(handle)],
        ["mounted", isMountPoint(folder, handle)],
        ["access-list", showsAccessList(handle)],
        ["not-ours", self !== 0 && self !== stats.uid],
      ];
    });
  } catch (error) {
    if (errnoOf(error) === "ENOENT") return [];
    throw error;
  }
}

function isReadOnly(handle: number): boolean {
  try {
    accessSync(descriptorPath(handle), constants.W_OK);
    return false;
  } catch (error) {
    return errnoOf(error) === "EROFS";
  }
}
