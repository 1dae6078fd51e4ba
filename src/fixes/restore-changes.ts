import { parentOf } from "../core/path-text.ts";
import { changeFile, requireCurrent } from "./change-file.ts";
import type { FixDependencies } from "./fix-dependencies.ts";
import { isOnTheWay } from "./image.ts";
import type { Transaction } from "./journal.ts";
import { imagesOf, temporaryName } from "./read-transaction.ts";

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
    try {
      deps.writer.removeTemporary(change.path, temporary);
      const { before, after } = imagesOf(deps, transaction.number, change);
      const current = requireCurrent(deps.writer, change.path);
      if (!isOnTheWay(current.image, before, after)) {
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
