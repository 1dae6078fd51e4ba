import type { Waiver } from "../core/acceptance/waiver.ts";
import type { Finding } from "../core/finding.ts";
import type { Location } from "../core/location.ts";
import type { AuditRow, PublishedGap, Report, WaiversUse } from "../core/documents/report.ts";
import { jsonText } from "./json-text.ts";
import type { Reporter } from "./reporter.ts";

/** The report as it is published: the keys of the contract in its order, whoever built it. */
export const json: Reporter = (report) => jsonText(inOrder(report));

function inOrder(report: Report): Report {
  const { schemaVersion, tool, kind, install, startedAt, durationMs, summary, looked } = report;
  const { waivers, baseline } = report;
  return {
    schemaVersion,
    tool: pick(tool, ["name", "version"]),
    kind,
    install: pick(install, ["root", "host"]),
    startedAt,
    durationMs,
    summary: summaryInOrder(summary),
    audits: report.audits.map(rowInOrder),
    findings: report.findings.map(findingInOrder),
    looked: { inputs: looked.inputs, gaps: looked.gaps.map(gapInOrder) },
    ...(waivers ? { waivers: waiversInOrder(waivers) } : {}),
    ...(baseline ? { baseline: pick(baseline, ["file", "known", "gone"]) } : {}),
  };
}

function summaryInOrder(summary: Report["summary"]): Report["summary"] {
  return {
    audits: pick(summary.audits, ["pass", "fail", "unknown", "notApplicable", "skipped"]),
    findings: pick(summary.findings, ["critical", "high", "medium", "low", "info"]),
    coverage: summary.coverage,
    exitCode: summary.exitCode,
    exitReason: summary.exitReason,
  };
}

function rowInOrder(row: AuditRow): AuditRow {
  const head = pick(row, ["id", "title", "rule", "status", "severity"]);
  return {
    ...head,
    ...(row.reason ? { reason: pick(row.reason, ["code", "text"]) } : {}),
    ...(row.needs ? { needs: row.needs } : {}),
    gaps: row.gaps.map(gapInOrder),
    durationMs: row.durationMs,
    ...(row.waiver ? { waiver: pick(row.waiver, ["reason", "owner", "expires"]) } : {}),
  };
}

function gapInOrder(gap: PublishedGap): PublishedGap {
  return pick(gap, ["what", "reason", "count", "code", "waived"]);
}

function waiversInOrder({ file, applied, expired, unused }: WaiversUse): WaiversUse {
  const entry = (waiver: Waiver): Waiver =>
    pick(waiver, ["audit", "fingerprint", "path", "reason", "owner", "expires"]);
  return { file, applied, expired: expired.map(entry), unused: unused.map(entry) };
}

function findingInOrder(finding: Finding): Finding {
  return {
    ...pick(finding, ["fingerprint", "auditId", "ruleId", "severity", "confidence", "message"]),
    location: locationInOrder(finding.location),
    alsoAt: finding.alsoAt.map(locationInOrder),
    ...pick(finding, ["occurrences", "evidence", "remedy", "fix", "state"]),
    ...(finding.waiver ? { waiver: pick(finding.waiver, ["reason", "owner", "expires"]) } : {}),
  };
}

function locationInOrder(location: Location): Location {
  switch (location.kind) {
    case "file":
      return pick(location, ["kind", "path", "line", "column"]);
    case "git":
      return pick(location, [
        "kind",
        "object",
        "type",
        "commit",
        "path",
        "line",
        "ref",
        "reachable",
        "author",
        "date",
      ]);
    case "env":
      return pick(location, ["kind", "path", "key", "line"]);
    case "url":
      return pick(location, ["kind", "url"]);
    case "log":
      return pick(location, ["kind", "path", "line"]);
    case "host":
      return pick(location, ["kind", "what"]);
  }
}

/** These keys of `from`, in this order; those that are not there stay away. */
function pick<T extends object, K extends keyof T>(from: T, keys: readonly K[]): Pick<T, K> {
  const there = keys.filter((key) => from[key] !== undefined);
  return Object.fromEntries(there.map((key) => [key, from[key]])) as Pick<T, K>;
}
