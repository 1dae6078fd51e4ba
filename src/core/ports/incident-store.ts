import type { Look } from "../look.ts";

/**
 * Where the journals of one install are kept: `incidents/<id>/journal.jsonl`. Everything written is
 * on the disk before the method returns.
 */
export interface IncidentStore {
  /**
   * Makes this process the only writer; waits a moment for another one.
   *
   * @returns gives it back. Lost with the process.
   * @throws GuardError `LOCKED` that names the holder.
   */
  lock(): () => void;
  /** Incidents that have a journal, or something in its place that cannot be read; in byte order. */
  ids(): readonly string[];
  /** The same and what has no journal: a crash kept it from being opened, or the journal was lost. */
  names(): readonly string[];
  /** The whole journal as it stands on the disk. */
  read(id: string): Look<Uint8Array>;
  /**
   * Cuts the journal to its first `keep` bytes and adds one line; makes it when it is not there.
   *
   * @throws GuardError when the state cannot be written; the journal is as before then.
   */
  append(id: string, line: string, keep: number): void;
}
