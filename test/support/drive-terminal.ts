import { execFile } from "node:child_process";
import fs from "node:fs";
import path from "node:path";
import { guardBin } from "./run-guard.ts";
import { tempFolder } from "./temp-folder.ts";

const driver = path.join(import.meta.dirname, "drive-terminal.py");

/** Waits until `expect` is shown, then types the keys one after the other. */
export interface TypedStep {
  readonly expect: string;
  readonly send: readonly string[];
}

export interface TerminalRun {
  readonly output: string;
  readonly status: number;
  /** What was waited for in vain. */
  readonly missed: string | null;
  /** Whether a command line of the host held one of the secrets meanwhile. */
  readonly inProcessList: boolean;
}

export const keys = { enter: "\r", down: "\u001b[B", interrupt: "\u0003" } as const;

/** The n-th choice of a list, counted from 0. */
export function choice(number: number): readonly string[] {
  return [...Array.from({ length: number }, () => keys.down), keys.enter];
}

/**
 * Runs the built program in a pseudo terminal and answers it.
 *
 * @param within what leads into another place first, by absolute path: `/usr/bin/nsenter`.
 */
export function driveGuard(
  args: readonly string[],
  steps: readonly TypedStep[],
  secrets: readonly string[],
  within: readonly string[] = [],
): Promise<TerminalRun> {
  const file = path.join(tempFolder(), "job.json");
  const env = {
    PATH: "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin",
    HOME: "/nonexistent",
    NO_COLOR: "1",
    TERM: "xterm",
  };
  const argv = [...within, process.execPath, guardBin, ...args];
  fs.writeFileSync(file, JSON.stringify({ argv, env, cwd: "/", steps, secrets }), { mode: 0o600 });
  return new Promise((resolve, reject) => {
    execFile("python3", [driver, file], { maxBuffer: 1 << 24 }, (error, stdout, stderr) => {
      if (error) reject(new Error(`the driver failed: ${stderr}`));
      else resolve(JSON.parse(stdout) as TerminalRun);
    });
  });
}
