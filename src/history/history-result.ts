import type { RepositoryLocation } from "../core/git-view.ts";
import type { Gap } from "../core/look.ts";
import { gap } from "../core/look.ts";
import { compareLocations } from "../core/location.ts";
import type { SearchResult } from "../core/secret-search.ts";
import type { HistoryFound } from "./search-history.ts";

/** Puts together what was searched, in a fixed order: git gives objects in any. */
export function summarise(
  { commonDir, shallow, partial }: RepositoryLocation,
  history: HistoryFound,
  lfs: SearchResult,
  otherGaps: readonly Gap[],
): SearchResult {
  const gaps = [...history.gaps, ...lfs.gaps, ...otherGaps];
  if (shallow) gaps.push(cut(commonDir, "history is cut: a shallow clone"));
  if (partial) gaps.push(cut(commonDir, "history is cut: a partial clone"));
  const matches = [...history.matches, ...lfs.matches]
    .map(({ match, location }) => ({ match, location }))
    .toSorted(
      (a, b) =>
        compareLocations(a.location, b.location) ||
        a.match.line - b.match.line ||
        a.match.column - b.match.column ||
        (a.match.ruleId < b.match.ruleId ? -1 : 1),
    );
  const { objects, commits, bytes } = history;
  return {
    matches,
    gaps,
    inputs: { commits, gitObjects: objects, gitBytes: bytes, ...lfs.inputs },
  };
}

function cut(commonDir: string, text: string): Gap {
  return gap(commonDir, { code: "git-failed", text });
}
