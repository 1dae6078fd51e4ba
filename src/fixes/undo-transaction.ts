import { usageError, environmentError } from "../core/error.ts";
import { parentOf, publishPath } from "../core/text/path-text.ts";
import { readCurrent } from "./change-file.ts";
import type { FixDependencies } from "./fix-dependencies.ts";
import { hasAttributesOf, isLost } from "./forgotten-change.ts";
import { isSameImage } from "./image.ts";
import type { JournalRecord, JournalledChange, Transaction } from "./journal.ts";
import { imagesOf, readTransaction, readTransactions } from "./read-transaction.ts";
import { type Recovery, finishUndo } from "./recover-transactions.ts";

/** Whether the file still is as the transaction left it. */
export interface UndoStep {
  readonly change: JournalledChange;
  readonly isUntouched: boolean;
  /** It is left as it is: its content held the old value of this credential, which is dead. */
  readonly lost?: string;
}

/** The transaction to undo: the given one, else the newest that is not undone; undefined if none. */
export function findUndoable(
  deps: Pick<FixDependencies, "store">,
  number?: number,
): Transaction | undefined {
  const all = readTransactions(deps.store);
  const chosen =
    number === undefined
      ? all.findLast(({ status }) => status === "committed")
      : all.find((transaction) => transaction.number === number);
  if (chosen) assertUndoable(chosen);
  else if (number !== undefined) {
    throw usageError("NO_TRANSACTION", `there is no transaction ${number}`, "see: undo --list");
  }
  return chosen;
}

function assertUndoable({ number, kind, status, pruned, changes }: Transaction): void {
  if (kind === "rotation") {
    throw environmentError(
      "UNDO_ROTATION",
      `transaction ${number} is a rotation, which undo never takes back: the old key may be revoked`,
      "back out with: rotate resume",
    );
  }
  if (status !== "committed") {
    const text = `transaction ${number} is ${status} already`;
    throw environmentError("NOT_UNDOABLE", text, "see: undo --list");
  }
  if (pruned) {
    throw environmentError(
      "UNDO_TOO_LATE",
      `what transaction ${number} kept for undo was deleted after 30 days`,
      "put back by hand what you need of it",
    );
  }
  const lost = changes.filter(isLost);
  if (lost.length > 0 && lost.length === changes.length) {
    throw environmentError(
      "UNDO_NOT_KEPT",
      `what transaction ${number} kept is deleted: it held the old value of ${lost[0]?.forgotten ?? ""}, which is dead`,
      "put back by hand what you need of it",
    );
  }
}

/** Compares every file with what the transaction made of it: content, mode, owner, existence. */
export function checkUndo(deps: FixDependencies, transaction: Transaction): readonly UndoStep[] {
  return transaction.changes.map((change) => {
    if (isLost(change)) return { change, isUntouched: true, lost: change.forgotten };
    const { after } = imagesOf(deps, transaction.number, change);
    const look = readCurrent(deps.writer, change.path);
    if (change.forgotten !== undefined) {
      return { change, isUntouched: look.kind === "found" && hasAttributesOf(look.value, after) };
    }
    const isUntouched = look.kind === "found" && isSameImage(look.value.image, after);
    return { change, isUntouched };
  });
}

/**
 * Puts content, mode, owner and time of every file back. The caller holds the lock.
 *
 * @throws GuardError `CHANGED_SINCE`, nothing touched, when a file is not as it was left.
 */
export function undoTransaction(deps: FixDependencies, transaction: Transaction): Recovery {
  const changed = checkUndo(deps, transaction).find(({ isUntouched }) => !isUntouched);
  if (changed) {
    const path = publishPath(changed.change.path);
    throw environmentError(
      "CHANGED_SINCE",
      `${path} changed since transaction ${transaction.number}; nothing was put back`,
      "undo newer transactions first, or mend the file by hand",
    );
  }
  const record: JournalRecord = {
    record: "undo",
    at: deps.wallNow().toISOString(),
    folders: folderTimes(deps, transaction),
  };
  deps.store.append(transaction.number, record);
  return finishUndo(deps, readTransaction(deps.store, transaction.number) ?? transaction);
}

/** A folder gets its old time back only when nothing else happened in it since. */
function folderTimes(
  { writer }: FixDependencies,
  { changes, foldersAfter }: Transaction,
): Readonly<Record<string, string>> {
  const times: Record<string, string> = {};
  for (const { path, folder } of changes) {
    const name = parentOf(path);
    const look = writer.folder(name);
    if (look.kind !== "found" || look.value.mtime !== foldersAfter[name]) continue;
    times[name] ??= folder.mtime;
  }
  return times;
}
