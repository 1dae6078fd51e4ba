import { type Look, gap } from "../../core/look.ts";
import type { SearchResult } from "../../core/ports/secret-search.ts";

/** What could not be searched at all becomes a gap of the whole. */
export function resultOrGap(look: Look<SearchResult>, what: string): SearchResult {
  if (look.kind === "found") return look.value;
  const gaps = look.kind === "blocked" ? [gap(what, look.reason)] : [];
  return { matches: [], gaps, inputs: {} };
}

/** Several searches as one; their counts are added. */
export function mergeResults(results: readonly SearchResult[]): SearchResult {
  return {
    matches: results.flatMap(({ matches }) => matches),
    gaps: results.flatMap(({ gaps }) => gaps),
    inputs: addCounts(results.map(({ inputs }) => inputs)),
  };
}

/** Sums by name. */
export function addCounts(
  all: readonly Readonly<Record<string, number>>[],
): Readonly<Record<string, number>> {
  const sums: Record<string, number> = {};
  for (const counts of all) {
    for (const [name, count] of Object.entries(counts)) sums[name] = (sums[name] ?? 0) + count;
  }
  return sums;
}
