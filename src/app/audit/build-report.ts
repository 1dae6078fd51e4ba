import { type Acceptance, accept } from "../../core/acceptance/accept.ts";
import { countOpenGaps, markWaivedGaps } from "../../core/acceptance/waived-gaps.ts";
import type { AuditMeta } from "../../core/audit.ts";
import { type VerdictOptions, decideExit } from "../../core/exit.ts";
import type { Finding } from "../../core/finding.ts";
import type { KeyedHash } from "../../core/fingerprint.ts";
import type { FixPlan } from "../../core/fix.ts";
import type { Gap } from "../../core/look.ts";
import type { Outcome } from "../../core/outcome.ts";
import { compareText } from "../../core/text/path-text.ts";
import { compareFindings, publishFinding } from "../../core/documents/publish-finding.ts";
import { publishGaps } from "../../core/documents/publish-gap.ts";
import type { AuditCounts, AuditRow, Report, ToolInfo } from "../../core/documents/report.ts";
import { severities } from "../../core/severity.ts";
import type { RedactNames } from "../redact-names.ts";

export interface AuditResult {
  readonly meta: AuditMeta;
  readonly outcome: Outcome;
  readonly durationMs: number;
}

export interface ReportInput {
  readonly tool: ToolInfo;
  readonly root: string | null;
  readonly host: string | null;
  readonly startedAt: Date;
  readonly durationMs: number;
  readonly results: readonly AuditResult[];
  readonly inputs: Readonly<Record<string, number>>;
  /** Gaps of no single audit, as those of discovery. */
  readonly gaps: readonly Gap[];
  readonly hash: KeyedHash;
  readonly verdict: VerdictOptions;
  /** Hides secrets in names of files and the like. */
  readonly redact: RedactNames;
  /** What is waived or known from before. */
  readonly acceptance?: Acceptance;
}

export interface BuiltReport {
  readonly report: Report;
  /** What `fix` would do, by fingerprint. */
  readonly plans: ReadonlyMap<string, FixPlan>;
}

/** Turns what the audits said into the published report. Pure. */
export function buildReport(input: ReportInput): BuiltReport {
  const results = input.results.toSorted((a, b) => compareText(a.meta.id, b.meta.id));
  const { redact } = input;
  const seen = results.map((result) => redactRow(rowOf(result, input.root), redact));
  const plans = new Map<string, FixPlan>();
  const findings: Finding[] = [];
  for (const { meta, outcome } of results) {
    if (outcome.status !== "fail") continue;
    for (const draft of outcome.findings) {
      const finding = publishFinding(meta, draft, input.root, input.hash);
      findings.push(redact(finding));
      if (draft.fix) plans.set(finding.fingerprint, draft.fix);
    }
  }
  const { rows, findings: judged, use } = accept(seen, findings, input.acceptance);
  const sorted = judged.toSorted(compareFindings);
  const all = redact(publishGaps([...input.gaps, ...results.flatMap(gapsOf)], input.root));
  const gaps = markWaivedGaps(all, rows);
  const verdict = decideExit(rows, sorted, input.inputs, countOpenGaps(gaps), input.verdict);
  return {
    report: {
      schemaVersion: 1,
      tool: input.tool,
      kind: "report",
      install: { root: input.root, host: input.host },
      startedAt: input.startedAt.toISOString(),
      durationMs: input.durationMs,
      summary: summarise(rows, sorted, verdict),
      audits: rows,
      findings: sorted,
      looked: { inputs: sortedCounts(input.inputs), gaps },
      ...redact(use),
    },
    plans,
  };
}

function redactRow(row: AuditRow, redact: RedactNames): AuditRow {
  const reason = row.reason ? { reason: redact(row.reason) } : {};
  return { ...row, ...reason, gaps: redact(row.gaps) };
}

function rowOf({ meta, outcome, durationMs }: AuditResult, root: string | null): AuditRow {
  const needs = "needs" in outcome ? outcome.needs : [];
  const reason = outcome.status === "unknown" ? outcome.reason : undefined;
  const absence = outcome.status === "not-applicable" ? outcome.text : undefined;
  return {
    id: meta.id,
    title: meta.title,
    rule: meta.rule,
    status: outcome.status,
    severity: meta.severity,
    ...(reason ? { reason: { code: reason.code, text: reason.text } } : {}),
    ...(absence === undefined ? {} : { reason: { code: "absent", text: absence } }),
    ...(needs.length > 0 ? { needs } : {}),
    gaps: publishGaps("gaps" in outcome ? outcome.gaps : [], root),
    durationMs,
  };
}

/** An unknown's own reason is not a second gap of the whole report. */
function gapsOf({ outcome }: AuditResult): readonly Gap[] {
  return "gaps" in outcome ? outcome.gaps : [];
}

/** The summary that follows from rows and findings; also used when a report is read again. */
export function summarise(
  rows: readonly AuditRow[],
  findings: readonly Finding[],
  verdict: { readonly exitCode: number; readonly exitReason: string },
): Report["summary"] {
  const counts = countStatuses(rows);
  const decided = counts.pass + counts.fail;
  const asked = decided + counts.unknown + counts.skipped;
  const open = findings.filter((finding) => finding.state === "new");
  const bySeverity = severities.map(
    (severity) => [severity, open.filter((each) => each.severity === severity).length] as const,
  );
  return {
    audits: counts,
    findings: Object.fromEntries(bySeverity) as Report["summary"]["findings"],
    coverage: asked === 0 ? null : Math.round((decided / asked) * 10_000) / 10_000,
    exitCode: verdict.exitCode,
    exitReason: verdict.exitReason,
  };
}

function countStatuses(rows: readonly AuditRow[]): AuditCounts {
  const count = (status: AuditRow["status"]) => rows.filter((row) => row.status === status).length;
  return {
    pass: count("pass"),
    fail: count("fail"),
    unknown: count("unknown"),
    notApplicable: count("not-applicable"),
    skipped: count("skipped"),
  };
}

function sortedCounts(counts: Readonly<Record<string, number>>): Record<string, number> {
  return Object.fromEntries(Object.entries(counts).toSorted(([a], [b]) => compareText(a, b)));
}
