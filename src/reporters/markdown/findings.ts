import type { Finding } from "../../core/finding.ts";
import type { Report } from "../../core/documents/report.ts";
import { type RulePart, byRule } from "../by-rule.ts";
import { placeText } from "../human/where.ts";
import type { ReporterContext } from "../reporter.ts";
import { waivedText } from "../waiver-text.ts";
import { markdownCode, markdownWords } from "./escape.ts";

const shownFindings = 20;
const shownPlaces = 5;

/** What was found, by vendor rule. */
export function findingLines(report: Report, context: ReporterContext): readonly string[] {
  const parts = byRule(report).flatMap((part) => ruleLines(part, context));
  if (parts.length > 0) return ["## Findings", "", ...parts];
  return ["## Findings", "", "None.", ""];
}

function ruleLines({ rule, audits }: RulePart, context: ReporterContext): readonly string[] {
  const lines = audits.flatMap(({ row, findings }) => {
    const told = findings.filter(({ state }) => state === "new" || context.verbose);
    const shown = context.verbose ? told : told.slice(0, shownFindings);
    const hidden = told.length - shown.length;
    return [
      ...shown.flatMap((finding) => oneFinding(finding, context)),
      ...(hidden > 0
        ? [`- and ${hidden} more of ${markdownCode(row.id)}; \`--verbose\` shows them`]
        : []),
    ];
  });
  if (lines.length === 0) return [];
  return [`### ${ruleTitle(rule, context)}`, "", ...lines, ""];
}

function ruleTitle(rule: number, context: ReporterContext): string {
  if (rule === 0) return "Other";
  const title = context.ruleTitle(rule);
  return title === undefined ? `Rule ${rule}` : `Rule ${rule}: ${markdownWords(title)}`;
}

function oneFinding(finding: Finding, context: ReporterContext): readonly string[] {
  const { severity, message, auditId, evidence, remedy, fix } = finding;
  const proof = evidence === undefined || message.includes(evidence) ? undefined : evidence;
  const mends = fix !== null && context.exists("fix") ? " (`fix` can do it)" : "";
  return [
    `- **${severity}** ${markdownWords(message)} (${markdownCode(auditId)})${stateText(finding)}`,
    `  - where: ${placesText(finding, context)}`,
    ...(proof === undefined ? [] : [`  - seen: ${markdownCode(proof)}`]),
    ...(remedy === "" ? [] : [`  - remedy: ${markdownWords(remedy)}${mends}`]),
  ];
}

function stateText({ state, waiver }: Finding): string {
  if (state === "new") return "";
  if (state === "existing") return ", known before";
  return waiver === undefined ? ", waived" : `, ${markdownWords(waivedText(waiver))}`;
}

function placesText(finding: Finding, context: ReporterContext): string {
  const { location, alsoAt, occurrences } = finding;
  const places = [...new Set([location, ...alsoAt].map(placeText))];
  const shown = context.verbose ? places : places.slice(0, shownPlaces);
  const all = Math.max(occurrences, 1 + alsoAt.length);
  const same = 1 + alsoAt.length - places.length;
  const hidden = all - same - shown.length;
  const more = hidden > 0 ? ` and ${hidden} more` : "";
  return shown.map(markdownCode).join(", ") + more;
}
