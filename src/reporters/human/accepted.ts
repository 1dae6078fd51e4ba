import type { Report } from "../../core/documents/report.ts";
import type { ReporterContext } from "../reporter.ts";
import { goneText, notCounted, waiverNotes } from "../waiver-text.ts";
import { clean, hang, wrap } from "./layout.ts";

const shownNotes = 5;

/** What does not count, by which files, and what of these has ended. */
export function acceptedLines(
  report: Report,
  context: ReporterContext,
  labelWidth: number,
): readonly string[] {
  const { waivers, baseline } = report;
  const labelled = (label: string, text: string) =>
    hang(label.padEnd(labelWidth), clean(text), context.columns);
  const notes = waiverNotes(report);
  const shown = context.verbose ? notes : notes.slice(0, shownNotes);
  const hidden = notes.length - shown.length;
  const gone = goneText(report);
  return [
    ...notCountedLines(report, context),
    ...(waivers ? labelled("Waivers", waivers.file) : []),
    ...shown.flatMap((note) => labelled("", note)),
    ...(hidden > 0 ? labelled("", `and ${hidden} more; --verbose shows them`) : []),
    ...(baseline ? labelled("Baseline", baseline.file) : []),
    ...(gone === undefined ? [] : labelled("", gone)),
  ];
}

function notCountedLines(report: Report, { columns, verbose }: ReporterContext): readonly string[] {
  const parts = notCounted(report);
  if (parts.length === 0) return [];
  const how = verbose ? "" : "; --verbose shows them";
  return wrap(clean(`Not counted: ${parts.join(", ")}${how}.`), columns);
}
