import type { Invocation, Log, Notification, ReportingDescriptor, Result } from "sarif";
import type { Finding } from "../../core/finding.ts";
import { compareText } from "../../core/text/path-text.ts";
import type { Report } from "../../core/documents/report.ts";
import { jsonText } from "../json-text.ts";
import type { Reporter } from "../reporter.ts";
import { sarifLevel } from "./level.ts";
import { rootBase, sarifLocation, uriPath } from "./location.ts";
import { sarifRule } from "./rule.ts";

/** SARIF 2.1.0. https://docs.oasis-open.org/sarif/sarif/v2.1.0/sarif-v2.1.0.html */
export const sarif: Reporter = (report, context) => {
  const rules = [...new Set(report.audits.map(({ id }) => id))]
    .toSorted(compareText)
    .map((id) => sarifRule(id, report, context.meta(id)));
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
        results: report.findings.map((finding) => resultOf(finding, rules)),
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

function resultOf(finding: Finding, rules: readonly ReportingDescriptor[]): Result {
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
    ...(finding.state === "new" ? {} : { suppressions: [suppressionOf(finding)] }),
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

function suppressionOf({ state, waiver }: Finding): NonNullable<Result["suppressions"]>[number] {
  const why = state === "existing" ? "in the baseline" : (waiver?.reason ?? "waived");
  return { kind: "external", status: "accepted", justification: why };
}

function invocationOf(report: Report): Invocation {
  const { exitCode, exitReason } = report.summary;
  const notifications = [...unknownsOf(report), ...gapsOf(report)];
  const start = new Date(report.startedAt);
  return {
    executionSuccessful: exitCode !== 3 && notifications.length === 0,
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
    .map(({ id, reason }) => ({
      level: "error",
      message: { text: `could not look: ${reason?.text ?? "no reason given"}` },
      associatedRule: { id },
    }));
}

function gapsOf({ looked }: Report): Notification[] {
  return looked.gaps.map(({ what, reason, count }) => ({
    level: "warning",
    message: { text: `not read: ${what}: ${reason}${count > 1 ? ` (${count} times)` : ""}` },
  }));
}
