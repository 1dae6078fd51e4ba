import type { Clock } from "../../core/ports/clock.ts";

/** @param fixed the instant of `--now`; durations are 0 then, so that output is the same each time. */
export function createClock(fixed?: Date): Clock {
  if (!fixed) return { now: () => new Date(), monotonicMs: () => performance.now() };
  const milliseconds = fixed.getTime();
  return { now: () => new Date(milliseconds), monotonicMs: () => 0 };
}
