import { isWaivedUnknown } from "../../core/acceptance/waived-gaps.ts";
import { plural } from "../../core/exit.ts";
import type { Report } from "../../core/documents/report.ts";
import { severities } from "../../core/severity.ts";
import type { ReporterContext } from "../reporter.ts";
import { acceptedLines } from "./accepted.ts";
import { clean, hang, spread, widthOf, wrap } from "./layout.ts";

const labelWidth = 11;

/** Counts, what was not seen, what was skipped and why, and the exit code with its reason. */
export function summaryLines(report: Report, context: ReporterContext): readonly string[] {
  return [
    ...auditLines(report, context),
    ...findingLines(report, context),
    ...acceptedLines(report, context, labelWidth),
    ...lookedLines(report, context),
    ...notSeenLines(report, context),
    ...rootLines(report, context),
    ...skippedLines(report, context),
    ...exitLines(report, context),
  ];
}

function labelled(label: string, text: string, { columns }: ReporterContext): readonly string[] {
  return hang(label.padEnd(labelWidth), text, columns);
}

function auditLines({ summary, audits }: Report, { columns }: ReporterContext): readonly string[] {
  const { pass, fail, unknown, notApplicable, skipped } = summary.audits;
  const others = notApplicable > 0 ? `, ${notApplicable} not applicable` : "";
  const left = `${fail} of ${plural(audits.length, "audit")} ${fail === 1 || audits.length === 1 ? "fails" : "fail"}, ${pass} pass, ${unknown} unknown, ${skipped} skipped${others}.`;
  const coverage =
    summary.coverage === null ? "" : `Coverage ${Math.floor(summary.coverage * 100)} %`;
  const joined = `${left}   ${coverage}`;
  return widthOf(joined) <= columns ? [joined] : spread(left, coverage, columns);
}

function findingLines(report: Report, { columns, exists }: ReporterContext): readonly string[] {
  const counts = report.summary.findings;
  const total = severities.reduce((sum, severity) => sum + counts[severity], 0);
  if (total === 0) return [report.findings.length === 0 ? "No findings." : "No new findings."];
  const each = severities
    .filter((severity) => counts[severity] > 0)
    .map((severity) => `${counts[severity]} ${severity}`);
  const left = `${plural(total, "finding")}: ${each.join(", ")}.`;
  const mendable = report.findings.filter(
    ({ fix, state }) => fix === "safe" && state === "new",
  ).length;
  const mark = mendable > 0 && exists("fix") ? `   + = \`fix\` mends it (${mendable})` : "";
  const fits = widthOf(left + mark) <= columns;
  return fits ? [left + mark] : [left, mark.trim()];
}

/** A scan says what it read: nothing found in nothing read is no good news. */
function lookedLines(report: Report, context: ReporterContext): readonly string[] {
  const isScan = report.audits.every(({ id }) => id.startsWith("secrets/"));
  const { inputs } = report.looked;
  const all = Object.entries(inputs);
  if (all.length === 0 || !(isScan || context.verbose)) return [];
  const read = all.filter(([, count]) => count > 0);
  if (read.length === 0) return labelled("Looked at", "nothing", context);
  const sizeNames = Object.entries(sizes).flatMap(([count, size]) => (inputs[count] ? [size] : []));
  const text = read
    .filter(([name]) => !sizeNames.includes(name))
    .map(([name, count]) => amount(name, count, inputs))
    .join(", ");
  return labelled("Looked at", text, context);
}

/** The sizes that belong to a count. */
const sizes: Readonly<Record<string, string>> = {
  files: "bytes",
  stdin: "bytes",
  gitObjects: "gitBytes",
  gitFiles: "gitFileBytes",
  staged: "stagedBytes",
};

const nouns: Readonly<Record<string, string>> = { staged: "staged file", gitFiles: "file of git" };

