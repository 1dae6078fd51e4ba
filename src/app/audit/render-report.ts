import { countOpenGaps } from "../../core/acceptance/waived-gaps.ts";
import { configurationError } from "../../core/error.ts";
import { decideExit } from "../../core/exit.ts";
import type { Report } from "../../core/documents/report.ts";
import type { FailOn } from "../../core/severity.ts";
import { parseReport } from "../../core/documents/parse-report.ts";
import { summarise } from "./build-report.ts";

/**
 * A saved report, checked, with its summary counted anew under the given threshold.
 *
 * @param name for messages.
 * @throws GuardError `REPORT_INVALID`
 */
export function renderReport(text: string, name: string, failOn: FailOn): Report {
  const report = parseReport(parseJson(text, name), name);
  const { audits, findings, looked } = report;
  const gapCount = countOpenGaps(looked.gaps);
  const options = { failOn, strict: false };
  const verdict = decideExit(audits, findings, looked.inputs, gapCount, options);
  return { ...report, summary: summarise(audits, findings, verdict) };
}

function parseJson(text: string, name: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    // The parser's own message quotes the text, which may hold anything.
    throw configurationError(
      "REPORT_INVALID",
      `${name}: not JSON`,
      "write one with: audit --format json --output report.json",
    );
  }
}
