import { publishPath, relativeTo } from "../../core/text/path-text.ts";
import type { FixDependencies } from "../../fixes/fix-dependencies.ts";
import { type Recovery, recoverTransactions } from "../../fixes/recover-transactions.ts";
import { readTransactions } from "../../fixes/read-transaction.ts";

/** Whether a killed run left something open: then a plan made now would be about a half state. */
export function hasInterruptedFix({ store }: Pick<FixDependencies, "store">): boolean {
  return readTransactions(store).some(({ status }) => status === "open" || status === "undoing");
}

/**
 * The first step of `fix` and `undo`, before anything is audited: ends what a killed run left
 * open. Takes the lock only when there is something to do.
 *
 * @returns notes for people.
 */
export function recoverFixes(deps: FixDependencies, root: string): readonly string[] {
  if (!hasInterruptedFix(deps)) return [];
  const unlock = deps.store.lock();
  try {
    return withRecovery(deps, root);
  } finally {
    unlock();
  }
}

/** The same for a caller that holds the lock. */
export function withRecovery(deps: FixDependencies, root: string): readonly string[] {
  return recoverTransactions(deps).flatMap((recovery) => notesOf(recovery, root));
}

function notesOf({ transaction, as, conflicts }: Recovery, root: string): readonly string[] {
  const what = as === "undone" ? "its undo was finished" : "it was rolled back";
  return [
    `transaction ${transaction} was interrupted; ${what}`,
    ...conflicts.map(
      (path) => `${publishPath(relativeTo(root, path))} was changed since and left as it is`,
    ),
  ];
}
