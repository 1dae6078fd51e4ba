/** Whether one more rule may be looked at, or so many at once. */
export type Steps = (count?: number) => boolean;

/** Enough for long lists of rules, followed ten times. */
const mostSteps = 20_000;
/** What it counts for to go both ways. */
export const fork = 20;

/**
 * Counts the rules of one request. Where whoever asks decides a condition both ways are followed,
 * which thirty of them make a thousand million.
 */
export function countSteps(): Steps {
  let left = mostSteps;
  return (count = 1) => {
    left -= count;
    return left >= 0;
  };
}
