import type { FixDependencies } from "./fix-dependencies.ts";
import type { JournalRecord, Transaction } from "./journal.ts";
import { readTransactions } from "./read-transaction.ts";
import { restoreChanges, restoreFolderTime } from "./restore-changes.ts";

export interface Recovery {
  readonly transaction: number;
  /** `rolled-back`: a fix that was interrupted. `undone`: an undo that was, now finished. */
  readonly as: "rolled-back" | "undone";
  /** Files that somebody else changed since; they are as they were found. */
  readonly conflicts: readonly string[];
}

/** Ends what a killed run left open. The caller holds the lock. */
export function recoverTransactions(deps: FixDependencies): readonly Recovery[] {
  return readTransactions(deps.store).flatMap((transaction) => {
    if (transaction.kind !== "fix") return [];
    if (transaction.status === "open") return [rollBackOpen(deps, transaction)];
    return transaction.status === "undoing" ? [finishUndo(deps, transaction)] : [];
  });
}

function rollBackOpen(deps: FixDependencies, transaction: Transaction): Recovery {
  const { number } = transaction;
  const conflicts = restoreChanges(deps, transaction, true);
  end(deps, number, { record: "rolled-back", at: "", reason: "interrupted", conflicts });
  return { transaction: number, as: "rolled-back", conflicts };
}

/** Puts everything back and closes the transaction; what `undo` does once it is allowed to. */
export function finishUndo(deps: FixDependencies, transaction: Transaction): Recovery {
  const { number, undoFolders } = transaction;
  const conflicts = restoreChanges(deps, transaction, false);
  for (const [folder, mtime] of Object.entries(undoFolders)) restoreFolderTime(deps, folder, mtime);
  end(deps, number, { record: "undone", at: "", conflicts });
  return { transaction: number, as: "undone", conflicts };
}

function end(
  deps: FixDependencies,
  number: number,
  record: Extract<JournalRecord, { record: "rolled-back" | "undone" }>,
): void {
  deps.store.append(number, { ...record, at: deps.wallNow().toISOString() });
  // Nothing is left to put back, so nothing secret needs to be kept.
  if (record.conflicts.length === 0) deps.store.discardKept(number);
}
