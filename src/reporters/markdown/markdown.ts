import type { Report } from "../../core/documents/report.ts";
import { severities } from "../../core/severity.ts";
import type { Reporter, ReporterContext } from "../reporter.ts";
import { markdownCode, markdownWords } from "./escape.ts";
import { acceptedLines } from "./accepted.ts";
import { findingLines } from "./findings.ts";
import { passedLines, skippedLines, unseenLines } from "./unseen.ts";

/** For a comment or a ticket: whoever reads it need not know the tool. */
export const markdown: Reporter = (report, context) => {
  const lines = [
    ...headLines(report, context),
    ...countLines(report),
    ...leakLines(context),
    ...findingLines(report, context),
    ...unseenLines(report, context),
    ...skippedLines(report),
    ...acceptedLines(report),
    ...(context.verbose ? passedLines(report) : []),
  ];
  return `${lines.join("\n").trimEnd()}\n`;
};

function headLines({ tool, install, startedAt, summary }: Report, context: ReporterContext) {
  const place = [install.host, install.root].filter((part) => part !== null).join(":");
  const subject = context.demo ? "demo shop" : place === "" ? "standard input" : place;
  const when = new Date(startedAt).toISOString();
  const time = `${when.slice(0, 10)} ${when.slice(11, 19)} UTC`;
  return [
    `# Security audit of ${markdownCode(subject)}, ${time}: ${markdownWords(summary.exitReason)}`,
    "",
    `Written by ${markdownCode(`${tool.name} ${tool.version}`)}, exit code ${summary.exitCode}. Secrets are shown by their public beginning and last four characters at most.`,
    "",
  ];
}

function countLines({ summary, audits, findings, looked }: Report): readonly string[] {
  const { pass, fail, unknown, skipped, notApplicable } = summary.audits;
  const percent = summary.coverage === null ? "-" : `${Math.floor(summary.coverage * 100)} %`;
  const counts = severities.map((severity) => summary.findings[severity]);
  const total = counts.reduce((sum, count) => sum + count, 0);
  const other = (state: string) => findings.filter((each) => each.state === state).length;
  return [
    ...table(
      ["Audits", "pass", "fail", "unknown", "skipped", "not applicable", "coverage"],
      [audits.length, pass, fail, unknown, skipped, notApplicable, percent],
    ),
    ...table(
      ["Findings", ...severities, "waived", "known before"],
      [total, ...counts, other("waived"), other("existing")],
    ),
    ...inputLines(looked.inputs),
  ];
}

function table(head: readonly string[], cells: readonly (string | number)[]): readonly string[] {
  const row = (each: readonly (string | number)[]) => `| ${each.join(" | ")} |`;
  return [row(head), row(head.map(() => "---:")), row(cells), ""];
}

/** Nothing found in nothing read is no good news. */
function inputLines(inputs: Report["looked"]["inputs"]): readonly string[] {
  const read = Object.entries(inputs).filter(([, count]) => count > 0);
  if (read.length === 0) return ["Looked at: **nothing**.", ""];
  const parts = read.map(([name, count]) => {
    const words = wordsOf(name);
    const one = words.replace(/ies$/, "y").replace(/s$/, "");
    return `${count} ${markdownWords(count === 1 ? one : words)}`;
  });
  return [`Looked at: ${parts.join(", ")}.`, ""];
}

const wordsOf = (name: string): string =>
  name.replaceAll(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`);

function leakLines({ leak, exists, demo, invocation }: ReporterContext): readonly string[] {
  if (leak === undefined || demo || !exists("incident")) return [];
  const command = `${invocation} ${leak.command}`;
  const folder = leak.folder === undefined ? "" : ` in ${markdownCode(leak.folder)}`;
  return [`**A key in use has leaked.** Open the incident${folder}: ${markdownCode(command)}`, ""];
}
