import type { Command } from "commander";
import { type ProgramSetup, common, define, documentFormats } from "./define-command.ts";
import { type RawOptions, textOf } from "./parse-options.ts";

/** `attest`: what only a dashboard shows. */
export function addAttest(program: Command, setup: ProgramSetup): void {
  define(program, "attest", "state what only a dashboard shows", documentFormats)
    .argument("[audit-id]", "as accounts/two-factor; default: ask")
    .option("--state <answer>", "on, off, or what else the audit asks for")
    .option("--by <name>", "who looked; default: your account")
    .option("--date <day>", "when it was seen (today), or the day of a review")
    .option("--expires <day>", "the last day it holds, or as '60 days' (90 days)")
    .option("--evidence <file>", "a screenshot or export; its hash is kept")
    .option("--note <text>", "a remark")
    .option("--withdraw", "take back what was stated")
    .option("--list", "list what can be stated and what is")
    .action(async (audit: string | undefined, raw: RawOptions) =>
      setup.done(
        await setup.commands.attest({
          ...common(raw, documentFormats, setup),
          ...(audit === undefined ? {} : { audit }),
          ...texts(raw, "state", "by", "date", "expires", "evidence", "note"),
          withdraw: raw["withdraw"] === true,
          list: raw["list"] === true,
        }),
      ),
    );
}

function texts<K extends string>(
  raw: RawOptions,
  ...names: readonly K[]
): Partial<Record<K, string>> {
  const given = names.map((name) => [name, textOf(raw, name)] as const);
  return Object.fromEntries(given.filter(([, text]) => text !== undefined)) as Partial<
    Record<K, string>
  >;
}
