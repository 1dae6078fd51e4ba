import type { BaselineEntry } from "../documents/baseline.ts";
import type { AuditRow, Report } from "../documents/report.ts";
import type { Finding } from "../finding.ts";
import { type WaiversInForce, applyWaivers } from "./apply-waivers.ts";
import { countGone, markKnown } from "./known-findings.ts";

/** What somebody lives with: waived for a time, or known since a baseline. */
export interface Acceptance {
  readonly waivers?: WaiversInForce;
  readonly baseline?: { readonly file: string; readonly findings: readonly BaselineEntry[] };
}

export interface Accepted {
  readonly rows: readonly AuditRow[];
  readonly findings: readonly Finding[];
  /** For the end of the report. */
  readonly use: Pick<Report, "waivers" | "baseline">;
}

/** Applies the waivers, then the baseline: what is waived has a reason to show. */
export function accept(
  rows: readonly AuditRow[],
  findings: readonly Finding[],
  { waivers, baseline }: Acceptance = {},
): Accepted {
  const waived = waivers ? applyWaivers(rows, findings, waivers) : undefined;
  const after = waived ?? { rows, findings };
  if (!baseline) return { ...after, use: waived ? { waivers: waived.use } : {} };
  const known = markKnown(after.findings, baseline.findings);
  return {
    rows: after.rows,
    findings: known,
    use: {
      ...(waived ? { waivers: waived.use } : {}),
      baseline: {
        file: baseline.file,
        known: known.filter(({ state }) => state === "existing").length,
        gone: countGone({ audits: after.rows, findings: known }, baseline.findings),
      },
    },
  };
}
