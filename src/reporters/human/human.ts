import { isWaivedUnknown } from "../../core/acceptance/waived-gaps.ts";
import { plural } from "../../core/exit.ts";
import type { AuditRow, Report } from "../../core/documents/report.ts";
import type { Reporter, ReporterContext } from "../reporter.ts";
import { failBlock, quietLine, unknownBlock } from "./block.ts";
import { clean, hang, spread } from "./layout.ts";
import { nextLines } from "./next.ts";
import { summaryLines } from "./summary.ts";

/** For people: what was found by vendor rule, then counts, what was not seen and what to do. */
export const human: Reporter = (report, context) => {
  const summary = [...summaryLines(report, context), ...nextLines(report, context)];
  if (context.part === "summary") return text(summary);
  return text([
    ...titleLines(report, context),
    ...sections(report, context),
    "",
    "-".repeat(context.columns),
    ...summary,
  ]);
};

function text(lines: readonly string[]): string {
  return `${lines.map((line) => line.trimEnd()).join("\n")}\n`;
}

function titleLines(report: Report, { columns, demo }: ReporterContext): readonly string[] {
  const { tool, install, audits, durationMs } = report;
  const place = [install.host, install.root].filter((part) => part !== null).join(":");
  const subject = demo ? "demo shop" : place;
  const left = `${tool.name} ${tool.version}   ${clean(subject)}`.trimEnd();
  const seconds = (durationMs / 1000).toFixed(1);
  return spread(left, `${plural(audits.length, "audit")}, ${seconds} s`, columns);
}

function sections(report: Report, context: ReporterContext): readonly string[] {
  const rules = [...new Set(report.audits.map(({ rule }) => rule))].toSorted((a, b) => a - b);
  return rules.flatMap((rule) => {
    const rows = report.audits.filter((row) => row.rule === rule);
    const lines = inOrder(rows, report).flatMap((row) => rowLines(row, report, context));
    if (lines.length === 0) return [];
    const title = hang(`Rule ${rule}  `, context.ruleTitle(rule) ?? "", context.columns);
    return ["", ...title, ...lines];
  });
}

/** Audits with findings by their worst one, as the report sorts findings; then the others. */
function inOrder(rows: readonly AuditRow[], { findings }: Report): readonly AuditRow[] {
  const rank = (row: AuditRow) => {
    const index = findings.findIndex(({ auditId }) => auditId === row.id);
    if (index >= 0) return index;
    return findings.length + (row.status === "unknown" ? 0 : 1);
  };
  return rows.toSorted((a, b) => rank(a) - rank(b));
}

function rowLines(row: AuditRow, report: Report, context: ReporterContext): readonly string[] {
  const own = report.findings.filter(({ auditId }) => auditId === row.id);
  const shown = own.filter(({ state }) => state === "new" || context.verbose);
  if (shown.length > 0) return failBlock(row, shown, context);
  if (row.status === "fail") {
    const rest = failBlock(row, [], context);
    return rest.length > 0 ? [`            ${row.id}`, ...rest] : [];
  }
  if (isWaivedUnknown(row) && !context.verbose) return [];
  // What needs root is one line for all, at the end.
  if (row.status === "unknown" && (row.reason?.code !== "needs-root" || context.verbose)) {
    return unknownBlock(row, context);
  }
  return context.verbose ? quietLine(row, context) : [];
}
