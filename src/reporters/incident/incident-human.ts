import { plural } from "../../core/exit.ts";
import type {
  ClockRow,
  IncidentDocument,
  IncidentRow,
  IncidentView,
  StepRow,
} from "../../core/documents/incident-document.ts";
import { clean, hang, padTo } from "../human/layout.ts";
import { type StepContext, stepText } from "./step-human.ts";
import { verdictLines } from "./verdict-human.ts";

/** The result of an `incident` command for people. */
export function incidentText(
  document: IncidentDocument,
  context: StepContext,
  /** The steps were gone through with a person, who has seen them. */
  isTold = false,
): string {
  const { incident, incidents, journal, action } = document;
  if (incidents) return joined(listLines(incidents, context));
  if (journal && action === "verify") return joined(verdictLines(journal, document, context));
  if (!incident || action === "note") return "";
  if (action === "close" || incident.status === "closed")
    return joined(closedLines(incident, context));
  if (isTold) return joined(resumeLines(incident, context));
  if (action === "status")
    return joined([...statusLines(incident, context), "", ...nextLines(incident, context)]);
  return joined(nextLines(incident, context));
}

export function joined(lines: readonly string[]): string {
  return `${lines.map((line) => line.trimEnd()).join("\n")}\n`;
}

/** What stands at the top of an incident, and at the first step. */
export function openingLines(
  view: IncidentView,
  context: StepContext,
  host: string | null,
): readonly string[] {
  const place = host === null ? "" : ` on ${clean(host)}`;
  return [
    ...hang(
      "",
      `Incident ${view.id}, opened ${clockText(view.openedAt)} by ${clean(view.openedBy)}${place}`,
      context.columns,
    ),
    ...keyLines(view, context),
    ...oldLines(view, context),
    ...seenLines(view, context),
    ...hang(
      "Journal  ",
      `head ${view.head}. Send it to someone now: it proves the order.`,
      context.columns,
    ),
  ];
}

function keyLines({ affected }: IncidentView, { columns }: StepContext): readonly string[] {
  return affected.flatMap(({ id, title, name, shown }, index) => {
    const what =
      shown === undefined
        ? `${title}, not in the files of this install`
        : `${name ?? title} ${shown}`;
    return hang(index === 0 ? "Key      " : "         ", clean(`${id} ${what}`), columns);
  });
}

/** Two values of one credential work at the same time, and only one of them is in the files. */
function oldLines(
  { oldValues = [] }: IncidentView,
  { columns, invocation, target }: StepContext,
): readonly string[] {
  return oldValues.flatMap(({ credential, replacedAt, until }) => {
    const most = until === null ? "" : `, until ${dayText(until)} at most`;
    const resume = `${invocation} rotate resume ${credential} ${target}`.trim();
    return [
      ...hang(
        "Alive    ",
        `the value of ${clean(credential)} before ${dayText(replacedAt)} as well${most}: its rotation is open. Whoever has that one can use it still. Go on with:`,
        columns,
      ),
      `         ${resume}`,
    ];
  });
}

function seenLines(view: IncidentView, { columns }: StepContext): readonly string[] {
  const { sightings, notSeen, searched } = view;
  const places = sightings.slice(0, 5).map(({ where, occurrences }) => {
    return clean(occurrences > 1 ? `${where} and ${occurrences - 1} more` : where);
  });
  const more =
    sightings.length > 5
      ? [`and ${plural(sightings.length - 5, "more finding")}; export lists them`]
      : [];
  const none = searched && sightings.length === 0 ? ["nowhere that was looked at"] : [];
  const gaps = notSeen.length > 0 ? [`could not look: ${clean(notSeen.join("; "))}`] : [];
  return [...places, ...more, ...none, ...gaps].flatMap((text, index) =>
    hang(index === 0 ? "Seen     " : "         ", text, columns),
  );
}

function statusLines(view: IncidentView, context: StepContext): readonly string[] {
  const mode = view.mode === null ? "not said yet" : view.mode;
  return [
    ...hang("", `Incident ${view.id}: ${clean(view.title)}`, context.columns),
    `Status   ${view.status}, opened ${dayText(view.openedAt)} by ${clean(view.openedBy)}, mode ${mode}`,
    ...keyLines(view, context),
    ...oldLines(view, context),
    ...seenLines(view, context),
    `Journal  head ${view.head}, ${plural(view.records, "record")}`,
    ...view.clocks.flatMap((clock) => clockLines(clock, context)),
    "",
    ...view.steps.flatMap((step) => stepLine(step, context)),
  ];
}

