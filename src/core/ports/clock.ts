/** Wall clock; `--now` replaces it for verdicts, never for journals. */
export interface Clock {
  now(): Date;
  /** Milliseconds from an arbitrary point, for durations; constant under `--now`. */
  monotonicMs(): number;
}
