import { isWaivedUnknown } from "../../core/acceptance/waived-gaps.ts";
import type { AppliedWaiver, Finding } from "../../core/finding.ts";
import type { AuditRow, PublishedGap } from "../../core/documents/report.ts";
import type { Severity } from "../../core/severity.ts";
import type { ReporterContext } from "../reporter.ts";
import { waivedText } from "../waiver-text.ts";
import { headlineOf, historyAdvice } from "./headline.ts";
import { clean, hang, padTo, spread, widthOf, wrap } from "./layout.ts";
import { placeText, whereParts } from "./where.ts";

/** Where messages begin: after the severity and its mark. */
const margin = 12;
const indent = " ".repeat(margin);
const shownFindings = 20;
const shownGaps = 3;

/** Everything about one audit that found something. */
export function failBlock(
  row: AuditRow,
  findings: readonly Finding[],
  context: ReporterContext,
): readonly string[] {
  const groups = groupsOf(row.id, findings);
  const shown = context.verbose ? groups : groups.slice(0, shownFindings);
  const lines = shown.flatMap((group, index) => groupLines(row, group, index === 0, context));
  const hidden = groups.length - shown.length;
  return [
    ...lines,
    ...(hidden > 0 ? [`${indent}and ${hidden} more; --verbose shows them`] : []),
    ...undecidedLines(row, context),
    ...gapLines(row.gaps, context),
  ];
}

/** An audit that could not look. */
export function unknownBlock(row: AuditRow, context: ReporterContext): readonly string[] {
  const { gaps, reason, waiver } = row;
  const state = isWaivedUnknown(row) ? " (waived)" : "";
  const lines = [
    ...headLines("unknown", clean(row.title) + state, row.id, context),
    ...waiverLines(waiver, context),
  ];
  if (gaps.length > 0) return [...lines, ...gapLines(gaps, context)];
  return [...lines, ...inset(`? could not look: ${clean(reason?.text ?? "")}`, context)];
}

/** One line for an audit that has nothing to say, with `--verbose`. */
export function quietLine(row: AuditRow, context: ReporterContext): readonly string[] {
  const words = { pass: "ok", "not-applicable": "n/a", skipped: "skipped" } as const;
  const word = row.status in words ? words[row.status as keyof typeof words] : row.status;
  const why = row.status === "not-applicable" ? row.reason?.text : row.needs?.join(", ");
  const lines = headLines(word, clean(row.title), row.id, context);
  return why === undefined ? lines : [...lines, ...inset(clean(why), context)];
}

interface Group {
  readonly severity: Severity;
  readonly findings: readonly Finding[];
  readonly headline?: string;
}

/** One group for each finding, or for each severity where the audit has a headline. */
function groupsOf(auditId: string, findings: readonly Finding[]): readonly Group[] {
  if (headlineOf(auditId, findings) === undefined) {
    return findings.map((finding) => ({ severity: finding.severity, findings: [finding] }));
  }
  const kinds = new Map<string, Finding[]>();
  for (const finding of findings) {
    const { severity, message, state, waiver } = finding;
    const key = JSON.stringify([severity, state, waiver, / in use /.test(message)]);
    kinds.set(key, [...(kinds.get(key) ?? []), finding]);
  }
  return [...kinds.values()].map((group) => {
    const headline = headlineOf(auditId, group) ?? "";
    return { severity: group[0]?.severity ?? "info", findings: group, headline };
  });
}

function groupLines(
  row: AuditRow,
  { severity, findings, headline }: Group,
  isFirst: boolean,
  context: ReporterContext,
): readonly string[] {
  const [first] = findings;
  if (!first) return [];
  const mark = findings.some(({ fix }) => fix === "safe") ? " +" : "";
  const message = clean(headline ?? first.message) + stateText(first);
  const head = headLines(severity, message, isFirst ? row.id : "", context, mark);
  const shown = context.verbose ? findings : findings.slice(0, shownFindings);
  const hidden = findings.length - shown.length;
  const advice = new Set(findings.map(({ remedy }) => remedy));
  return [
    ...head,
    ...waiverLines(first.waiver, context),
    ...shown.flatMap((finding) => placeLines(whereParts(finding), context)),
    ...(context.verbose ? shown.flatMap((finding) => alsoLines(finding, context)) : []),
    ...(hidden > 0 ? [`${indent}and ${hidden} more; --verbose shows them`] : []),
    ...adviceLines(row, [...advice], context),
    ...inset(historyAdvice(row.id, findings), context),
  ];
}

