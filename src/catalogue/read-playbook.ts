import {
  type ModeFacts,
  type Playbook,
  type PlaybookClock,
  type PlaybookLead,
  type TriageQuestion,
  incidentModes,
} from "../core/knowledge/playbook.ts";
import { type IncidentPart, incidentParts } from "../core/knowledge/provider.ts";
import type { RuleFile } from "../core/knowledge/rule-file.ts";
import { baseName } from "../core/text/path-text.ts";
import { parseRuleFile } from "./parse-rule-file.ts";
import { readMinutes } from "./read-minutes.ts";
import { readSources, readUrl } from "./read-notes.ts";
import {
  type KnowsSteps,
  factText,
  readChoices,
  readPlaybookStep,
  stepKeys,
} from "./read-playbook-step.ts";
import { type Fields, openFields } from "./yaml-fields.ts";

const playbookKeys = [
  "id",
  "title",
  "when",
  "not-for",
  "credentials",
  "leads",
  "question",
  "triage",
  "modes",
  "clocks",
  "steps",
  "sources",
] as const;
const leadKeys = ["audits", "rules", "in-use"] as const;
const triageKeys = ["ask", "look", "open", "minutes", "yes"] as const;
const modeKeys = ["title", "effect", "order"] as const;
const clockKeys = ["id", "title", "within", "from", "until", "why"] as const;

/** Reads `rules/playbooks/<id>.yaml`. */
export function readPlaybook(file: RuleFile, knows: KnowsSteps): Playbook {
  const fields = openFields(parseRuleFile(file), file, playbookKeys);
  const triage = fields.maps("triage", triageKeys, readTriage);
  if (triage.length === 0) fields.fail("triage", '"triage" is missing', "ask what can be seen");
  return {
    id: readId(fields, file.path),
    title: fields.text("title"),
    when: fields.text("when"),
    notFor: fields.texts("not-for"),
    credentials: fields.texts("credentials"),
    leads: fields.maps("leads", leadKeys, readLead),
    question: fields.text("question"),
    triage,
    modes: readModes(fields),
    clocks: fields.maps("clocks", clockKeys, readClock),
    steps: readSteps(fields, knows),
    sources: readSources(fields),
  };
}

function readId(fields: Fields, path: string): string {
  const id = fields.text("id");
  if (!/^[a-z][a-z0-9-]{0,40}$/.test(id)) {
    return fields.fail("id", `"${id}" is no id`, "small letters, digits and - only, 41 at most");
  }
  const name = baseName(path).replace(/\.yaml$/, "");
  if (name === id) return id;
  const hint = `write id: ${name}, or call the file ${id}.yaml`;
  return fields.fail("id", `"${id}" is not the name of the file`, hint);
}

function readLead(fields: Fields): PlaybookLead {
  const audits = fields.texts("audits");
  if (audits.length === 0) fields.fail("audits", '"audits" is missing', 'write: ["*"] for any');
  return { audits, rules: fields.texts("rules"), inUse: fields.flag("in-use") };
}

/** An answer that takes longer is no triage. */
const longestMinutes = 2;

function readTriage(fields: Fields): TriageQuestion {
  const minutes = fields.maybeNumber("minutes") ?? 0;
  if (minutes <= 0 || minutes > longestMinutes) {
    fields.fail("minutes", `"minutes" must be ${longestMinutes} or less`, "ask something smaller");
  }
  return {
    ask: factText(fields, "ask"),
    look: factText(fields, "look"),
    ...(fields.has("open") ? { open: readUrl(fields, "open") } : {}),
    minutes,
    yes: factText(fields, "yes"),
  };
}

function readModes(fields: Fields): Playbook["modes"] {
  const modes = fields.map("modes", incidentModes, (inner) => {
    const [used, exposed] = incidentModes.map((mode) => inner.map(mode, modeKeys, readMode));
    if (!used || !exposed) return inner.fail("used", "both modes are needed: used, exposed");
    return { used, exposed };
  });
  return modes ?? fields.fail("modes", '"modes" is missing');
}

function readMode(fields: Fields): ModeFacts {
  const order = readChoices(fields, "order", incidentParts);
  if (new Set(order).size !== incidentParts.length || order.length !== incidentParts.length) {
    fields.fail("order", "the order names each part once", `use: ${incidentParts.join(", ")}`);
  }
  return { title: fields.text("title"), effect: fields.text("effect"), order };
}

function readClock(fields: Fields): PlaybookClock {
  return {
    id: fields.text("id"),
    title: fields.text("title"),
    withinMinutes: readMinutes(fields, "within"),
    from: fields.choice("from", ["start", "aware"]),
    ...(fields.has("until") ? { until: fields.choice("until", incidentParts) } : {}),
    why: fields.text("why"),
  };
}

function readSteps(fields: Fields, knows: KnowsSteps): Playbook["steps"] {
  const steps = fields.maps("steps", stepKeys, (step) => readPlaybookStep(step, knows));
  const ids: readonly IncidentPart[] = steps.map(({ id }) => id);
  if (ids.join() === incidentParts.join()) return steps;
  return fields.fail(
    "steps",
    "all six steps must be there, in the vendor's order",
    `use: ${incidentParts.join(", ")}`,
  );
}
