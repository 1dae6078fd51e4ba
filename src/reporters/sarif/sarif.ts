import type { Invocation, Log, Notification, ReportingDescriptor, Result } from "sarif";
import { isWaivedUnknown } from "../../core/acceptance/waived-gaps.ts";
import type { Finding } from "../../core/finding.ts";
import { compareText } from "../../core/text/path-text.ts";
import type { Report } from "../../core/documents/report.ts";
import { jsonText } from "../json-text.ts";
import type { Reporter } from "../reporter.ts";
import { waivedText, waiverText } from "../waiver-text.ts";
import { sarifLevel } from "./level.ts";
import { rootBase, sarifLocation, uriPath } from "./location.ts";
import { sarifRule } from "./rule.ts";

/** SARIF 2.1.0. https://docs.oasis-open.org/sarif/sarif/v2.1.0/sarif-v2.1.0.html */
export const sarif: Reporter = (report, context) => {
  const rules = [...new Set(report.audits.map(({ id }) => id))]
    .toSorted(compareText)
    .map((id) => sarifRule(id, report, context.meta(id)));
  const baseline = report.baseline !== undefined || report.findings.some(isKnown);
  const log: Log = {
    $schema:
      "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json",
    version: "2.1.0",
    runs: [
      {
        tool: { driver: { name: report.tool.name, version: report.tool.version, rules } },
        invocations: [invocationOf(report)],
        ...(report.install.root === null
          ? {}
          : { originalUriBaseIds: { [rootBase]: { uri: folderUri(report.install.root) } } }),
        results: report.findings.map((finding) => resultOf(finding, rules, baseline)),
        columnKind: "utf16CodeUnits",
      },
    ],
  };
  return jsonText(log);
};

function folderUri(root: string): string {
  const path = uriPath(root);
  return `file://${path.endsWith("/") ? path : `${path}/`}`;
}

/** @param baseline whether the run was compared with one: then each result says how it stands. */
function resultOf(
  finding: Finding,
  rules: readonly ReportingDescriptor[],
  baseline: boolean,
): Result {
  const others = finding.alsoAt.map((place) => sarifLocation(place));
  return {
    ruleId: finding.auditId,
    ruleIndex: rules.findIndex(({ id }) => id === finding.auditId),
    level: sarifLevel(finding.severity),
    message: { text: textOf(finding) },
    locations: [sarifLocation(finding.location)],
    ...(others.length > 0 ? { relatedLocations: others } : {}),
    partialFingerprints: { "iptvbpGuard/v1": finding.fingerprint },
    occurrenceCount: finding.occurrences,
    ...(baseline ? { baselineState: isKnown(finding) ? "unchanged" : "new" } : {}),
    ...(finding.state === "waived" ? { suppressions: [suppressionOf(finding)] } : {}),
    properties: {
      severity: finding.severity,
      confidence: finding.confidence,
      ...(finding.ruleId === undefined ? {} : { ruleId: finding.ruleId }),
      fix: finding.fix,
      remedy: finding.remedy,
    },
  };
}

function textOf({ message, evidence }: Finding): string {
  return evidence === undefined ? message : `${message}: ${evidence}`;
}

function isKnown({ state }: Finding): boolean {
  return state === "existing";
}

function suppressionOf({ waiver }: Finding): NonNullable<Result["suppressions"]>[number] {
  const why = waiver === undefined ? "waived" : waiverText(waiver);
  return { kind: "external", status: "accepted", justification: why };
}

function invocationOf(report: Report): Invocation {
  const { exitCode, exitReason } = report.summary;
  const notifications = [...unknownsOf(report), ...gapsOf(report)];
  const start = new Date(report.startedAt);
  return {
    executionSuccessful: exitCode !== 3 && notifications.every(({ level }) => level === "note"),
    exitCode,
    exitCodeDescription: exitReason,
    startTimeUtc: start.toISOString(),
    endTimeUtc: new Date(start.getTime() + report.durationMs).toISOString(),
    toolExecutionNotifications: notifications,
  };
}

function unknownsOf({ audits }: Report): Notification[] {
  return audits
    .filter(({ status }) => status === "unknown")
    .map((row) => {
      const { id, reason, waiver } = row;
      const why = waiver === undefined ? "" : ` (${waivedText(waiver)})`;
      return {
        level: isWaivedUnknown(row) ? "note" : "error",
        message: { text: `could not look: ${reason?.text ?? "no reason given"}${why}` },
        associatedRule: { id },
      };
    });
}

function gapsOf({ looked }: Report): Notification[] {
  return looked.gaps.map(({ what, reason, count, waived }) => ({
    level: waived === true ? "note" : "warning",
    message: { text: `not read: ${what}: ${reason}${count > 1 ? ` (${count} times)` : ""}` },
  }));
}
