import type { FirstCommit } from "../core/ports/git-view.ts";
import type { Secret } from "../core/secrets/secret.ts";
import type { HistoryMatch } from "./locate-matches.ts";

export interface OwnValue {
  /** Credential id. */
  readonly id: string;
  readonly value: Secret;
}

/** The oldest commit that holds each value, by credential id. */
export function firstCommits(
  matches: readonly HistoryMatch[],
  own: readonly OwnValue[],
): ReadonlyMap<string, FirstCommit> {
  const first = new Map<string, FirstCommit>();
  for (const { match, location, dateMs } of matches) {
    const { commit } = location;
    if (commit === undefined || dateMs === undefined) continue;
    for (const { id, value } of own) {
      const before = first.get(id);
      if (before && before.dateMs <= dateMs) continue;
      if (value.equals(match.secret)) first.set(id, { commit, dateMs });
    }
  }
  return first;
}
