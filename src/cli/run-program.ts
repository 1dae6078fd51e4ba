import { CommanderError } from "commander";
import { type GuardError, usageError } from "../core/error.ts";
import { exitCodes } from "../core/exit.ts";
import { nearest } from "../core/text/nearest.ts";
import type { ToolInfo } from "../core/documents/report.ts";
import type { Commands } from "./options.ts";
import { createProgram } from "./program.ts";

export interface ProgramRun {
  readonly commands: Commands;
  readonly tool: ToolInfo;
  readonly cwd: string;
  readonly write: (text: string) => void;
}

/**
 * Parses the arguments and runs the command they name.
 *
 * @returns the exit code.
 * @throws GuardError kind `usage` for arguments that make no sense, and what the command throws.
 */
export async function runProgram(args: readonly string[], run: ProgramRun): Promise<number> {
  const { commands, tool, cwd, write } = run;
  let exitCode: number = exitCodes.ok;
  const done = (code: number) => {
    exitCode = code;
  };
  const program = createProgram({ commands, version: tool.version, cwd, write, done });
  try {
    await program.parseAsync(args, { from: "user" });
    return exitCode;
  } catch (error) {
    if (!(error instanceof CommanderError)) throw error;
    if (error.exitCode === 0) return exitCodes.ok;
    throw asUsageError(error, program, args);
  }
}

type Program = ReturnType<typeof createProgram>;

function asUsageError(
  { code, message }: CommanderError,
  program: Program,
  args: readonly string[],
): GuardError {
  const command = commandOf(program, args);
  const names = command.commands.map((each) => each.name());
  if (code === "commander.help" || code === "commander.helpDisplayed") {
    return usageError(
      "NO_COMMAND",
      "no command given",
      "list the commands with: --help",
      "see it work with: demo",
    );
  }
  const text = message.replace(/^error: /, "").replace(/\.$/, "");
  const word = /'([^']*)'/.exec(text)?.[1] ?? "";
  const help = `read the options of the command with: ${pathOf(command)} --help`;
  if (code === "commander.unknownCommand") {
    const guess = nearest(word, names);
    const hint =
      guess === undefined ? "list the commands with: --help" : `did you mean "${guess}"?`;
    return usageError("UNKNOWN_COMMAND", `unknown command "${word}"`, hint);
  }
  if (code === "commander.unknownOption") {
    const flags = command.options.flatMap(({ long }) => long ?? []);
    const guess = nearest(word, [...flags, "--help"]);
    const hint = guess === undefined ? help : `did you mean "${guess}"?`;
    return usageError("UNKNOWN_OPTION", `unknown option "${word}"`, hint);
  }
  const wrong = /^(.*) Allowed choices are (.*)$/s.exec(text);
  if (wrong) {
    const first = (wrong[1] ?? "").replace(/^command-argument value (.*)\.$/s, "the value $1");
    return usageError("USAGE", first.replace(/\.$/, ""), `choose one of ${wrong[2]}`, help);
  }
  return usageError("USAGE", text, help);
}

/** The command that the arguments lead to, as far as they are right. */
function commandOf(program: Program, args: readonly string[]): Program {
  let command = program;
  for (const word of args) {
    const next = command.commands.find((each) => each.name() === word);
    if (next) command = next;
    else if (!word.startsWith("-")) break;
  }
  return command;
}

function pathOf(command: Program): string {
  return command.parent ? `${pathOf(command.parent)} ${command.name()}`.trim() : "";
}
