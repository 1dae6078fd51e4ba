import { spawnSync } from "node:child_process";

/** Median of numbers. */
export function median(values) {
  const sorted = [...values].toSorted((a, b) => a - b);
  const middle = sorted.length >> 1;
  return sorted.length % 2 === 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
}

/** Wall time of one run of a whole process, milliseconds. Fails when it ends unexpectedly. */
export function timeProcess(program, args, { expect = [0], ...options } = {}) {
  const before = performance.now();
  const result = spawnSync(program, args, { stdio: ["ignore", "ignore", "pipe"], ...options });
  const ms = performance.now() - before;
  if (!expect.includes(result.status)) {
    throw new Error(
      `${program} ended with ${result.status}: ${String(result.stderr).slice(0, 400)}`,
    );
  }
  return ms;
}

/**
 * Runs the two in turn (A B A B …) after one warm-up of each, so that a machine that slows down
 * slows both. Gives the medians and the median of the ratios pair by pair.
 */
export async function inTurn(runs, a, b) {
  await a();
  await b();
  const pairs = [];
  for (let index = 0; index < runs; index += 1) pairs.push([await a(), await b()]);
  return {
    a: median(pairs.map(([first]) => first)),
    b: median(pairs.map(([, second]) => second)),
    ratio: median(pairs.map(([first, second]) => first / second)),
    difference: median(pairs.map(([first, second]) => first - second)),
  };
}
