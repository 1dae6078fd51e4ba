import type { RepositoryLocation } from "../core/ports/git-view.ts";
import type { Gap } from "../core/look.ts";
import { gap } from "../core/look.ts";
import { compareLocations } from "../core/location.ts";
import { compareText } from "../core/text/path-text.ts";
import type { SearchResult } from "../core/ports/secret-search.ts";
import type { HistoryFound } from "./search-history.ts";

/** Puts together what was searched of one repository. */
export function summarise(
  { commonDir, shallow, partial }: RepositoryLocation,
  history: HistoryFound,
  lfs: SearchResult,
  otherGaps: readonly Gap[],
): SearchResult {
  const gaps = [...history.gaps, ...lfs.gaps, ...otherGaps];
  if (shallow) gaps.push(cut(commonDir, "history is cut: a shallow clone"));
  if (partial) gaps.push(cut(commonDir, "history is cut: a partial clone"));
  const matches = [...history.matches, ...lfs.matches].map(({ match, location }) => ({
    match,
    location,
  }));
  const { objects, commits, bytes } = history;
  return {
    matches,
    gaps,
    inputs: { commits, gitObjects: objects, gitBytes: bytes, ...lfs.inputs },
  };
}

/** Several results as one, in a fixed order: git gives objects in any. */
export function mergeResults(results: readonly SearchResult[]): SearchResult {
  const inputs: Record<string, number> = {};
  for (const result of results) {
    for (const [name, count] of Object.entries(result.inputs)) {
      inputs[name] = (inputs[name] ?? 0) + count;
    }
  }
  const matches = results
    .flatMap((result) => result.matches)
    .toSorted(
      (a, b) =>
        compareLocations(a.location, b.location) ||
        a.match.line - b.match.line ||
        a.match.column - b.match.column ||
        compareText(a.match.ruleId, b.match.ruleId),
    );
  return { matches, gaps: results.flatMap(({ gaps }) => gaps), inputs };
}

export function nothingBut(gaps: readonly Gap[]): SearchResult {
  return { matches: [], gaps, inputs: {} };
}

function cut(commonDir: string, text: string): Gap {
  return gap(commonDir, { code: "git-failed", text });
}
