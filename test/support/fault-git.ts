import fs from "node:fs";
import { join } from "node:path";
import { createGitProcess } from "../../src/platform/git/git-process.ts";
import type { GitProcess } from "../../src/core/ports/git-process.ts";

/** What stands where git is expected: a shell script, or nothing. */
const scripts = {
  missing: undefined,
  "refuses (128)": "echo 'fatal: detected dubious ownership' >&2; exit 128",
  "dies of a signal": "kill -SEGV $$",
  "says nothing": "exit 0",
  "talks nonsense": "cat >/dev/null; echo 'usage: git <command>'",
  "never ends": "sleep 600",
  "never stops talking": "exec yes",
  "may not be run": "exit 0",
} as const;

export type BrokenGit = keyof typeof scripts;
export const brokenGits = Object.keys(scripts) as readonly BrokenGit[];

/** A git of which nothing is to be had, and the program's own way to run it. */
export function brokenGit(kind: BrokenGit, folder: string): GitProcess {
  fs.mkdirSync(folder, { recursive: true });
  const path = join(folder, "git");
  const script = scripts[kind];
  if (script !== undefined) {
    // A PATH of its own: the script's programs are named in full by its own one.
    fs.writeFileSync(path, `#!/bin/sh\nPATH=/usr/bin:/bin\n${script}\n`);
    fs.chmodSync(path, kind === "may not be run" ? 0o644 : 0o755);
  }
  return createGitProcess({ path: folder, timeoutMs: 1000 });
}
