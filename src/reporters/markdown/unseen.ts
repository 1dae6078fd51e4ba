import type { AuditRow, PublishedGap, Report } from "../../core/documents/report.ts";
import { gapsOfNoAudit } from "../by-rule.ts";
import type { ReporterContext } from "../reporter.ts";
import { waivedText } from "../waiver-text.ts";
import { markdownCode, markdownWords } from "./escape.ts";

const shownGaps = 10;

/** What could not be looked at: no pass, whatever else was found. */
export function unseenLines(report: Report, context: ReporterContext): readonly string[] {
  const rows = report.audits.filter(({ status, gaps }) => status === "unknown" || gaps.length > 0);
  const lines = [
    ...rows.flatMap((row) => [`- ${auditText(row)}`, ...reasonLines(row, context)]),
    ...gapLines(gapsOfNoAudit(report), "- ", context),
  ];
  if (lines.length === 0) return [];
  return ["## Could not look", "", ...lines, ""];
}

function auditText({ id, title, status, waiver }: AuditRow): string {
  const part = status === "unknown" ? "" : ", in part";
  const why = waiver === undefined ? "" : `, ${markdownWords(waivedText(waiver))}`;
  return `${markdownCode(id)} ${markdownWords(title)}${part}${why}`;
}

function reasonLines({ gaps, reason }: AuditRow, context: ReporterContext): readonly string[] {
  const root = reason?.code === "needs-root" ? ["  - run it with `sudo`"] : [];
  if (gaps.length > 0) return [...gapLines(gaps, "  - ", context), ...root];
  return [`  - because ${markdownWords(reason?.text ?? "no reason given")}`, ...root];
}

function gapLines(
  gaps: readonly PublishedGap[],
  start: string,
  { verbose }: ReporterContext,
): readonly string[] {
  const shown = verbose ? gaps : gaps.slice(0, shownGaps);
  const hidden = gaps.length - shown.length;
  return [
    ...shown.map(({ what, reason, count, waived }) => {
      const times = count > 1 ? ` (${count})` : "";
      const state = waived === true ? ", waived" : "";
      return `${start}${markdownCode(what)}: ${markdownWords(reason)}${times}${state}`;
    }),
    ...(hidden > 0 ? [`${start}and ${hidden} more; \`--verbose\` shows them`] : []),
  ];
}

/** What was not decided for want of something, and of what. */
export function skippedLines({ audits }: Report): readonly string[] {
  const rows = audits.filter(({ status, needs = [] }) => status === "skipped" || needs.length > 0);
  if (rows.length === 0) return [];
  const lines = rows.map((row) => {
    const { id, title, status, needs = [] } = row;
    const part = status === "skipped" ? "" : " (in part)";
    const what = needs.length === 0 ? "nothing that is named" : needs.map(markdownCode).join(", ");
    return `- ${markdownCode(id)} ${markdownWords(title)}${part}; needs ${what}`;
  });
  return ["## Skipped", "", ...lines, ""];
}

/** With `--verbose`: what holds, and what there is none of. */
export function passedLines({ audits }: Report): readonly string[] {
  const passed = audits.filter(({ status }) => status === "pass");
  const absent = audits.filter(({ status }) => status === "not-applicable");
  const listed = (head: string, rows: readonly AuditRow[]) =>
    rows.length === 0 ? [] : [head, "", ...rows.map(quietLine), ""];
  return [...listed("## Passed", passed), ...listed("## Not applicable", absent)];
}

function quietLine({ id, title, status, reason }: AuditRow): string {
  const why = status === "not-applicable" && reason ? `: ${markdownWords(reason.text)}` : "";
  return `- ${markdownCode(id)} ${markdownWords(title)}${why}`;
}
