import type { ReportingDescriptor } from "sarif";
import type { AuditMeta } from "../../core/audit.ts";
import type { Report } from "../../core/documents/report.ts";
import { sarifLevel, securitySeverity } from "./level.ts";

/** The audit as SARIF describes a rule; without metadata, what the report's own row says. */
export function sarifRule(
  id: string,
  report: Report,
  meta: AuditMeta | undefined,
): ReportingDescriptor {
  const row = report.audits.find((each) => each.id === id);
  const severity = meta?.severity ?? row?.severity ?? "medium";
  const title = meta?.title ?? row?.title ?? id;
  return {
    id,
    shortDescription: { text: title },
    ...(meta ? { fullDescription: { text: meta.why }, help: helpOf(meta) } : {}),
    ...(meta?.references[0] === undefined ? {} : { helpUri: meta.references[0] }),
    defaultConfiguration: { level: sarifLevel(severity) },
    properties: {
      tags: ["security", `vendor-rule-${meta?.rule ?? row?.rule ?? 0}`],
      "security-severity": securitySeverity(severity),
    },
  };
}

function helpOf({ why, remedy, references }: AuditMeta) {
  const links = references.map((url) => `- <${url}>`).join("\n");
  return {
    text: `${why}\n\n${remedy}`,
    markdown: `${why}\n\n**How to mend it.** ${remedy}${links === "" ? "" : `\n\n${links}`}`,
  };
}
