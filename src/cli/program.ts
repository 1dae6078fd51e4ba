import { Command } from "commander";
import { addAttest } from "./add-attest.ts";
import { addIncident } from "./add-incident.ts";
import { addRotate } from "./add-rotate.ts";
import {
  type ProgramSetup,
  accepting,
  common,
  define,
  documentFormats,
  ids,
  pathOf,
  recording,
  reportFormats,
} from "./define-command.ts";
import { type RawOptions, listOf, textOf, textsOf, transactionOf } from "./parse-options.ts";

const about = `Audits, mends and guards a self-hosted IPTVbp install.
Nothing is sent anywhere. Only fix, undo and rotate change the install.`;

const examples = `
Examples:
  iptvbp-guard demo                    see it on a sample shop
  sudo iptvbp-guard audit              this server
  iptvbp-guard scan --history          leaked keys, also in a CI job
  iptvbp-guard explain env/mode        why it matters and how to mend it

Exit: 0 fine  1 findings  2 could not be done  3 incomplete  4 rolled back
`;

/** The whole command tree. Nothing else of the program is loaded before a command runs. */
export function createProgram(setup: ProgramSetup): Command {
  const program = new Command("iptvbp-guard")
    .description(about)
    .version(setup.version, "--version", "print the version")
    .helpOption("--help", "print this help")
    .helpCommand("help [command]", "print the help of a command")
    .showSuggestionAfterError(false)
    .configureOutput({
      writeOut: setup.write,
      // Errors are printed once, by main.
      writeErr: () => {},
      getOutHelpWidth: () => 80,
    })
    .exitOverride()
    .addHelpText("after", examples);
  addAudit(program, setup);
  addScan(program, setup);
  addFix(program, setup);
  addUndo(program, setup);
  addInit(program, setup);
  addRotate(program, setup);
  addIncident(program, setup);
  addAttest(program, setup);
  addReading(program, setup);
  addDemo(program, setup);
  return program;
}

function addAudit(program: Command, setup: ProgramSetup): void {
  const about = "run the audits; changes nothing on the install";
  recording(define(program, "audit", about, reportFormats))
    .argument("[path]", "folder of the install; default: look for it")
    .addOption(ids("--only <ids>", "only these audits: ids or globs, as env/*"))
    .addOption(ids("--skip <ids>", "all but these"))
    .option("--strict", "an audit that was skipped counts as incomplete")
    .option("--checklist <file>", "write what to do about a leak there, to print")
    .action(async (path: string | undefined, raw: RawOptions) => {
      const checklist = textOf(raw, "checklist");
      const exitCode = await setup.commands.audit({
        ...common(raw, reportFormats, setup),
        ...pathOf(path),
        only: listOf(raw, "only"),
        skip: listOf(raw, "skip"),
        strict: raw["strict"] === true,
        ...(checklist === undefined ? {} : { checklist }),
        ...textsOf(raw, ["waivers", "baseline", "writeBaseline"]),
      });
      setup.done(exitCode);
    });
}

function addScan(program: Command, setup: ProgramSetup): void {
  recording(define(program, "scan", "find leaked secrets; the CI step", reportFormats))
    .argument("[paths...]", "files and folders; default: the current one")
    .option("--staged", "what the next commit would add")
    .option("--stdin", "what is piped in")
    .option("--history", "every object of the repository, and the work tree")
    .option("--own-values <file>", "an env file whose values are searched too")
    .option("--no-ignore", "ignored files too")
    .option("--no-inline", "do not let guard:allow comments waive anything")
    .action(async (paths: string[], raw: RawOptions) => {
      const ownValues = textOf(raw, "ownValues");
      const exitCode = await setup.commands.scan({
        ...common(raw, reportFormats, setup),
        paths,
        staged: raw["staged"] === true,
        stdin: raw["stdin"] === true,
        history: raw["history"] === true,
        ignore: raw["ignore"] !== false,
        inline: raw["inline"] !== false,
        ...(ownValues === undefined ? {} : { ownValues }),
        ...textsOf(raw, ["waivers", "baseline", "writeBaseline"]),
      });
      setup.done(exitCode);
    });
}

function addFix(program: Command, setup: ProgramSetup): void {
  const formats = [...documentFormats, "sh"];
  accepting(define(program, "fix", "plan, show and apply fixes", formats))
    .argument("[path]", "folder of the install; default: look for it")
    .addOption(ids("--only <ids>", "only what these audits found"))
    .addOption(ids("--skip <ids>", "all but what these found"))
    .option("--dry-run", "show the plan, change nothing; 1 when a safe fix is pending")
    .action(async (path: string | undefined, raw: RawOptions) =>
      setup.done(
        await setup.commands.fix({
          ...common(raw, formats, setup),
          ...pathOf(path),
          only: listOf(raw, "only"),
          skip: listOf(raw, "skip"),
          dryRun: raw["dryRun"] === true,
          ...textsOf(raw, ["waivers", "baseline"]),
        }),
      ),
    );
}

function addUndo(program: Command, setup: ProgramSetup): void {
  define(program, "undo", "put back what a fix changed", documentFormats)
    .argument("[transaction]", "its number; default: the newest not yet undone")
    .option("--list", "list the transactions")
    .action(async (transaction: string | undefined, raw: RawOptions) =>
      setup.done(
        await setup.commands.undo({
          ...common(raw, documentFormats, setup),
          ...(transaction === undefined ? {} : { transaction: transactionOf(transaction) }),
          list: raw["list"] === true,
        }),
      ),
    );
}

function addInit(program: Command, setup: ProgramSetup): void {
  define(program, "init", "find the install and write guard.yaml", documentFormats)
    .argument("[path]", "folder of the install; default: look for it")
    .action(async (path: string | undefined, raw: RawOptions) =>
      setup.done(
        await setup.commands.init({ ...common(raw, documentFormats, setup), ...pathOf(path) }),
      ),
    );
}

/** Commands that look at nothing but what ships with the package or is given as a file. */
function addReading(program: Command, setup: ProgramSetup): void {
  define(program, "explain", "why it matters, how to mend it, references", documentFormats)
    .argument("<topic>", "an audit, a vendor rule (1 to 11), a credential or a secret rule")
    .action(async (topic: string, raw: RawOptions) =>
      setup.done(await setup.commands.explain({ ...common(raw, documentFormats, setup), topic })),
    );
  define(program, "report", "show a saved report in another format", reportFormats)
    .argument("<report.json>", "what audit, scan or demo wrote; - is stdin")
    .action(async (file: string, raw: RawOptions) =>
      setup.done(await setup.commands.report({ ...common(raw, reportFormats, setup), file })),
    );
  const rules = program.command("rules").description("what is recognised as a secret");
  define(rules, "list", "list all credentials and secret rules", documentFormats).action(
    async (raw: RawOptions) =>
      setup.done(await setup.commands.rulesList(common(raw, documentFormats, setup))),
  );
}

function addDemo(program: Command, setup: ProgramSetup): void {
  define(program, "demo", "build a flawed sample install and audit it", reportFormats)
    .option("--keep <dir>", "keep the sample in this new folder")
    .action(async (raw: RawOptions) => {
      const keep = textOf(raw, "keep");
      const options = common(raw, reportFormats, setup);
      setup.done(await setup.commands.demo(keep === undefined ? options : { ...options, keep }));
    });
}
