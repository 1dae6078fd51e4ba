import type { FilledLine, FilledStep } from "../../core/documents/incident-document.ts";
import { markdownCode, markdownLink, markdownText } from "./markdown-text.ts";

/** What a step's box holds: blank to be ticked on paper, or as the journal says. */
export type Box = " " | "x" | "!" | "-";

/** One step with everything that somebody needs to do it, and a box for each thing. */
export function stepMarkdown(step: FilledStep, box: Box): readonly string[] {
  const within = step.withinMinutes === null ? "" : `, within ${spanText(step.withinMinutes)}`;
  return [
    `Who: ${markdownText(step.who)}${within}. Function: ${step.csf}.`,
    "",
    ...linesMarkdown(step.lines, box === "x" ? "x" : " "),
    "",
    `Why: ${markdownText(step.why)}.`,
    "",
    ...listed(
      "Keep as evidence, before it is gone:",
      step.evidence,
      `- [${box === "x" ? "x" : " "}] `,
    ),
    ...listed("Do not:", step.not, "- "),
    `Done when: ${markdownText(step.doneWhen)}.`,
  ];
}

function linesMarkdown(lines: readonly FilledLine[], box: Box): readonly string[] {
  return lines.flatMap((line, index) => [
    ...headingOf(line, lines[index - 1]),
    `- [${box}] ${markdownText(line.do)}`,
    ...detailsMarkdown(line),
  ]);
}

/** Whose steps these are; what belongs to nobody in particular must not seem to be the last one's. */
function headingOf({ about }: FilledLine, before: FilledLine | undefined): readonly string[] {
  if (about === before?.about) return [];
  const heading = `*${about === undefined ? "In general" : markdownText(about)}*`;
  return [...(before ? [""] : []), heading, ""];
}

function detailsMarkdown({ open, run, why, not, doneWhen }: FilledLine): readonly string[] {
  return [
    ...(open === undefined ? [] : [`  - page: ${markdownLink(open)}`]),
    ...(run === undefined ? [] : [`  - command: ${markdownCode(`iptvbp-guard ${run}`)}`]),
    ...(why === undefined ? [] : [`  - because ${markdownText(why)}`]),
    ...(not === undefined ? [] : [`  - ${markdownText(not)}`]),
    ...(doneWhen === undefined ? [] : [`  - done when ${markdownText(doneWhen)}`]),
  ];
}

function listed(head: string, texts: readonly string[], start: string): readonly string[] {
  if (texts.length === 0) return [];
  return [head, "", ...texts.map((text) => `${start}${markdownText(text)}`), ""];
}

/** `15 minutes`, `72 hours`, `7 days`: deadlines are known by their hours. */
export function spanText(minutes: number): string {
  const [count, unit] =
    minutes % 1440 === 0 && minutes >= 7200
      ? [minutes / 1440, "day"]
      : minutes % 60 === 0
        ? [minutes / 60, "hour"]
        : [minutes, "minute"];
  return `${count} ${unit}${count === 1 ? "" : "s"}`;
}
