import type { Look } from "../look.ts";

/**
 * Where the transactions of one install are kept: `transactions/0001/journal.jsonl` and
 * `transactions/0001/before/`. Everything written is on the disk before the method returns.
 */
export interface TransactionStore {
  /**
   * Makes this process the only writer; gives the function that ends it. Lost with the process.
   *
   * @throws GuardError `LOCKED` that names the holder.
   */
  lock(): () => void;
  /** Ascending. */
  numbers(): readonly number[];
  /** Makes the folder of the next number. */
  create(): number;
  /** Adds one line. Never holds a secret, nor an unkeyed hash of one. */
  append(transaction: number, record: object): void;
  /** All whole lines; a last one that was cut short by a crash is left out. */
  records(transaction: number): readonly unknown[];
  /** Keeps content for undo: the one place that may hold secrets. */
  keep(transaction: number, name: string, bytes: Uint8Array): void;
  kept(transaction: number, name: string): Look<Uint8Array>;
  /** Names of everything kept of a transaction that is still there. */
  keptNames(transaction: number): readonly string[];
  /** Keeps other content under that name instead, as a whole or not at all. */
  replaceKept(transaction: number, name: string, bytes: Uint8Array): void;
  /** Deletes one of them. */
  discardOne(transaction: number, name: string): void;
  /** Deletes everything kept of a transaction; its journal stays. */
  discardKept(transaction: number): void;
}
