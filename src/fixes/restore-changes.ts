import { parentOf } from "../core/text/path-text.ts";
import { type CurrentFile, changeFile, requireCurrent } from "./change-file.ts";
import type { FixDependencies } from "./fix-dependencies.ts";
import { hasAttributesOf, isLost, withAttributesOf } from "./forgotten-change.ts";
import { type Image, isOnTheWay } from "./image.ts";
import type { JournalledChange, Transaction } from "./journal.ts";
import { endOfRotation } from "./rotation-ends.ts";
import { beforeImage, imagesOf, temporaryName } from "./read-transaction.ts";

/**
 * Brings every file of a transaction back to its state before, last change first. Works from any
 * point at which the transaction, or an earlier attempt at this, was interrupted. A file that
 * somebody else changed meanwhile is left alone.
 *
 * @param foldersToo also gives each folder the time it had before its change.
 * @returns paths that were left alone.
 */
export function restoreChanges(
  deps: FixDependencies,
  transaction: Transaction,
  foldersToo: boolean,
): readonly string[] {
  const conflicts: string[] = [];
  for (const [index, change] of [...transaction.changes.entries()].toReversed()) {
    const temporary = temporaryName(transaction.token, index);
    if (isLost(change)) continue;
    try {
      deps.writer.removeTemporary(change.path, temporary);
      const before = beforeImage(deps.store, transaction.number, change);
      const current = requireCurrent(deps.writer, change.path);
      if (change.forgotten !== undefined) {
        if (!restoreAttributes(deps, transaction.number, change, current)) {
          conflicts.push(change.path);
        }
        continue;
      }
      if (!isOurs(deps, transaction.number, change, current.image)) {
        conflicts.push(change.path);
        continue;
      }
      const mtime = before.exists ? before.mtime : undefined;
      changeFile(deps.writer, change.path, current, before, temporary, mtime);
      if (foldersToo) restoreFolderTime(deps, parentOf(change.path), change.folder.mtime);
    } catch (error) {
      if (!(error instanceof Error) || !isExpected(error)) throw error;
      conflicts.push(change.path);
    }
  }
  return conflicts;
}

/** Mode and owner alone; the content is nobody's to put back. */
function restoreAttributes(
  deps: FixDependencies,
  number: number,
  change: JournalledChange,
  current: CurrentFile,
): boolean {
  const { before, after } = imagesOf(deps, number, change);
  const { image, target } = current;
  if (!image.exists || !target || !before.exists) return false;
  if (!hasAttributesOf(current, after)) return hasAttributesOf(current, before);
  deps.writer.setAttributes(change.path, target, withAttributesOf(image, before));
  return true;
}

/** Whether the transaction, or taking it back, can have left the file like this. */
function isOurs(
  deps: FixDependencies,
  number: number,
  change: JournalledChange,
  current: Image,
): boolean {
  if (change.afterPrint !== undefined) {
    return endOfRotation(deps, number, change, current) !== "other";
  }
  const { before, after } = imagesOf(deps, number, change);
  return isOnTheWay(current, before, after);
}

/** The time of a folder is a courtesy: who may not set it has still put the files back. */
export function restoreFolderTime(deps: FixDependencies, folder: string, mtime: string): void {
  try {
    const now = deps.writer.folder(folder);
    if (now.kind === "found" && now.value.mtime !== mtime) deps.writer.setTime(folder, mtime);
  } catch (error) {
    if (!(error instanceof Error) || !isExpected(error)) throw error;
  }
}

function isExpected(error: Error): boolean {
  return error.name === "GuardError";
}
