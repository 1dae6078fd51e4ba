import { unknownFactNames, unknownFacts } from "../core/incident/incident-facts.ts";
import { nearest } from "../core/text/nearest.ts";
import {
  type PlaybookLine,
  type PlaybookStep,
  type ProviderReference,
  csfFunctions,
  incidentModes,
  toolActions,
} from "../core/knowledge/playbook.ts";
import { incidentParts } from "../core/knowledge/provider.ts";
import { readMinutes } from "./read-minutes.ts";
import { readUrl } from "./read-notes.ts";
import type { Fields } from "./yaml-fields.ts";

export const stepKeys = [
  "id",
  "title",
  "csf",
  "who",
  "within",
  "do",
  "why",
  "evidence",
  "not",
  "done-when",
  "tool",
] as const;
const lineKeys = ["text", "open", "run", "provider-step", "mode"] as const;

/** Whether the provider files say anything for a subject and a part. */
export type KnowsSteps = (reference: Pick<ProviderReference, "subject" | "part">) => boolean;

/** Reads one entry of a playbook's `steps:`. */
export function readPlaybookStep(fields: Fields, knows: KnowsSteps): PlaybookStep {
  const lines = fields.maps("do", lineKeys, (line) => readLine(line, knows));
  if (lines.length === 0) fields.fail("do", '"do" is missing', "say what is to be done");
  return {
    id: fields.choice("id", incidentParts),
    title: fields.text("title"),
    csf: fields.choice("csf", csfFunctions),
    who: fields.text("who"),
    ...(fields.has("within") ? { withinMinutes: readMinutes(fields, "within") } : {}),
    lines,
    why: factText(fields, "why"),
    evidence: factTexts(fields, "evidence"),
    not: factTexts(fields, "not"),
    doneWhen: factText(fields, "done-when"),
    tool: readChoices(fields, "tool", toolActions),
  };
}

function readLine(fields: Fields, knows: KnowsSteps): PlaybookLine | ProviderReference {
  const mode = fields.has("mode") ? { mode: fields.choice("mode", incidentModes) } : {};
  if (fields.has("provider-step")) return { ...readReference(fields, knows), ...mode };
  return {
    kind: "text",
    do: factText(fields, "text"),
    ...(fields.has("open") ? { open: readUrl(fields, "open") } : {}),
    ...(fields.has("run") ? { run: readCommand(fields) } : {}),
    ...mode,
  };
}

/** `affected revoke`, `stripe.webhook-secret revoke`, `stripe check`. */
function readReference(fields: Fields, knows: KnowsSteps): ProviderReference {
  const words = fields.text("provider-step").split(" ");
  const [subject = "", word = ""] = words;
  const part = incidentParts.find((each) => each === word);
  if (words.length !== 2 || part === undefined) {
    return fields.fail(
      "provider-step",
      '"provider-step" names a subject and a part',
      `write it as: affected revoke; the parts are ${incidentParts.join(", ")}`,
    );
  }
  if (knows({ subject, part })) return { kind: "provider", subject, part };
  return fields.fail(
    "provider-step",
    `no provider file has a step "${part}" for "${subject}"`,
    "name a credential, a provider, or: affected",
  );
}

function readCommand(fields: Fields): string {
  const command = fields.text("run");
  if (/^[a-z]+( |$)/.test(command)) return command;
  return fields.fail("run", '"run" is a command of this tool', "leave out the tool's name");
}

/** Several words of a closed set. */
export function readChoices<T extends string>(
  fields: Fields,
  key: string,
  words: readonly T[],
): readonly T[] {
  return fields.texts(key).map((text) => {
    const word = words.find((each) => each === text);
    if (word !== undefined) return word;
    return fields.fail(key, `"${key}" cannot be "${text}"`, `use: ${words.join(", ")}`);
  });
}

/** Text that may hold facts; one that does not exist is refused. */
export function factText(fields: Fields, key: string): string {
  const text = fields.text(key);
  checkFacts(fields, key, text);
  return text;
}

function factTexts(fields: Fields, key: string): readonly string[] {
  const texts = fields.texts(key);
  for (const text of texts) checkFacts(fields, key, text);
  return texts;
}

function checkFacts(fields: Fields, key: string, text: string): void {
  const [wrong] = unknownFactNames(text);
  if (wrong === undefined) return;
  const names = Object.keys(unknownFacts);
  const near = nearest(wrong, names);
  const hint = near ? `did you mean "{${near}}"?` : `use one of: ${names.join(", ")}`;
  fields.fail(key, `there is no fact "{${wrong}}"`, hint);
}
