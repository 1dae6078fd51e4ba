import { type IncidentFacts, fillFacts } from "../core/incident/incident-facts.ts";
import type { FilledLine, FilledStep } from "../core/documents/incident-document.ts";
import type { Playbook, PlaybookStep } from "../core/knowledge/playbook.ts";
import { type ProviderFacts, providerLines } from "./provider-lines.ts";

/** The steps of a playbook in the order of the mode, with the facts of one incident filled in. */
export function fillSteps(
  playbook: Playbook,
  provided: ProviderFacts,
  facts: IncidentFacts,
): readonly FilledStep[] {
  return playbook.modes[provided.mode].order.flatMap((id, index) => {
    const step = playbook.steps.find((each) => each.id === id);
    return step ? [fillStep(step, index + 1, provided, facts)] : [];
  });
}

function fillStep(
  step: PlaybookStep,
  number: number,
  provided: ProviderFacts,
  facts: IncidentFacts,
): FilledStep {
  const fill = (text: string) => fillFacts(text, facts);
  return {
    number,
    id: step.id,
    title: step.title,
    csf: step.csf,
    who: step.who,
    withinMinutes: step.withinMinutes ?? null,
    lines: linesOf(step, provided, fill),
    why: fill(step.why),
    evidence: step.evidence.map(fill),
    not: step.not.map(fill),
    doneWhen: fill(step.doneWhen),
    tool: step.tool,
  };
}

function linesOf(
  step: PlaybookStep,
  provided: ProviderFacts,
  fill: (text: string) => string,
): readonly FilledLine[] {
  const fitting = step.lines.filter(({ mode }) => mode === undefined || mode === provided.mode);
  const lines = fitting.flatMap((line): readonly FilledLine[] => {
    if (line.kind === "provider") return providerLines(line, provided);
    const { do: text, open, run } = line;
    return [{ do: fill(text), ...(open ? { open } : {}), ...(run ? { run } : {}) }];
  });
  // Two references may lead to the same provider step.
  const keys = lines.map(({ about = "", do: text }) => `${about}\n${text}`);
  return lines.filter((_, index) => keys.indexOf(keys[index] ?? "") === index);
}
