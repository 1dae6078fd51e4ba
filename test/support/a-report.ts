import { countOpenGaps } from "../../src/core/acceptance/waived-gaps.ts";
import { decideExit } from "../../src/core/exit.ts";
import type { Finding } from "../../src/core/finding.ts";
import { compareFindings } from "../../src/core/documents/publish-finding.ts";
import type { AuditRow, PublishedGap, Report } from "../../src/core/documents/report.ts";
import { summarise } from "../../src/app/audit/build-report.ts";
import type { ReporterContext } from "../../src/reporters/reporter.ts";

/** A finding of which a test states only what matters to it. */
export function aFinding(part: Partial<Finding> = {}): Finding {
  return {
    fingerprint: "0123456789abcdef0123456789abcdef",
    auditId: "env/mode",
    severity: "high",
    confidence: "high",
    message: ".env is 0644: every account can read it",
    location: { kind: "file", path: ".env" },
    alsoAt: [],
    occurrences: 1,
    remedy: "chmod 600 .env",
    fix: null,
    state: "new",
    ...part,
  };
}

export function aRow(part: Partial<AuditRow> = {}): AuditRow {
  return {
    id: "env/mode",
    title: "Nobody but its owner can read an env file",
    rule: 2,
    status: "pass",
    severity: "high",
    gaps: [],
    durationMs: 0,
    ...part,
  };
}

export function aGap(part: Partial<PublishedGap> = {}): PublishedGap {
  return { what: ".env", reason: "permission denied", count: 1, code: "permission", ...part };
}

interface Parts {
  readonly rows?: readonly AuditRow[];
  readonly findings?: readonly Finding[];
  readonly gaps?: readonly PublishedGap[];
  readonly inputs?: Readonly<Record<string, number>>;
  readonly root?: string | null;
}

/** A whole report with a summary that is true of its parts. */
export function aReport({
  rows = [aRow()],
  findings = [],
  gaps,
  inputs,
  root,
}: Parts = {}): Report {
  const all = gaps ?? rows.flatMap((row) => row.gaps);
  const counted = inputs ?? { files: 3 };
  const verdict = decideExit(rows, findings, counted, countOpenGaps(all), {
    failOn: "medium",
    strict: false,
  });
  const sorted = findings.toSorted(compareFindings);
  return {
    schemaVersion: 1,
    tool: { name: "iptvbp-guard", version: "0.1.0" },
    kind: "report",
    install: { root: root === undefined ? "/var/www/iptvbp" : root, host: "shop1" },
    startedAt: "2026-11-24T09:31:07.000Z",
    durationMs: 8400,
    summary: summarise(rows, sorted, verdict),
    audits: rows,
    findings: sorted,
    looked: { inputs: counted, gaps: all },
  };
}

/** As at a terminal of 80 columns without colour, everything built. */
export function aContext(part: Partial<ReporterContext> = {}): ReporterContext {
  return {
    meta: (id) => ({
      id,
      title: "Title",
      rule: 2,
      severity: "high",
      why: "Why.",
      remedy: "chmod 600 .env",
      needs: [],
      references: ["https://example.com/read"],
    }),
    ruleTitle: (rule) => `Title of rule ${rule}`,
    verbose: false,
    columns: 80,
    color: (_, text) => text,
    invocation: "iptvbp-guard",
    target: "",
    exists: () => true,
    part: "whole",
    ...part,
  };
}
