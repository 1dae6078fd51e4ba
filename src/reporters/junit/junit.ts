import type { Report } from "../../core/documents/report.ts";
import { type RulePart, byRule, gapsOfNoAudit } from "../by-rule.ts";
import type { Reporter, ReporterContext } from "../reporter.ts";
import { xmlText } from "./escape.ts";
import { type Verdict, gapLine, verdictOf } from "./verdict.ts";

interface Case {
  readonly classname: string;
  readonly name: string;
  readonly durationMs: number;
  readonly verdict: Verdict | undefined;
}

interface Suite {
  readonly name: string;
  readonly cases: readonly Case[];
}

/**
 * JUnit XML as GitLab and Jenkins read it. GitLab shows the text of a failure and drops its
 * message, so the text says everything.
 * https://docs.gitlab.com/ci/testing/unit_test_reports/
 */
export const junit: Reporter = (report, context) => {
  const audited = byRule(report).map((part) => suiteOf(part, context));
  const suites = [...audited, ...unseenSuite(report, audited)];
  const cases = suites.flatMap((suite) => suite.cases);
  // Readers that check the form know no `skipped` of the whole; it stands at each suite.
  const { skipped: _, ...counts } = countsOf(cases);
  const attributes = { name: report.tool.name, ...counts };
  const lines = [
    '<?xml version="1.0" encoding="UTF-8"?>',
    `<testsuites${attributesText(attributes)}>`,
    ...suites.flatMap((suite) => suiteLines(suite, report)),
    "</testsuites>",
  ];
  return `${lines.join("\n")}\n`;
};

function suiteOf({ rule, audits }: RulePart, context: ReporterContext): Suite {
  const title = context.ruleTitle(rule);
  const name = rule === 0 ? "Other" : `Rule ${rule}${title === undefined ? "" : `: ${title}`}`;
  const cases = audits.map((part) => ({
    classname: `rule ${rule}`,
    name: part.row.id,
    durationMs: part.row.durationMs,
    verdict: verdictOf(part),
  }));
  return { name, cases };
}

/** An incomplete picture that no audit tells must not be all green: one more case says it. */
function unseenSuite(report: Report, suites: readonly Suite[]): readonly Suite[] {
  const { exitCode, exitReason } = report.summary;
  const gaps = gapsOfNoAudit(report);
  const { failures, errors } = countsOf(suites.flatMap(({ cases }) => cases));
  const untold = exitCode === 3 && failures + errors === 0;
  if (gaps.length === 0 && !untold) return [];
  const lines = [exitReason, ...gaps.map(gapLine)];
  const verdict: Verdict = { element: "error", type: "gap", message: exitReason, lines };
  const name = "everything in scope was read";
  return [{ name: "Looked", cases: [{ classname: "looked", name, durationMs: 0, verdict }] }];
}

function countsOf(cases: readonly Case[]) {
  const count = (element: Verdict["element"]) =>
    cases.filter(({ verdict }) => verdict?.element === element).length;
  return {
    tests: cases.length,
    failures: count("failure"),
    errors: count("error"),
    skipped: count("skipped"),
    time: seconds(cases.reduce((sum, { durationMs }) => sum + durationMs, 0)),
  };
}

function suiteLines({ name, cases }: Suite, { startedAt, install }: Report): readonly string[] {
  // Without zone and fraction: the schemas in use allow nothing else.
  const timestamp = new Date(startedAt).toISOString().slice(0, 19);
  const host = install.host === null ? {} : { hostname: install.host };
  const attributes = { name, ...countsOf(cases), timestamp, ...host };
  return [
    `  <testsuite${attributesText(attributes)}>`,
    ...cases.flatMap(caseLines),
    "  </testsuite>",
  ];
}

function caseLines({ classname, name, durationMs, verdict }: Case): readonly string[] {
  const start = `    <testcase${attributesText({ classname, name, time: seconds(durationMs) })}`;
  if (verdict === undefined) return [`${start}/>`];
  const { element, message, type, lines } = verdict;
  const attributes = attributesText({ message, ...(type === undefined ? {} : { type }) });
  const text = (lines.length > 0 ? lines : [message]).map(xmlText).join("\n");
  return [`${start}>`, `      <${element}${attributes}>${text}</${element}>`, "    </testcase>"];
}

function attributesText(attributes: Readonly<Record<string, string | number>>): string {
  return Object.entries(attributes)
    .map(([key, value]) => ` ${key}="${xmlText(String(value))}"`)
    .join("");
}

function seconds(milliseconds: number): string {
  const isTime = Number.isFinite(milliseconds) && milliseconds > 0;
  return isTime ? (milliseconds / 1000).toFixed(3) : "0";
}
