import { Argument, type Command, Option } from "commander";
import type { IncidentAction } from "../core/documents/incident-document.ts";
import { incidentModes } from "../core/knowledge/playbook.ts";
import { type ProgramSetup, common, define, documentFormats, ids } from "./define-command.ts";
import type { IncidentCommand } from "./options.ts";
import { type RawOptions, textOf } from "./parse-options.ts";

type Own = Partial<Pick<IncidentCommand, "playbook" | "outcome" | "text">>;

/** `incident` and everything below it. */
export function addIncident(program: Command, setup: ProgramSetup): void {
  const incident = program
    .command("incident")
    .description("answer a leak step by step, with a journal");
  const add = (action: IncidentAction, about: string, formats = documentFormats) => {
    const command = define(incident, action, about, formats);
    const run = async (raw: RawOptions, own: Own = {}) =>
      setup.done(
        await setup.commands.incident({
          ...common(raw, formats, setup),
          ...optionsOf(raw),
          ...own,
          action,
        }),
      );
    return { command: action === "start" || action === "list" ? command : withId(command), run };
  };
  addStart(add);
  addSteps(add);
  addReadingOf(add);
}

type Add = (
  action: IncidentAction,
  about: string,
  formats?: string[],
) => { readonly command: Command; readonly run: (raw: RawOptions, own?: Own) => Promise<void> };

function addStart(add: Add): void {
  const start = add("start", "open an incident by a playbook, a finding, or what an audit finds");
  start.command
    .argument("[playbook]", "stripe-key, secret-in-history, env-exposed, panel-credentials")
    .option("--finding <fingerprint>", "the finding that it is about")
    .addOption(mode())
    .option("--no-search", "do not look for the values now")
    .action(async (playbook: string | undefined, raw: RawOptions) =>
      start.run(raw, playbook === undefined ? {} : { playbook }),
    );
}

function addSteps(add: Add): void {
  const resume = add("resume", "go on with the next step");
  resume.command.addOption(mode()).action(async (raw: RawOptions) => resume.run(raw));
  const status = add("status", "where the incident stands");
  status.command.action(async (raw: RawOptions) => status.run(raw));
  const step = add("step", "record how a step went");
  step.command
    .addArgument(new Argument("<outcome>", "how it went").choices(["done", "failed", "skip"]))
    .option("--step <step>", "its name or number; at a terminal the next one is asked for")
    .option("--reason <text>", "why it failed or is skipped")
    .addOption(mode())
    .action(async (outcome: "done" | "failed" | "skip", raw: RawOptions) =>
      step.run(raw, { outcome }),
    );
  const note = add("note", "write something down");
  note.command
    .argument("[text...]", "the note; no secret")
    .option("--aware", "personal data was touched, and you are certain now")
    .option("--sent-to <whom>", "the head of the journal was given to this person")
    .action(async (words: string[], raw: RawOptions) => note.run(raw, { text: words.join(" ") }));
  const close = add("close", "end the incident");
  close.command
    .option("--reason <text>", "why it ends with steps left")
    .action(async (raw: RawOptions) => close.run(raw));
}

function addReadingOf(add: Add): void {
  const list = add("list", "all incidents of the install");
  list.command.action(async (raw: RawOptions) => list.run(raw));
  const verify = add("verify", "what the journal proves; 1 broken, 3 not anchored");
  verify.command
    .addOption(ids("--head <head>", "a head that was kept elsewhere"))
    .action(async (raw: RawOptions) => verify.run(raw));
  const whole = add("export", "the whole incident for others to read", ["markdown", "json"]);
  whole.command.action(async (raw: RawOptions) => whole.run(raw));
}

function withId(command: Command): Command {
  return command.option("--id <incident>", "default: the one that is open");
}

function mode(): Option {
  return new Option(
    "--mode <mode>",
    "used: somebody uses it, or not sure; exposed: only seen",
  ).choices(incidentModes);
}

function optionsOf(
  raw: RawOptions,
): Omit<IncidentCommand, keyof ReturnType<typeof common> | "action"> {
  const id = textOf(raw, "id");
  const finding = textOf(raw, "finding");
  const step = textOf(raw, "step");
  const reason = textOf(raw, "reason");
  const sentTo = textOf(raw, "sentTo");
  const chosen = incidentModes.find((each) => each === raw["mode"]);
  const heads = Array.isArray(raw["head"]) ? raw["head"].map(String) : [];
  return {
    ...(id === undefined ? {} : { id }),
    ...(finding === undefined ? {} : { finding }),
    ...(step === undefined ? {} : { step }),
    ...(reason === undefined ? {} : { reason }),
    ...(sentTo === undefined ? {} : { sentTo }),
    ...(chosen === undefined ? {} : { mode: chosen }),
    search: raw["search"] !== false,
    aware: raw["aware"] === true,
    heads,
  };
}