const marks = { pending: "[ ]", done: "[x]", failed: "[!]", skipped: "[-]" } as const;

function stepLine(step: StepRow, { columns }: StepContext): readonly string[] {
  const how = step.known === "stated" ? ", as stated (not tested)" : "";
  const when =
    step.at === null
      ? ""
      : `   ${step.status} ${dayText(step.at)} by ${clean(step.by ?? "")}${how}`;
  const why = step.reason === null ? "" : `: ${clean(step.reason)}`;
  return hang(
    `${marks[step.status]} ${step.number}  `,
    `${padTo(clean(step.title), 1)}${when}${why}`,
    columns,
  );
}

function clockLines({ title, due, state }: ClockRow, { columns }: StepContext): readonly string[] {
  const when = due === null ? "starts with: incident note --aware" : `by ${dayText(due)}, ${state}`;
  return hang("Clock    ", `${clean(title)}: ${when}`, columns);
}

/** The step to do now with the commands that record it, or how to close. */
function nextLines(view: IncidentView, context: StepContext): readonly string[] {
  const step = view.steps.find(({ number }) => number === view.current);
  const say = (command: string) =>
    [context.invocation, "incident", command, context.target].join(" ").trim();
  if (view.status === "closed") return [`Closed. Read it all: ${say("export")} --id ${view.id}`];
  if (!step) return ["Every step is settled. Close the incident:", `  ${say("close")}`];
  return [
    ...stepText(view, step, context),
    "",
    "Record how it went:",
    `  ${say("step done")} --step ${step.id}`,
    `  ${say("step failed")} --step ${step.id} --reason "..."`,
    `  ${say("step skip")} --step ${step.id} --reason "..."`,
  ];
}

/** One step was recorded: when, by whom, and how it is known. */
export function recordedLines(
  view: IncidentView,
  step: StepRow,
  { columns }: StepContext,
): readonly string[] {
  const how = step.known === "stated" ? `, as stated by ${clean(step.by ?? "")} (not tested)` : "";
  const at = step.at === null ? "" : clockText(step.at);
  const open = view.steps.find(({ id }) => id === "revoke")?.status !== "done";
  const warn = step.id === "revoke" && open ? " The old value may still work." : "";
  return hang("", `Recorded ${at}: step ${step.number} ${step.status}${how}.${warn}`, columns);
}

/** What is left for another time, in two lines. */
export function resumeLines(view: IncidentView, context: StepContext): readonly string[] {
  const next = view.steps.find(({ number }) => number === view.current);
  const command = [context.invocation, "incident", next ? "resume" : "close", context.target]
    .join(" ")
    .trim();
  const what = next
    ? `Next: step ${next.number}, ${lowered(clean(next.title))}.`
    : "Every step is settled.";
  return [what, `${next ? "Resume" : "Close"}: ${command}`];
}

function lowered(text: string): string {
  return text.charAt(0).toLowerCase() + text.slice(1);
}

function closedLines(view: IncidentView, context: StepContext): readonly string[] {
  const open = view.steps.filter(({ status }) => status === "pending" || status === "failed");
  const left =
    open.length === 0
      ? "every step is settled"
      : `not done: ${open.map(({ id }) => id).join(", ")}`;
  const target = [context.target, `--id ${view.id}`].join(" ").trim();
  return [
    ...hang("", `Closed ${clockText(view.closedAt ?? "")}: ${view.id}, ${left}.`, context.columns),
    ...hang(
      "Journal  ",
      `head ${view.head}. Send it to someone now: it proves what stands above it.`,
      context.columns,
    ),
    `  ${context.invocation} incident verify ${target} --head "${view.head}"`,
    `  ${context.invocation} incident export ${target}`,
  ];
}

function listLines(rows: readonly IncidentRow[], { invocation }: StepContext): readonly string[] {
  if (rows.length === 0)
    return ["There are no incidents.", `Open one: ${invocation} incident start`];
  const width = Math.max(...rows.map(({ id }) => id.length));
  return rows.map(({ id, status, settled, steps, title }) => {
    const progress = status === "unreadable" ? "verify says why" : `${settled} of ${steps} steps`;
    return `${padTo(id, width)}  ${padTo(status, 10)}  ${padTo(progress, 15)}  ${clean(title)}`;
  });
}

/** `09:31:07 UTC`. */
function clockText(iso: string): string {
  return `${iso.slice(11, 19)} UTC`;
}

/** `2026-11-24 09:31 UTC`. */
function dayText(iso: string): string {
  return `${iso.slice(0, 10)} ${iso.slice(11, 16)} UTC`;
}
