import type { FixDependencies } from "./fix-dependencies.ts";
import type { JournalRecord } from "./journal.ts";
import { readTransactions } from "./read-transaction.ts";

const keptMs = 30 * 86_400_000;

/** Deletes what was kept by transactions that ended more than 30 days ago. */
export function pruneTransactions({
  store,
  wallNow,
}: Pick<FixDependencies, "store" | "wallNow">): readonly number[] {
  const now = wallNow();
  const old = readTransactions(store).filter(
    ({ status, endedAt }) =>
      status !== "open" && status !== "undoing" && now.getTime() - Date.parse(endedAt) > keptMs,
  );
  for (const { number, pruned } of old) {
    // Said first: a journal that promises what is half deleted would be worse. Deleted each time,
    // in case the last attempt was interrupted.
    const record: JournalRecord = { record: "pruned", at: now.toISOString() };
    if (!pruned) store.append(number, record);
    store.discardKept(number);
  }
  return old.filter(({ pruned }) => !pruned).map(({ number }) => number);
}
