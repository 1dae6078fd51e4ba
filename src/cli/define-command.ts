import { type Command, Option } from "commander";
import type { Commands, CommonOptions } from "./options.ts";
import { type RawOptions, commonOptions } from "./parse-options.ts";

export interface ProgramSetup {
  readonly commands: Commands;
  readonly version: string;
  readonly cwd: string;
  /** Help and version, for stdout. */
  readonly write: (text: string) => void;
  /** Told the exit code of the command that ran. */
  readonly done: (exitCode: number) => void;
}

export const reportFormats = ["human", "json", "junit", "markdown", "sarif"];
export const documentFormats = ["human", "json"];

/** A command with the options that all have. */
export function define(
  parent: Command,
  name: string,
  about: string,
  formats: readonly string[],
): Command {
  return parent
    .command(name)
    .description(about)
    .helpOption("--help", "print this help")
    .configureHelp({ commandUsage: usageOf })
    .optionsGroup("Options:")
    .addOption(grouped("--config <file>", "guard.yaml, or a name below /etc/iptvbp-guard"))
    .addOption(grouped("--state-dir <dir>", "where our own records are kept"))
    .addOption(grouped("--format <format>", formats.join(", ")))
    .addOption(grouped("--output <file>", "write the result there; the summary stays here"))
    .addOption(grouped("--fail-on <severity>", "exit 1 from here on, or never (medium)"))
    .addOption(grouped("--quiet", "print nothing when the exit code is 0"))
    .addOption(grouped("--verbose", "list what passed as well"))
    .addOption(grouped("--debug", "show where an error came from"))
    .addOption(grouped("--no-color", "no colour (as NO_COLOR does)"))
    .addOption(grouped("--yes", "take the safe answer to every question"))
    .addOption(grouped("--now <iso>", "judge as if it were this moment"));
}

/** For a command that judges findings. */
export function accepting(command: Command): Command {
  return command
    .addOption(grouped("--waivers <file>", "what is accepted for a time, instead of guard.yaml's"))
    .addOption(grouped("--baseline <file>", "what it knows does not count"));
}

/** For one that can write down what it found. */
export function recording(command: Command): Command {
  return accepting(command).addOption(
    grouped("--write-baseline <file>", "write what was found, for --baseline"),
  );
}

/** The options come last in what people type; commander would show them first. */
function usageOf(command: Command): string {
  const parents: string[] = [];
  for (let each = command.parent; each; each = each.parent) parents.unshift(each.name());
  const args = command.registeredArguments.map((argument) => {
    const name = argument.name() + (argument.variadic ? "..." : "");
    return argument.required ? `<${name}>` : `[${name}]`;
  });
  return [...parents, command.name(), ...args, "[options]"].join(" ");
}

function grouped(flags: string, text: string): Option {
  return new Option(flags, text).helpGroup("Common options:");
}

export function ids(flags: string, text: string): Option {
  return new Option(flags, text)
    .default(undefined)
    .argParser((value: string, before: string[] | undefined) => [...(before ?? []), value]);
}

export function common(
  raw: RawOptions,
  formats: readonly string[],
  { cwd }: ProgramSetup,
): CommonOptions {
  return commonOptions(raw, formats, cwd);
}

export function pathOf(path: string | undefined): { path?: string } {
  return path === undefined ? {} : { path };
}
