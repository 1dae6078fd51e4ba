import type { AuditRow, PublishedGap } from "../documents/report.ts";

/**
 * The gaps of the whole report with the marks of the audits that tell them: one counts as waived
 * only when every audit that tells it has it waived. What no audit tells cannot be waived.
 */
export function markWaivedGaps(
  gaps: readonly PublishedGap[],
  rows: readonly AuditRow[],
): readonly PublishedGap[] {
  const told = new Map<string, boolean>();
  for (const gap of rows.flatMap((row) => row.gaps)) {
    const key = keyOf(gap);
    told.set(key, (told.get(key) ?? true) && gap.waived === true);
  }
  return gaps.map((gap) => (told.get(keyOf(gap)) === true ? { ...gap, waived: true } : gap));
}

/** How many things were not read and are not accepted as that. */
export function countOpenGaps(gaps: readonly PublishedGap[]): number {
  return gaps.reduce((sum, { count, waived }) => sum + (waived === true ? 0 : count), 0);
}

/** Whether the audit could not look, and somebody accepted all of what it did not see. */
export function isWaivedUnknown({ status, gaps }: Pick<AuditRow, "status" | "gaps">): boolean {
  return status === "unknown" && gaps.length > 0 && gaps.every(({ waived }) => waived === true);
}

function keyOf({ what, reason, code }: PublishedGap): string {
  return `${what}\0${reason}\0${code}`;
}
