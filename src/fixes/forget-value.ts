import type { Edit } from "../core/fix.ts";
import type { FixDependencies } from "./fix-dependencies.ts";
import type { JournalRecord, Transaction } from "./journal.ts";
import { readTransactions } from "./read-transaction.ts";

export interface DeadValue {
  readonly credential: string;
  readonly isHeld: (bytes: Uint8Array) => boolean;
  /** What is left of a file that a rotation kept when only the edited lines are of use. */
  readonly reduced: (bytes: Uint8Array, edits: readonly Edit[]) => Uint8Array;
}

/** A transaction that kept the value, and how many of its files did. */
export interface Forgotten {
  readonly transaction: number;
  readonly files: number;
}

/**
 * Deletes from what transactions have kept every content that holds a dead value. Of another
 * credential's rotation its own old lines stay: they are still needed to back out. The caller holds
 * the lock and has ended what was interrupted.
 *
 * @param except transactions to leave alone.
 */
export function forgetValue(
  deps: Pick<FixDependencies, "store" | "wallNow">,
  dead: DeadValue,
  except: readonly number[],
): readonly Forgotten[] {
  return readTransactions(deps.store)
    .filter(({ number }) => !except.includes(number))
    .flatMap((transaction): readonly Forgotten[] => {
      const names = deps.store.keptNames(transaction.number);
      const files = names.filter((name) => forgetIn(deps, dead, transaction, name)).length;
      return files === 0 ? [] : [{ transaction: transaction.number, files }];
    });
}

function forgetIn(
  { store, wallNow }: Pick<FixDependencies, "store" | "wallNow">,
  { credential, isHeld, reduced }: DeadValue,
  { number, kind, changes }: Transaction,
  name: string,
): boolean {
  const change = changes.find(({ before }) => before.exists && before.kept === name);
  const isSaid = change?.forgotten !== undefined;
  const content = store.kept(number, name);
  const isWanted = kind === "rotation" && change !== undefined && content.kind === "found";
  // What cannot be read, or was said to be gone when we were killed, must not stay either.
  const mustGo =
    content.kind !== "found" || isHeld(content.value) || (isSaid && kind !== "rotation");
  if (!mustGo) return false;
  // Said first: a journal that promises what is gone would be worse.
  const at = wallNow().toISOString();
  const record: JournalRecord = { record: "forgotten", at, kept: name, credential };
  if (!isSaid) store.append(number, record);
  if (isWanted) store.replaceKept(number, name, reduced(content.value, change.edits));
  else store.discardOne(number, name);
  return true;
}
