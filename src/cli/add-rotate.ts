import { type Command, Option } from "commander";
import { type ProgramSetup, common, define, documentFormats } from "./define-command.ts";
import type { RotateCommand } from "./options.ts";
import { type RawOptions, instantOf, textOf } from "./parse-options.ts";

const statusFormats = [...documentFormats, "ics"];

/** `rotate` and what stands below it; a credential is never named like one of these words. */
export function addRotate(program: Command, setup: ProgramSetup): void {
  const rotate = define(program, "rotate", "replace a credential step by step", documentFormats)
    .argument("[credential]", "as stripe.secret-key; default: ask")
    .addOption(mode());
  changing(rotate).action(async (credential: string | undefined, raw: RawOptions) =>
    run(setup, "start", raw, credential),
  );
  changing(define(rotate, "resume", "go on with a rotation that was begun", documentFormats))
    .argument("[credential]", "default: the one that is open")
    .action(async (credential: string | undefined, _: RawOptions, command: Command) =>
      run(setup, "resume", command.optsWithGlobals(), credential),
    );
  define(rotate, "status", "how old every credential is, and when it is due", statusFormats).action(
    async (_: RawOptions, command: Command) =>
      run(setup, "status", command.optsWithGlobals(), undefined),
  );
  define(rotate, "record", "write down since when a value is in use", documentFormats)
    .argument("<credential>", "as stripe.secret-key")
    .option("--date <iso>", "when it was made; default: now")
    .option("--by <name>", "who says so; default: your account")
    .option("--tested", "everything that uses the value was tried since it changed")
    .option("--old-dead", "the value that it replaced is revoked")
    .action(async (credential: string, _: RawOptions, command: Command) =>
      run(setup, "record", command.optsWithGlobals(), credential),
    );
}

function changing(command: Command): Command {
  return command
    .option("--new-value-stdin", "the new value is piped in, never an argument")
    .option("--reload", "reload or restart the services without asking");
}

function mode(): Option {
  return new Option(
    "--mode <mode>",
    "planned: revoke last; breach: revoke first (planned)",
  ).choices(["planned", "breach"]);
}

async function run(
  setup: ProgramSetup,
  action: RotateCommand["action"],
  raw: RawOptions,
  credential: string | undefined,
): Promise<void> {
  const formats = action === "status" ? statusFormats : documentFormats;
  const [date, by] = [textOf(raw, "date"), textOf(raw, "by")];
  setup.done(
    await setup.commands.rotate({
      ...common(raw, formats, setup),
      action,
      ...(credential === undefined ? {} : { credential }),
      mode: textOf(raw, "mode") === "breach" ? "breach" : "planned",
      newValueStdin: raw["newValueStdin"] === true,
      reload: raw["reload"] === true,
      tested: raw["tested"] === true,
      oldDead: raw["oldDead"] === true,
      ...(date === undefined ? {} : { date: instantOf(date, "--date") }),
      ...(by === undefined ? {} : { by }),
    }),
  );
}
