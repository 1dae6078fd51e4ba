import type { ProviderStep } from "../../core/knowledge/provider.ts";
import { type RotationStep, orderOf } from "../../rotation/rotation-state.ts";
import type { IncidentOnCredential } from "../incident/rotate-incident.ts";
import type { Turn } from "./rotate-turn.ts";

const titles: Readonly<Record<RotationStep, string>> = {
  mint: "Make the new value",
  "cut-over": "Put the new value in",
  reload: "Let the services read it",
  test: "See that it works",
  revoke: "Revoke the old value",
  record: "Write it down",
};

/** `Step 2 of 6  Put the new value in`. */
export function stepTitle({ rotation }: Pick<Turn, "rotation">, step: RotationStep): string {
  const order = orderOf(rotation.mode);
  return `Step ${order.indexOf(step) + 1} of ${order.length}  ${titles[step]}`;
}

/** What is left, in words, for the end and for documents. */
export function stepName(step: RotationStep): string {
  return titles[step].toLowerCase();
}

/** A provider's steps as labelled lines; an address stands on one line, to be copied. */
export function providerLines(steps: readonly ProviderStep[]): readonly string[] {
  return steps.flatMap((step) => [
    ...(step.open === undefined ? [] : [`  Open   ${step.open}`]),
    ...wrapped("Do", step.do),
    ...(step.why === undefined ? [] : wrapped("Why", step.why)),
    ...(step.not === undefined ? [] : wrapped("Not", step.not)),
    ...(step.doneWhen === undefined ? [] : wrapped("Done", `when ${step.doneWhen}`)),
  ]);
}

const width = 80;

/** A label and a text that goes on below itself. */
export function wrapped(label: string, text: string): readonly string[] {
  const indent = 9;
  const lines: string[] = [];
  let line = "";
  for (const word of text.split(" ")) {
    if (line !== "" && indent + line.length + 1 + word.length > width) {
      lines.push(line);
      line = word;
    } else line = line === "" ? word : `${line} ${word}`;
  }
  lines.push(line);
  return lines.map((each, index) => `  ${(index === 0 ? label : "").padEnd(indent - 2)}${each}`);
}

/** An overlap is for services that need time; with a value that leaked it is time for whoever has it. */
export function noOverlapText({ id, mode, isUnread }: IncidentOnCredential): string {
  if (isUnread) {
    return `the journal of incident ${id} cannot be read: if it is open on this credential, the overlap no longer holds`;
  }
  const when = mode === "exposed" ? "as soon as the new one works" : "now, or as soon as you can";
  return `incident ${id} is open on this credential: the overlap no longer holds, revoke the old value ${when}`;
}