function waiverLines(
  waiver: AppliedWaiver | undefined,
  context: ReporterContext,
): readonly string[] {
  return waiver === undefined ? [] : inset(clean(waivedText(waiver)), context);
}

function stateText({ state }: Finding): string {
  return state === "new" ? "" : ` (${state})`;
}

function headLines(
  word: string,
  message: string,
  auditId: string,
  { columns, color }: ReporterContext,
  mark = "",
): readonly string[] {
  const [first = "", ...rest] = wrap(message, columns - margin);
  const start = padTo(`  ${word}${mark}`, margin - 1) + " ";
  const tail = rest.map((line) => indent + line);
  const last = tail.pop() ?? start + first;
  const lines = [...(rest.length > 0 ? [start + first] : []), ...tail];
  const all = [...lines, ...(auditId === "" ? [last] : spread(last, clean(auditId), columns))];
  // Colour comes last: its bytes have no width.
  return all.map((line, index) => (index === 0 ? painted(line, word, color) : line));
}

const painted = (line: string, word: string, color: ReporterContext["color"]): string =>
  isSeverity(word) ? line.replace(word, () => color(word, word)) : line;

function isSeverity(word: string): word is Severity {
  return ["critical", "high", "medium", "low", "info"].includes(word);
}

function inset(text: string | undefined, { columns }: ReporterContext): readonly string[] {
  if (text === undefined || text === "") return [];
  // Two spaces part columns; they are kept where the line is short enough.
  if (widthOf(text) <= columns - margin) return [indent + text];
  return wrap(text, columns - margin).map((line) => indent + line);
}

/** The parts beside each other, or below each other where the line is too short. */
function placeLines(parts: readonly string[], context: ReporterContext): readonly string[] {
  const line = parts.join("  ");
  if (widthOf(line) <= context.columns - margin) return inset(line, context);
  return parts.flatMap((part) => inset(part, context));
}

function alsoLines({ alsoAt }: Finding, context: ReporterContext): readonly string[] {
  return alsoAt.flatMap((location) => inset(placeText(location), context));
}

/** At most one line, and only what is said for this finding; `explain` has the rest. */
function adviceLines(
  row: AuditRow,
  remedies: readonly string[],
  context: ReporterContext,
): readonly string[] {
  const own = context.meta(row.id)?.remedy;
  const special = remedies.filter((remedy) => remedy !== own && remedy !== "");
  if (context.verbose) return special.flatMap((remedy) => inset(clean(remedy), context));
  const [only] = special;
  if (special.length !== 1 || only === undefined) return [];
  return widthOf(only) <= context.columns - margin ? inset(clean(only), context) : [];
}

function undecidedLines({ needs = [] }: AuditRow, context: ReporterContext): readonly string[] {
  if (needs.length === 0) return [];
  const ages = needs.filter((need) => need.startsWith("rotate record "));
  const others = needs.filter((need) => !need.startsWith("rotate record "));
  const how = context.exists("rotate") ? ": rotate record <credential>" : "";
  const keys = ages.length === 1 ? "1 key" : `${ages.length} keys`;
  return [
    ...(ages.length > 0 ? inset(`Age not certain for ${keys}${how}`, context) : []),
    ...(others.length > 0 ? inset(`Not decided without ${clean(others.join(", "))}`, context) : []),
  ];
}

function gapLines(gaps: readonly PublishedGap[], context: ReporterContext): readonly string[] {
  const told = context.verbose ? gaps : gaps.filter(({ waived }) => waived !== true);
  const shown = context.verbose ? told : told.slice(0, shownGaps);
  const hidden = told.length - shown.length;
  return [
    ...shown.flatMap((gap) => hang(`${indent}? `, gapText(gap).slice(2), context.columns)),
    ...(hidden > 0 ? [`${indent}? and ${hidden} more; --verbose shows them`] : []),
  ];
}

export function gapText({ what, reason, count, waived }: PublishedGap): string {
  const times = count > 1 ? ` (${count})` : "";
  const state = waived === true ? " (waived)" : "";
  return `? ${clean(what)}: could not look, ${clean(reason)}${times}${state}`;
}
