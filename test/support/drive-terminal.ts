import { spawn } from "node:child_process";
import fs from "node:fs";
import path from "node:path";
import { guardBin, projectRoot } from "./run-guard.ts";
import { tempFolder } from "./temp-folder.ts";

/** Keys of a terminal by what they are. */
export const keys = { enter: "\r", down: "\u001B[B", interrupt: "\u0003" } as const;

/** What a terminal is steered with: colours, moves of the cursor. */
const steering = new RegExp(`${String.fromCharCode(27)}\\[[0-9;?]*[A-Za-z]`, "g");

export interface Driven {
  readonly status: number | null;
  /** Everything that was shown, without colours and moves of the cursor. */
  readonly shown: string;
}

/** Runs the program in a real terminal: waits for each text and sends the keys behind it. */
export function driveTerminal(
  args: readonly string[],
  script: readonly (readonly [wait: string, send: string])[],
): Promise<Driven> {
  const file = path.join(tempFolder(), "script.json");
  fs.writeFileSync(file, JSON.stringify(script));
  const driver = path.join(projectRoot, "test/support/drive-terminal.py");
  return new Promise((resolve, reject) => {
    const child = spawn("python3", [driver, file, process.execPath, guardBin, ...args], {
      cwd: "/",
      env: {
        PATH: process.env["PATH"] ?? "/usr/bin:/bin",
        HOME: "/nonexistent",
        TERM: "xterm",
        NO_COLOR: "1",
        COLUMNS: "80",
      },
    });
    const out: Buffer[] = [];
    child.stdout.on("data", (chunk: Buffer) => out.push(chunk));
    child.on("error", reject);
    child.on("close", (status) => {
      const shown = Buffer.concat(out).toString("utf8").replaceAll(steering, "");
      resolve({ status, shown });
    });
  });
}
