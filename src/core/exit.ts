import { isWaivedUnknown } from "./acceptance/waived-gaps.ts";
import type { AuditRow } from "./documents/report.ts";
import type { Finding } from "./finding.ts";
import { type FailOn, reaches } from "./severity.ts";

export const exitCodes = {
  ok: 0,
  findings: 1,
  cannot: 2,
  incomplete: 3,
  rolledBack: 4,
  internal: 5,
  interrupted: 130,
  terminated: 143,
} as const;

export interface Verdict {
  readonly exitCode: 0 | 1 | 3;
  /** One line for people, without the code. */
  readonly exitReason: string;
}

export interface VerdictOptions {
  readonly failOn: FailOn;
  /** Skipped counts as incomplete. */
  readonly strict: boolean;
}

/**
 * Exit code and reason of a report: findings win over an incomplete picture.
 *
 * @param gapCount without those that are waived.
 */
export function decideExit(
  audits: readonly AuditRow[],
  findings: readonly Finding[],
  inputs: Readonly<Record<string, number>>,
  gapCount: number,
  { failOn, strict }: VerdictOptions,
): Verdict {
  const counted = findings.filter(
    (finding) => finding.state === "new" && reaches(finding.severity, failOn),
  ).length;
  if (counted > 0) {
    return {
      exitCode: 1,
      exitReason: `${plural(counted, "finding")} at ${failOn}${worse(failOn)}`,
    };
  }
  const missing = whatIsMissing(audits, inputs, gapCount, strict);
  if (missing.length > 0) return { exitCode: 3, exitReason: `incomplete: ${missing.join(", ")}` };
  return { exitCode: 0, exitReason: nothingAt(failOn) + waivedUnknowns(audits) };
}

function whatIsMissing(
  audits: readonly AuditRow[],
  inputs: Readonly<Record<string, number>>,
  gapCount: number,
  strict: boolean,
): string[] {
  const missing: string[] = [];
  const unknown = audits.filter((row) => row.status === "unknown" && !isWaivedUnknown(row)).length;
  const skipped = audits.filter((row) => row.status === "skipped").length;
  if (unknown > 0) missing.push(`${plural(unknown, "audit")} unknown`);
  if (gapCount > 0) missing.push(`${plural(gapCount, "thing")} not read`);
  const counts = Object.values(inputs);
  if (counts.length > 0 && counts.every((count) => count === 0)) missing.push("nothing was read");
  if (strict && skipped > 0) missing.push(`${plural(skipped, "audit")} skipped`);
  return missing;
}

/** `1 finding`, `2 findings`. */
export function plural(count: number, noun: string): string {
  return count === 1 ? `1 ${noun}` : `${count} ${noun}s`;
}

function worse(failOn: FailOn): string {
  return failOn === "critical" || failOn === "never" ? "" : " or above";
}

/** A waiver makes nothing known: the reason says so. */
function waivedUnknowns(audits: readonly AuditRow[]): string {
  const count = audits.filter(isWaivedUnknown).length;
  return count === 0 ? "" : `; ${plural(count, "audit")} unknown, waived`;
}

function nothingAt(failOn: FailOn): string {
  if (failOn === "never") return "nothing was missed; --fail-on never";
  return `nothing at ${failOn}${worse(failOn)}`;
}
