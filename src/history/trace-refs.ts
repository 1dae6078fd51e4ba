import type { Ref } from "./parse-refs.ts";
import type { CommitNode } from "./scan-objects.ts";

export interface RefTrace {
  /** Commits and tags that some ref leads to, each with the first such ref. */
  readonly reachedFrom: ReadonlyMap<string, string>;
  /** Refs and tags of something else than a commit: a tree or a blob, by id. */
  readonly direct: ReadonlyMap<string, string>;
}

/** Marks what refs lead to. The first ref in the list wins: give the most telling ones first. */
export function traceRefs(
  refs: readonly Ref[],
  commits: ReadonlyMap<string, CommitNode>,
  tags: ReadonlyMap<string, string>,
): RefTrace {
  const reachedFrom = new Map<string, string>();
  const direct = new Map<string, string>();
  for (const { name, id } of refs) {
    const stack = [id];
    for (let next = stack.pop(); next !== undefined; next = stack.pop()) {
      if (reachedFrom.has(next) || next === "") continue;
      const tagged = tags.get(next);
      const commit = commits.get(next);
      if (tagged !== undefined) stack.push(tagged);
      else if (commit) stack.push(...commit.parents.filter((parent) => commits.has(parent)));
      else if (!direct.has(next)) direct.set(next, name);
      if (tagged !== undefined || commit) reachedFrom.set(next, name);
    }
  }
  return { reachedFrom, direct };
}

const order = ["refs/heads/", "refs/tags/", "refs/remotes/", "refs/stash", "refs/notes/"];

/** HEAD first, then branches, tags, remotes, the stash, notes and the rest. */
export function tellingFirst(head: Ref | undefined, all: readonly Ref[]): readonly Ref[] {
  const rank = ({ name }: Ref) => {
    const at = order.findIndex((prefix) => name.startsWith(prefix));
    return at < 0 ? order.length : at;
  };
  const sorted = all.toSorted((a, b) => rank(a) - rank(b));
  return head ? [head, ...sorted] : sorted;
}
