import type { Transaction } from "../../fixes/journal.ts";
import { readTransactions } from "../../fixes/read-transaction.ts";
import type { RotationDesk } from "./rotate-desk.ts";

const ending = " back-out";

/** What a transaction is called that puts the old value back by lines. */
export function backOutTitle(rotation: string): string {
  return rotation + ending;
}

/** Such a one has kept the new value, which nobody wants back. */
export function isBackOut({ fixes }: Transaction): boolean {
  return fixes[0]?.title.endsWith(ending) === true;
}

/** Numbers of the transactions that a rotation has made, whatever became of them. */
export function transactionsOfRotation(
  { ports, opened }: Pick<RotationDesk, "ports" | "opened">,
  rotation: string,
): readonly number[] {
  const titles = [rotation, backOutTitle(rotation)];
  return readTransactions(ports.transactionsOf(opened.install.root))
    .filter(({ kind, fixes }) => kind === "rotation" && titles.includes(fixes[0]?.title ?? ""))
    .map(({ number }) => number);
}
