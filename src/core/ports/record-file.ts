import type { Look } from "../look.ts";

/** An append-only file of JSON lines in our own state. */
export interface RecordFile {
  /** All records; null for a damaged one. A last line that a crash cut short is left out. */
  read(): Look<readonly unknown[]>;
  /**
   * Adds records; they are on the disk when it returns.
   *
   * @throws GuardError when the state cannot be written.
   */
  append(records: readonly object[]): void;
  /**
   * Keeps other programs from adding between our reading and our writing; waits a moment for them.
   *
   * @returns gives it back. Lost with the process.
   * @throws GuardError `LOCKED` that names the holder; `STATE_NOT_WRITABLE`.
   */
  lock?(): () => void;
}

/** The same for records of which none may be lost unnoticed: damaged lines are lines too. */
export interface LineFile extends Omit<RecordFile, "read"> {
  /** Every line that is not empty, whole or not. */
  lines(): Look<readonly string[]>;
}
