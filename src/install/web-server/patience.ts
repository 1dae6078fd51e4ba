/** Does some work, or does not: undefined where too much time has gone into it lately. */
export type Patience = <T>(work: () => T) => T | undefined;

const patienceMs = 5000;
const windowMs = 60_000;

/** Of any minute only some seconds are spent. */
export function createPatience(now: () => number = () => performance.now()): Patience {
  let since = now();
  let spent = 0;
  return (work) => {
    const start = now();
    if (start - since > windowMs) [since, spent] = [start, 0];
    if (spent > patienceMs) return undefined;
    const result = work();
    spent += now() - start;
    return result;
  };
}
