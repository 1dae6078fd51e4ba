import type { FilledLine, IncidentView, StepRow } from "../../core/documents/incident-document.ts";
import { clean, hang, spread } from "../human/layout.ts";

const label = (word: string) => `  ${word.padEnd(7)}`;

export interface StepContext {
  readonly columns: number;
  /** The program as it was called. */
  readonly invocation: string;
  /** Leads a command to the same install; quoted. */
  readonly target: string;
  readonly exists: (command: string) => boolean;
  /** Milliseconds since 1970, the real clock. */
  readonly nowMs: number;
}

/** One step as somebody needs it who does it now. */
export function stepText(
  view: IncidentView,
  step: StepRow,
  context: StepContext,
): readonly string[] {
  const { columns } = context;
  const since = `${elapsed(context.nowMs - Date.parse(view.openedAt))} since start`;
  const many = step.lines.length > 1;
  const subjects = new Set(step.lines.flatMap(({ about }) => about ?? []));
  const lines = step.lines.flatMap((line, index) => [
    ...(subjects.size > 1 ? aboutLines(line, step.lines[index - 1], columns) : []),
    ...hang(
      label(index === 0 ? "Do" : "") + (many ? `${index + 1}. ` : ""),
      clean(line.do),
      columns,
    ),
    ...detailLines(line, context),
  ]);
  return [
    ...spread(`Step ${step.number} of ${view.steps.length}   ${clean(step.title)}`, since, columns),
    ...hang(label("Who"), clean(step.who), columns),
    ...lines,
    ...hang(label("Why"), clean(step.why), columns),
    ...listed("Keep", step.evidence, columns),
    ...listed("Not", step.not, columns),
    ...hang(label("Done"), `when ${clean(step.doneWhen)}`, columns),
  ];
}

/**
 * Whose step it is, where that changes: several credentials are answered one after the other, and
 * what belongs to nobody in particular must not seem to be the last one's.
 */
function aboutLines(
  { about }: FilledLine,
  before: FilledLine | undefined,
  columns: number,
): readonly string[] {
  if (about === before?.about) return [];
  return hang(label("For"), clean(about ?? "in general"), columns);
}

function detailLines(line: FilledLine, context: StepContext): readonly string[] {
  const { columns } = context;
  const inner = `${label("")}   `;
  return [
    ...(line.open === undefined ? [] : [`${inner}${clean(line.open)}`]),
    ...(line.run === undefined ? [] : [`${inner}${commandText(line.run, context)}`]),
    ...(line.why === undefined ? [] : hang(inner, `because ${clean(line.why)}`, columns)),
    ...(line.not === undefined ? [] : hang(inner, clean(line.not), columns)),
    ...(line.doneWhen === undefined
      ? []
      : hang(inner, `done when ${clean(line.doneWhen)}`, columns)),
  ];
}

/** A command of a playbook as it is typed here. */
export function commandText(
  run: string,
  { invocation, target }: Pick<StepContext, "invocation" | "target">,
): string {
  const words = run.split(" ").map((word) => (/[*?]/.test(word) ? `'${word}'` : word));
  const isScan = words[0] === "scan";
  return [invocation, ...words, ...(isScan || target === "" ? [] : [target])].join(" ");
}

function listed(word: string, texts: readonly string[], columns: number): readonly string[] {
  return texts.flatMap((text, index) => hang(label(index === 0 ? word : ""), clean(text), columns));
}

/** `00:02:33`; more than a day as `2 d 01:00:00`. */
export function elapsed(milliseconds: number): string {
  const seconds = Math.max(0, Math.floor(milliseconds / 1000));
  const two = (value: number) => String(value).padStart(2, "0");
  const days = Math.floor(seconds / 86_400);
  const clock = [
    Math.floor((seconds % 86_400) / 3600),
    Math.floor((seconds % 3600) / 60),
    seconds % 60,
  ];
  return `${days > 0 ? `${days} d ` : ""}${clock.map(two).join(":")}`;
}
