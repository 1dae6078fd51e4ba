import { spawn } from "node:child_process";
import type { Look } from "../../core/look.ts";
import { blocked, found } from "../../core/look.ts";
import { startGroup } from "../children/child-group.ts";
import { errnoOf } from "../files/errno.ts";
import { gitArguments } from "./git-environment.ts";
import type { GitIdentity } from "./git-identity.ts";

const maxErrorText = 16 * 1024;

export interface GitRun {
  readonly args: readonly string[];
  readonly env: Readonly<Record<string, string>>;
  readonly identity: GitIdentity;
  readonly timeoutMs: number;
  readonly stdin?: Uint8Array;
  /** Default `/`: a child must not sit in a folder that it could not enter. */
  readonly cwd?: string;
  /** Sees the output piece by piece; what it throws ends the run and is thrown on. */
  onOutput(chunk: Buffer): void;
}

export interface GitEnd {
  readonly exitCode: number | null;
  readonly stderr: string;
  readonly timedOut: boolean;
}

/** Runs git in a group of its own and streams its output. `blocked` = could not start. */
export function runGit(run: GitRun): Promise<Look<GitEnd>> {
  const { uid, gid } = run.identity;
  const child = spawn("git", [...gitArguments, ...run.args], {
    ...(uid === undefined || gid === undefined ? {} : { uid, gid }),
    cwd: run.cwd ?? "/",
    env: run.env,
    stdio: ["pipe", "pipe", "pipe"],
    detached: true,
  });
  const group = startGroup(child, run.timeoutMs);
  return new Promise((resolve, reject) => {
    let stderr = "";
    let failure: { readonly error: unknown } | undefined;
    child.on("error", (error) => {
      group.end();
      resolve(notStarted(error));
    });
    child.stdout.on("data", (chunk: Buffer) => {
      if (failure) return;
      try {
        run.onOutput(chunk);
      } catch (error) {
        failure = { error };
        group.kill();
      }
    });
    child.stderr.on("data", (chunk: Buffer) => {
      if (stderr.length < maxErrorText) stderr += chunk.toString("utf8");
    });
    // A child that ended early does not read the rest; its exit code says why.
    child.stdin.on("error", () => {});
    child.stdin.end(run.stdin);
    child.on("close", (exitCode) => {
      group.end();
      if (failure) reject(failure.error);
      else resolve(found({ exitCode, stderr, timedOut: group.timedOut() }));
    });
  });
}

function notStarted(error: Error): Look<never> {
  const code = errnoOf(error);
  if (code === "ENOENT") return blocked("git-missing", "git is not installed");
  if (code === "EPERM") return blocked("needs-root", "git cannot be run as another user");
  return blocked("git-failed", `git could not be started (${code ?? "unknown error"})`);
}
