import type { Gap } from "./look.ts";

/** One of each: two audits, or two ways to one file, meet the same obstacle. */
export function uniqueGaps(gaps: readonly Gap[]): readonly Gap[] {
  return [...new Map(gaps.map((each) => [`${each.what}\0${each.reason.text}`, each])).values()];
}
