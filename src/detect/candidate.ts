import type { SecretForm } from "../core/secret-search.ts";
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
    const same = candidates.filter((candidate) => candidate.rank === rank);
    kept = merge(kept, firstOfOverlapping(same.toSorted(byPlace)));
  }
  return kept;
}

function byPlace(a: Candidate, b: Candidate): number {
  return (
    a.start - b.start || b.end - a.end || Number(idOf(a) > idOf(b)) - Number(idOf(a) < idOf(b))
  );
}

function idOf({ source }: Candidate): string {
  return source.kind === "own" ? source.own.ruleId : source.rule.ruleId;
}

function firstOfOverlapping(sorted: readonly Candidate[]): Candidate[] {
  const kept: Candidate[] = [];
  for (const candidate of sorted) {
    const last = kept.at(-1);
    if (last && candidate.start < last.end) {
      // A longer one that starts inside a shorter one knows more of the secret.
      if (candidate.end - candidate.start > last.end - last.start)
        kept[kept.length - 1] = candidate;
    } else {
      kept.push(candidate);
    }
  }
  return kept;
}

/** Adds those of `weaker` that overlap none of `stronger`. Both are sorted and free of overlaps. */
function merge(stronger: readonly Candidate[], weaker: readonly Candidate[]): Candidate[] {
  const merged: Candidate[] = [];
  let next = 0;
  for (const candidate of weaker) {
    let other = stronger[next];
    while (other && other.end <= candidate.start) {
      merged.push(other);
      next += 1;
      other = stronger[next];
    }
    if (!other || other.start >= candidate.end) merged.push(candidate);
  }
  return [...merged, ...stronger.slice(next)];
}
