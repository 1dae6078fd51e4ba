import type { CommitNode } from "./scan-objects.ts";

/**
 * Ids from the oldest commit to the newest: parents always before children, also where a clock was
 * wrong, and otherwise by committer date.
 */
export function orderCommits(commits: ReadonlyMap<string, CommitNode>): readonly string[] {
  const ranks = new Map<string, { readonly dateMs: number; readonly depth: number }>();
  for (const start of commits.keys()) {
    const stack = [start];
    for (let id = stack.at(-1); id !== undefined; id = stack.at(-1)) {
      const node = commits.get(id);
      if (!node || ranks.has(id)) {
        stack.pop();
        continue;
      }
      const waiting = node.parents.filter((parent) => commits.has(parent) && !ranks.has(parent));
      if (waiting.length > 0) {
        stack.push(...waiting);
        continue;
      }
      const before = node.parents.flatMap((parent) => ranks.get(parent) ?? []);
      ranks.set(id, {
        dateMs: before.reduce((latest, rank) => Math.max(latest, rank.dateMs), node.dateMs),
        depth: before.reduce((deepest, rank) => Math.max(deepest, rank.depth), 0) + 1,
      });
      stack.pop();
    }
  }
  return [...ranks]
    .toSorted(
      ([left, a], [right, b]) =>
        a.dateMs - b.dateMs || a.depth - b.depth || (left < right ? -1 : 1),
    )
    .map(([id]) => id);
}
