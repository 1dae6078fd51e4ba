import type { Gap } from "../look.ts";
import { compareText, publishPath, relativeTo } from "../text/path-text.ts";
import type { PublishedGap } from "./report.ts";

/** Gaps as the report shows them: same reason and place merged, in a fixed order. */
export function publishGaps(gaps: readonly Gap[], root: string | null): readonly PublishedGap[] {
  const merged = new Map<string, PublishedGap>();
  for (const { what, reason, count } of gaps) {
    const place = what.startsWith("/") && root !== null ? relativeTo(root, what) : what;
    const published = { what: publishPath(place), reason: reason.text, count, code: reason.code };
    const key = `${published.what}\0${published.code}\0${published.reason}`;
    const before = merged.get(key);
    merged.set(key, before ? { ...before, count: before.count + count } : published);
  }
  return [...merged]
    .toSorted(([left], [right]) => compareText(left, right))
    .map(([, value]) => value);
}
