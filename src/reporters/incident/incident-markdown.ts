import type {
  ClockRow,
  IncidentDocument,
  IncidentView,
  JournalVerdict,
  StepRow,
  TimelineRow,
} from "../../core/documents/incident-document.ts";
import { markdownCode, markdownText, markdownTime, tableRow } from "./markdown-text.ts";
import { type Box, stepMarkdown } from "./step-markdown.ts";

/** The whole incident as somebody reads it who was not there. */
export function incidentMarkdown(document: IncidentDocument): string {
  const { incident, journal, timeline = [] } = document;
  if (!incident) return "";
  const lines = [
    `# Incident ${incident.id}: ${markdownText(incident.title)}`,
    "",
    ...headMarkdown(document, incident),
    "",
    "Times are those of the host's clock, in UTC. Keys are shown by their public beginning and last four",
    "characters at most. What a person said is marked as stated: nobody has tested it.",
    "",
    ...seenMarkdown(incident),
    ...clocksMarkdown(incident.clocks),
    "## Steps",
    "",
    ...incident.steps.flatMap(stepRowMarkdown),
    ...timelineMarkdown(timeline),
    ...(journal ? journalMarkdown(journal, incident) : []),
  ];
  return `${lines.join("\n").trimEnd()}\n`;
}

function headMarkdown(
  { install, tool, startedAt }: IncidentDocument,
  view: IncidentView,
): readonly string[] {
  const host = install.host === null ? "" : ` on ${markdownText(install.host)}`;
  const closed = view.closedAt === null ? "open" : `closed ${markdownTime(view.closedAt)}`;
  const mode = { used: "in use by somebody, or not sure", exposed: "exposed, no use seen" };
  return [
    tableRow("", ""),
    tableRow("---", "---"),
    tableRow("Opened", `${markdownTime(view.openedAt)} by ${markdownText(view.openedBy)}${host}`),
    tableRow("Status", closed),
    tableRow("Judged as", view.mode === null ? "not said yet" : `${mode[view.mode]} (as stated)`),
    tableRow("Install", markdownCode(install.root)),
    ...view.affected.map(({ id, title, shown }, index) =>
      tableRow(
        index === 0 ? "Concerns" : "",
        `${markdownCode(id)} ${markdownText(title)}${shown === undefined ? "" : ` ${markdownCode(shown)}`}`,
      ),
    ),
    ...(view.oldValues ?? []).map(({ credential, replacedAt, until }) => {
      const most = until === null ? "" : ` until ${markdownTime(until)} at most`;
      const text = `the value of ${markdownCode(credential)} before ${markdownTime(replacedAt)}`;
      return tableRow("Alive too", `${text}${most}; its rotation is open`);
    }),
    tableRow("Journal", `head ${markdownCode(view.head)}, ${view.records} records`),
    tableRow(
      "Written",
      `${markdownTime(startedAt)} by ${markdownText(tool.name)} ${markdownText(tool.version)}`,
    ),
  ];
}

function seenMarkdown({ sightings, searched, notSeen }: IncidentView): readonly string[] {
  const none = searched ? "Nowhere that was looked at." : "The values were not searched for.";
  const rows = sightings.map(({ where, message, since, occurrences }) =>
    tableRow(markdownText(message), markdownText(where), since ?? "", String(occurrences)),
  );
  return [
    "## Where it was seen at the start",
    "",
    ...(rows.length > 0
      ? [
          tableRow("What", "Where", "Since", "Times"),
          tableRow("---", "---", "---", "---:"),
          ...rows,
        ]
      : [none]),
    "",
    ...(notSeen.length > 0
      ? ["Could not be looked at:", "", ...notSeen.map((text) => `- ${markdownText(text)}`), ""]
      : []),
  ];
}

const clockWords = {
  waiting: "not started: nobody is certain that personal data was touched",
  running: "running",
  met: "met",
  late: "late",
} as const;

function clocksMarkdown(clocks: readonly ClockRow[]): readonly string[] {
  if (clocks.length === 0) return [];
  return [
    "## Deadlines",
    "",
    ...clocks.map(({ title, due, state, why }) => {
      const by = due === null ? "" : ` by ${markdownTime(due)}`;
      return `- ${markdownText(title)}${by}: ${clockWords[state]}. ${sentence(why)}`;
    }),
    "",
  ];
}

function sentence(text: string): string {
  const plain = markdownText(text);
  return `${plain.charAt(0).toUpperCase()}${plain.slice(1)}.`;
}

const boxes: Readonly<Record<StepRow["status"], Box>> = {
  pending: " ",
  done: "x",
  failed: "!",
  skipped: "-",
};

function stepRowMarkdown(step: StepRow): readonly string[] {
  const box = boxes[step.status];
  return [
    `### ${step.number}. ${markdownText(step.title)}`,
    "",
    `**${outcomeText(step)}**`,
    "",
    ...stepMarkdown(step, box),
    "",
  ];
}

function outcomeText({ status, at, by, known, reason }: StepRow): string {
  if (status === "pending" || at === null) return "Not done yet.";
  const how = known === "stated" ? ", as stated (not tested)" : ", by the tool";
  const why = reason === null ? "" : `: ${markdownText(reason)}`;
  const word = status.charAt(0).toUpperCase() + status.slice(1);
  return `${word} ${markdownTime(at)} by ${markdownText(by ?? "")}${how}${why}`;
}

function timelineMarkdown(rows: readonly TimelineRow[]): readonly string[] {
  return [
    "## Timeline",
    "",
    tableRow("No.", "When", "Who", "What"),
    tableRow("---:", "---", "---", "---"),
    ...rows.map(({ seq, at, by, text }) =>
      tableRow(String(seq), markdownTime(at), markdownText(by), markdownText(text)),
    ),
    "",
  ];
}

function journalMarkdown(journal: JournalVerdict, { id, head }: IncidentView): readonly string[] {
  const { problems, claims, clockJumps, tornBytes } = journal;
  return [
    "## What the journal proves",
    "",
    journal.whole
      ? "Each record holds a hash of its content and of the record before it, and all of them fit."
      : "The journal is broken; it was changed after it was written:",
    "",
    ...problems.map(
      ({ line, what }) => `- ${line === null ? "" : `line ${line}: `}${markdownText(what)}`,
    ),
    ...(problems.length > 0 ? [""] : []),
    "Whoever may write to the state (root) can write a whole journal anew. Only a head that was kept",
    "elsewhere shows that nothing before it was changed. What was recorded last may have been cut off.",
    "",
    ...claims.map(
      ({ seq, head: given, to }) =>
        `- head ${markdownCode(given)} of record ${seq} was given to ${markdownText(to)}, as stated`,
    ),
    ...clockJumps.map(
      ({ seq, before, at }) =>
        `- the clock went back at record ${seq}: from ${markdownTime(before)} to ${markdownTime(at)}`,
    ),
    ...(tornBytes > 0
      ? [`- ${tornBytes} bytes of an interrupted run stand behind the last record`]
      : []),
    ...(claims.length + clockJumps.length + tornBytes > 0 ? [""] : []),
    `Check it: ${markdownCode(`iptvbp-guard incident verify --id ${id} --head "${head}"`)}`,
  ];
}
