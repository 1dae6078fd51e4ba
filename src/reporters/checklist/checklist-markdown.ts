import type { Checklist, ChecklistPart } from "../../core/documents/checklist.ts";
import type { FilledStep } from "../../core/documents/incident-document.ts";
import { markdownCode, markdownText, markdownTime, tableRow } from "../incident/markdown-text.ts";
import { spanText, stepMarkdown } from "../incident/step-markdown.ts";

/** The checklist as Markdown that reads well on paper, boxes to be ticked by hand. */
export function checklistMarkdown(checklist: Checklist): string {
  const { parts, unknown } = checklist;
  const lines = [
    ...headMarkdown(checklist),
    ...(unknown.length > 0
      ? [
          `Could not look, so this list may be too short: ${unknown.map(markdownCode).join(", ")}.`,
          "",
        ]
      : []),
    ...peopleMarkdown(checklist),
    ...(parts.length > 1 ? orderMarkdown(parts) : []),
    ...parts.flatMap((part, index) => partMarkdown(part, index + 1)),
    ...(parts.length === 0 ? emptyMarkdown(checklist) : []),
  ];
  return `${lines.join("\n").trimEnd()}\n`;
}

function headMarkdown({ install, startedAt, tool }: Checklist): readonly string[] {
  const place = [install.host, install.root].filter((each) => each !== null).join(":");
  return [
    "# Incident checklist",
    "",
    `For ${markdownCode(place)}, from an audit of ${markdownTime(startedAt)} by ${markdownText(tool.name)} ${markdownText(tool.version)}.`,
    "",
    "Work from top to bottom. Tick a box only when the thing is done, and write the time (UTC) and your",
    "name beside it. The roles are hats: one person may wear all of them. Keys are shown by their public",
    "beginning and last four characters at most; write no whole key on this paper.",
    "",
  ];
}

function peopleMarkdown({ contacts, owners }: Checklist): readonly string[] {
  const rows = Object.entries(owners).map(([what, who]) =>
    tableRow(markdownCode(what), markdownText(who)),
  );
  return [
    "## Who to call",
    "",
    ...(contacts.length > 0
      ? contacts.map((contact) => `- ${markdownText(contact)}`)
      : [
          "Nobody is written down in guard.yaml (incident.contacts). Write names and numbers here:",
          "",
          "- ",
          "- ",
        ]),
    "",
    ...(rows.length > 0
      ? [tableRow("Credential", "Owner"), tableRow("---", "---"), ...rows, ""]
      : []),
  ];
}

function orderMarkdown(parts: readonly ChecklistPart[]): readonly string[] {
  return [
    "## What is to be answered",
    "",
    ...parts.map(({ title }, index) => `- [ ] ${index + 1}. ${markdownText(title)}`),
    "",
  ];
}

function partMarkdown(part: ChecklistPart, number: number): readonly string[] {
  return [
    `## ${number}. ${markdownText(part.title)}`,
    "",
    `For: ${markdownText(part.when)}.`,
    "",
    ...part.notFor.map((text) => `- not for: ${markdownText(text)}`),
    "",
    ...findingsMarkdown(part),
    ...triageMarkdown(part),
    ...clocksMarkdown(part),
    ...part.steps.flatMap((step) => stepLines(step, `${number}.${step.number}`)),
    ...exposedMarkdown(part, number),
    `On the server, with a journal: ${markdownCode(`iptvbp-guard incident start ${part.playbook}`)}`,
    "",
  ];
}

function findingsMarkdown({ findings, affected }: ChecklistPart): readonly string[] {
  return [
    "What was found:",
    "",
    ...findings.map(
      ({ severity, message, where }) =>
        `- ${severity}: ${markdownText(message)}, ${markdownText(where)}`,
    ),
    "",
    "What it concerns:",
    "",
    ...affected.map(({ id, title, name, shown }) => {
      const held = shown === undefined ? "" : ` ${markdownCode(`${name ?? ""} ${shown}`.trim())}`;
      return `- [ ] ${markdownCode(id)} ${markdownText(title)}${held}`;
    }),
    "",
  ];
}

function triageMarkdown({ question, triage, used, exposed }: ChecklistPart): readonly string[] {
  return [
    `### First: ${markdownText(question)}`,
    "",
    ...triage.flatMap(({ ask, look, minutes, yes }) => [
      `- [ ] ${markdownText(ask)} (${minutes} min)`,
      `  - look: ${markdownText(look)}`,
      `  - if so: ${markdownText(yes)}`,
    ]),
    "",
    `- [ ] **${markdownText(used.title)}**: ${markdownText(used.effect)}`,
    `- [ ] **${markdownText(exposed.title)}**: ${markdownText(exposed.effect)}`,
    "",
    "Decided at (UTC): ____________  by: ____________",
    "",
  ];
}

function clocksMarkdown({ clocks }: ChecklistPart): readonly string[] {
  return [
    "Deadlines:",
    "",
    ...clocks.map(
      ({ title, within, why }) =>
        `- [ ] ${markdownText(title)} within ${spanText(within)}: ${markdownText(why)}`,
    ),
    "",
  ];
}

function stepLines(step: FilledStep, number: string): readonly string[] {
  return [
    `### ${number} ${markdownText(step.title)}`,
    "",
    ...stepMarkdown(step, " "),
    "",
    "Done at (UTC): ____________  by: ____________",
    "",
  ];
}

/** Only the change itself differs; the steps after it are the same. */
function exposedMarkdown(
  { exposed, exposedSteps }: ChecklistPart,
  number: number,
): readonly string[] {
  return [
    `### Instead of ${number}.1 and ${number}.2: "${markdownText(exposed.title)}"`,
    "",
    `${markdownText(exposed.effect)}.`,
    "",
    ...exposedSteps.flatMap((step, index) =>
      stepLines(step, `${number}.${index + 1}b`).map((line) => line.replace(/^### /, "#### ")),
    ),
  ];
}

function emptyMarkdown({ playbooks }: Checklist): readonly string[] {
  return [
    "## Nothing was found that asks for one",
    "",
    "What an audit cannot see may have happened all the same. There is a playbook for each of these:",
    "",
    ...playbooks.map(
      ({ id, title, when }) =>
        `- ${markdownCode(`iptvbp-guard incident start ${id}`)} ${markdownText(title)}: ${markdownText(when)}`,
    ),
    "",
  ];
}