/** `envFiles: 3` is `3 env files`; with `gitBytes` as well, `6 git objects (61.0 MB)`. */
function amount(name: string, count: number, inputs: Report["looked"]["inputs"]): string {
  const size = Object.hasOwn(sizes, name) ? inputs[sizes[name] ?? ""] : undefined;
  const bytes = size === undefined ? "" : ` (${sizeText(size)})`;
  if (name === "stdin") return `stdin${bytes}`;
  if (Object.hasOwn(nouns, name)) {
    const [noun = "", ...rest] = (nouns[name] ?? "").split(" of ");
    return [plural(count, noun), ...rest].join(" of ") + bytes;
  }
  const words = clean(name.replaceAll(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`));
  const one = words.replace(/ies$/, "y").replace(/s$/, "");
  return `${count} ${count === 1 ? one : words}${bytes}`;
}

function sizeText(bytes: number): string {
  if (bytes < 1000) return plural(bytes, "byte");
  if (bytes < 999_500) return `${Math.round(bytes / 1000)} kB`;
  return `${(bytes / 1_000_000).toFixed(1)} MB`;
}

function notSeenLines(report: Report, context: ReporterContext): readonly string[] {
  const gaps = report.looked.gaps.filter(({ code, waived }) => code !== "needs-root" && !waived);
  const count = gaps.reduce((sum, gap) => sum + gap.count, 0);
  if (count === 0) return [];
  const told = new Set(report.audits.flatMap((row) => row.gaps.map(({ what }) => what)));
  const untold = gaps.filter(({ what }) => !told.has(what));
  const things = plural(count, "thing");
  if (untold.length === 0) return labelled("Not seen", `${things} (above, marked ?)`, context);
  const texts = untold.slice(0, 5).map(({ what, reason }) => `${clean(what)}: ${clean(reason)}`);
  const more = untold.length > 5 ? `; and ${untold.length - 5} more` : "";
  return labelled("Not seen", `${things}; ${texts.join("; ")}${more}`, context);
}

function rootLines(report: Report, context: ReporterContext): readonly string[] {
  const rows = report.audits.filter(
    (row) => row.status === "unknown" && row.reason?.code === "needs-root" && !isWaivedUnknown(row),
  );
  const [first] = rows;
  if (!first) return [];
  const text = `${rows.map(({ id }) => id).join(", ")}: run it with sudo`;
  return labelled("Needs root", clean(text), context);
}

/** One line for each need, with the audits that wait for it. */
function skippedLines(report: Report, context: ReporterContext): readonly string[] {
  const waiting = new Map<string, string[]>();
  const rows = report.audits.filter(({ status }) => status === "skipped");
  const unstated = rows.filter(({ id, needs = [] }) => needs.join() === `attest ${id}`);
  const isListed = unstated.length > 1 && context.exists("attest");
  for (const row of isListed ? rows.filter((each) => !unstated.includes(each)) : rows) {
    const need = needText(row.needs ?? []);
    waiting.set(need, [...(waiting.get(need) ?? []), row.id]);
  }
  const texts = [...waiting].map(([need, ids]) => `${ids.join(", ")}: ${need}`);
  if (isListed) texts.push(`${unstated.length} that only a dashboard answers: attest --list`);
  return texts.flatMap((text, index) =>
    labelled(index === 0 ? "Skipped" : "", clean(text), context),
  );
}

/** `needs rotate record a, b` instead of the command twice. */
function needText(needs: readonly string[]): string {
  const kinds = new Map<string, string[]>();
  for (const need of needs) {
    const [, head = need, name] = /^(rotate record|attest|guard\.yaml:) (.+)$/.exec(need) ?? [];
    kinds.set(head, [...(kinds.get(head) ?? []), ...(name === undefined ? [] : [name])]);
  }
  const texts = [...kinds].map(([head, names]) => [head, names.join(", ")].join(" ").trim());
  return `needs ${texts.join("; ")}`;
}

function exitLines({ summary }: Report, context: ReporterContext): readonly string[] {
  if (context.demo) {
    const reason = clean(summary.exitReason).replace(/^as audit/, "As `audit`");
    return wrap(`${reason}.`, context.columns);
  }
  return labelled(`Exit ${summary.exitCode}`, clean(summary.exitReason), context);
}
