import path from "node:path";
import { environmentError } from "../core/error.ts";
import type { ToolInfo } from "../core/documents/report.ts";
import { exitCodes } from "../core/exit.ts";
import { lazyCommands } from "./commands.ts";
import { exitCodeOf, reportFailure } from "./failure.ts";
import { invocationOf } from "./invocation.ts";
import { createInterruption } from "./interruption.ts";
import { runProgram } from "./run-program.ts";
import { createTerminal } from "./terminal.ts";
import { readVersion } from "../platform/read-version.ts";

/** The only place that sets the exit code, and the only one that prints an error. */
export async function main(): Promise<void> {
  const args = process.argv.slice(2);
  const terminal = createTerminal();
  const interruption = createInterruption();
  const tool: ToolInfo = { name: "iptvbp-guard", version: readVersion() };
  let invocation = "iptvbp-guard";
  let invocationIn = (_folder: string): string => invocation;
  try {
    const cwd = currentFolder();
    const underSudo = process.geteuid?.() === 0 && process.env["SUDO_UID"] !== undefined;
    const call = { script: process.argv[1] ?? "", cwd, underSudo };
    invocation = invocationOf(call);
    invocationIn = (folder) => invocationOf({ ...call, cwd: path.resolve(cwd, folder) });
    const session = { terminal, tool, cwd, invocation, invocationIn, ...interruption };
    const commands = lazyCommands(session);
    process.exitCode = await runProgram(args, {
      commands,
      tool,
      cwd,
      write: (text) => terminal.out(text),
    });
  } catch (error) {
    process.exitCode = exitCodeOf(error);
    if (process.exitCode !== exitCodes.interrupted) {
      reportFailure(error, { args, terminal, tool, invocation, invocationIn });
    }
  }
}

function currentFolder(): string {
  try {
    return process.cwd();
  } catch {
    throw environmentError(
      "FOLDER_GONE",
      "the current folder does not exist any more",
      "change to a folder that does",
    );
  }
}
