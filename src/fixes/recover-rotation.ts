import { requireCurrent } from "./change-file.ts";
import type { FixDependencies } from "./fix-dependencies.ts";
import type { JournalRecord, Transaction } from "./journal.ts";
import { readTransactions, temporaryName } from "./read-transaction.ts";
import { restoreChanges } from "./restore-changes.ts";
import { type RotationEnd, endOfRotation } from "./rotation-ends.ts";

export interface RotationRecovery {
  readonly transaction: number;
  readonly as: "committed" | "rolled-back";
  /** Files that somebody else changed; they are as they were found. */
  readonly conflicts: readonly string[];
}

/**
 * Ends a cut over that was killed. Where every file has the new value it is complete. Else the old
 * value comes back, because it is the one that works everywhere. The caller holds the lock.
 *
 * @param keepNew whether the old value of a rotation (by its id) is dead: the files that have the
 * new one keep it then.
 */
export function recoverRotations(
  deps: FixDependencies,
  keepNew: (rotation: string) => boolean,
): readonly RotationRecovery[] {
  return readTransactions(deps.store)
    .filter(({ kind, status }) => kind === "rotation" && status === "open")
    .map((transaction) => recover(deps, transaction, keepNew(transaction.fixes[0]?.title ?? "")));
}

function recover(
  deps: FixDependencies,
  transaction: Transaction,
  keepNew: boolean,
): RotationRecovery {
  const { number } = transaction;
  const ends = endsOf(deps, transaction);
  const planned = new Set(transaction.fixes.flatMap(({ paths }) => paths)).size;
  const isWhole = ends.length === planned && ends.every((end) => end === "after");
  const at = deps.wallNow().toISOString();
  if (isWhole || (keepNew && ends.includes("after"))) {
    for (const [index, { path }] of transaction.changes.entries()) {
      deps.writer.removeTemporary(path, temporaryName(transaction.token, index));
    }
    deps.store.append(number, { record: "commit", at, folders: {} } satisfies JournalRecord);
    return { transaction: number, as: "committed", conflicts: [] };
  }
  const conflicts = restoreChanges(deps, transaction, true);
  const reason = "interrupted";
  deps.store.append(number, {
    record: "rolled-back",
    at,
    reason,
    conflicts,
  } satisfies JournalRecord);
  if (conflicts.length === 0) deps.store.discardKept(number);
  return { transaction: number, as: "rolled-back", conflicts };
}

function endsOf(deps: FixDependencies, { number, changes }: Transaction): readonly RotationEnd[] {
  return changes.map((change) => {
    const { image } = requireCurrent(deps.writer, change.path);
    return endOfRotation(deps, number, change, image);
  });
}

/**
 * Puts the old value back after a cut over that was complete. The caller holds the lock.
 *
 * @returns files that are no longer as the cut over left them; when there is one, none is changed.
 */
export function backOutRotation(
  deps: FixDependencies,
  transaction: Transaction,
): readonly string[] {
  const ends = endsOf(deps, transaction);
  const other = transaction.changes.filter(
    // What is kept of such a file lacks another credential's dead value: no whole to put back.
    ({ forgotten }, index) => ends[index] === "other" || forgotten !== undefined,
  );
  if (other.length > 0) return other.map(({ path }) => path);
  const conflicts = restoreChanges(deps, transaction, false);
  if (conflicts.length > 0) return conflicts;
  closeRotation(deps, transaction.number);
  return [];
}

/** Ends a transaction whose old content nobody needs any more, and deletes it. */
export function closeRotation(deps: FixDependencies, number: number): void {
  const at = deps.wallNow().toISOString();
  deps.store.append(number, { record: "undone", at, conflicts: [] } satisfies JournalRecord);
  deps.store.discardKept(number);
}

/** Deletes the old content of cut overs whose old value is dead. */
export function discardOldValues(
  deps: Pick<FixDependencies, "store" | "wallNow">,
  numbers: readonly number[],
): void {
  const at = deps.wallNow().toISOString();
  for (const { number, pruned } of readTransactions(deps.store)) {
    if (!numbers.includes(number)) continue;
    if (!pruned) deps.store.append(number, { record: "pruned", at } satisfies JournalRecord);
    deps.store.discardKept(number);
  }
}
