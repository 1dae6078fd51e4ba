import type { Report } from "../../core/documents/report.ts";
import { goneText, waiverNotes } from "../waiver-text.ts";
import { markdownCode, markdownWords } from "./escape.ts";

/** The files by which findings do not count, and what of them has ended. */
export function acceptedLines(report: Report): readonly string[] {
  const { waivers, baseline } = report;
  if (!waivers && !baseline) return [];
  const gone = goneText(report);
  const suffix = gone === undefined ? "" : `; ${gone}`;
  return [
    "## Accepted",
    "",
    ...(waivers ? [`- waivers of ${markdownCode(waivers.file)}`] : []),
    ...waiverNotes(report).map((note) => `  - ${markdownWords(note)}`),
    ...(baseline ? [`- baseline ${markdownCode(baseline.file)}${suffix}`] : []),
    "",
  ];
}
