import { compareText } from "../core/text/path-text.ts";
import type { SecretForm } from "../core/ports/secret-search.ts";
import type { CompiledRule } from "./compile-rule.ts";
import type { OwnValue } from "./own-value.ts";

/** A verified sighting before overlapping ones are sorted out. Offsets in bytes. */
export interface Candidate {
  readonly start: number;
  readonly end: number;
  /** Where overlapping, the lower one wins: own value, validated, certain, likely, guessed. */
  readonly rank: number;
  readonly source:
    | { readonly kind: "own"; readonly own: OwnValue; readonly form: SecretForm }
    | { readonly kind: "rule"; readonly rule: CompiledRule; readonly value: string };
}

/**
 * Of overlapping sightings the most specific one, then the longer one, then the earlier one. The
 * rest is dropped; the result is in byte order.
 */
export function resolveOverlaps(candidates: readonly Candidate[]): readonly Candidate[] {
  let kept: readonly Candidate[] = [];
  const ranks = [...new Set(candidates.map(({ rank }) => rank))].toSorted((a, b) => a - b);
  for (const rank of ranks) {
    const same = candidates.filter((candidate) => candidate.rank === rank).toSorted(byPlace);
    const free = longestOfOverlapping(outside(kept, same));
    kept = [...kept, ...free].toSorted(byPlace);
  }
  return kept;
}

function byPlace(a: Candidate, b: Candidate): number {
  return a.start - b.start || byLength(a, b);
}

function byLength(a: Candidate, b: Candidate): number {
  const longer = b.end - b.start - (a.end - a.start);
  return longer || a.start - b.start || compareText(idOf(a), idOf(b));
}

function idOf({ source }: Candidate): string {
  return source.kind === "own" ? source.own.ruleId : source.rule.ruleId;
}

/** Of equals the longer one: it knows more of the secret. */
function longestOfOverlapping(sorted: readonly Candidate[]): readonly Candidate[] {
  const kept: Candidate[] = [];
  for (let from = 0; from < sorted.length;) {
    let to = from + 1;
    let end = sorted[from]?.end ?? 0;
    for (; (sorted[to]?.start ?? Infinity) < end; to += 1)
      end = Math.max(end, sorted[to]?.end ?? 0);
    for (const each of pickLongest(sorted.slice(from, to))) kept.push(each);
    from = to;
  }
  return kept;
}

/** From a group that hangs together. */
function pickLongest(group: readonly Candidate[]): readonly Candidate[] {
  if (group.length === 1) return group;
  const kept: Candidate[] = [];
  for (const candidate of group.toSorted(byLength)) {
    let [low, high] = [0, kept.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((kept[middle]?.end ?? 0) <= candidate.start) low = middle + 1;
      else high = middle;
    }
    if ((kept[low]?.start ?? Infinity) >= candidate.end) kept.splice(low, 0, candidate);
  }
  return kept;
}

/** Those of `weaker` that overlap none of `stronger`, which are free of overlaps. Both sorted. */
function outside(stronger: readonly Candidate[], weaker: readonly Candidate[]): Candidate[] {
  let next = 0;
  return weaker.filter(({ start, end }) => {
    while ((stronger[next]?.end ?? Infinity) <= start) next += 1;
    return (stronger[next]?.start ?? Infinity) >= end;
  });
}
