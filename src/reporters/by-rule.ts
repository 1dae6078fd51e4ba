import type { Finding } from "../core/finding.ts";
import type { AuditRow, PublishedGap, Report } from "../core/documents/report.ts";

export interface AuditPart {
  readonly row: AuditRow;
  readonly findings: readonly Finding[];
}

export interface RulePart {
  readonly rule: number;
  readonly audits: readonly AuditPart[];
}

/** Every audit with its findings, by vendor rule, in the order of the report. */
export function byRule(report: Report): readonly RulePart[] {
  const rows = [...report.audits, ...missingRows(report)];
  const rules = [...new Set(rows.map(({ rule }) => rule))].toSorted((a, b) => a - b);
  return rules.map((rule) => ({
    rule,
    audits: rows
      .filter((row) => row.rule === rule)
      .map((row) => ({ row, findings: report.findings.filter((each) => each.auditId === row.id) })),
  }));
}

/** A finding whose audit is not listed (a report that was cut by hand) is shown, under rule 0. */
function missingRows({ audits, findings }: Report): readonly AuditRow[] {
  const listed = new Set(audits.map(({ id }) => id));
  const others = new Map(findings.map((finding) => [finding.auditId, finding]));
  return [...others.values()]
    .filter(({ auditId }) => !listed.has(auditId))
    .map(({ auditId, severity }) => ({
      id: auditId,
      title: auditId,
      rule: 0,
      status: "fail",
      severity,
      gaps: [],
      durationMs: 0,
    }));
}

/** What was not read and is said by no audit. */
export function gapsOfNoAudit({ audits, looked }: Report): readonly PublishedGap[] {
  const key = ({ what, reason }: PublishedGap) => `${what}\0${reason}`;
  const told = new Set(audits.flatMap(({ gaps }) => gaps.map(key)));
  return looked.gaps.filter((gap) => !told.has(key(gap)));
}
