import { spawnSync } from "node:child_process";

/**
 * Skips the test with a reason when a program is missing; with GUARD_TEST_ALL=1 it fails instead,
 * so that a full run cannot quietly leave it out.
 */
export function needProgram(skip: (note: string) => void, program: string): void {
  const found = spawnSync("sh", ["-c", 'command -v "$0"', program]).status === 0;
  if (found) return;
  const note = `${program} is not installed: apt-get install ${program}`;
  if (process.env["GUARD_TEST_ALL"] === "1") throw new Error(note);
  skip(note);
}
