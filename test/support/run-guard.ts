import { spawn } from "node:child_process";
import path from "node:path";

export const projectRoot = path.resolve(import.meta.dirname, "../..");
export const guardBin = path.join(projectRoot, "bin/iptvbp-guard.js");

export interface GuardRun {
  readonly status: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

export interface GuardOptions {
  readonly cwd?: string;
  /** Added to a minimal environment: PATH, HOME, NO_COLOR. */
  readonly env?: Readonly<Record<string, string>>;
  readonly input?: string | Uint8Array;
  readonly uid?: number;
  readonly gid?: number;
  /** Shell lines that mount what this run alone sees. Takes root. */
  readonly mounts?: string;
}

/** Runs the built program as a user would, with nothing of our own environment. */
export function runGuard(args: readonly string[], options: GuardOptions = {}): Promise<GuardRun> {
  return new Promise((resolve, reject) => {
    const inNamespace = ["--mount", "--propagation", "private", "sh", "-ec"];
    const command = [
      ...(options.mounts === undefined
        ? []
        : ["unshare", ...inNamespace, `${options.mounts}\nexec "$@"`, "sh"]),
      process.execPath,
      guardBin,
      ...args,
    ];
    const [program = "", ...words] = command;
    const child = spawn(program, words, {
      cwd: options.cwd ?? "/",
      env: {
        PATH: "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin",
        HOME: "/nonexistent",
        NO_COLOR: "1",
        ...options.env,
      },
      stdio: ["pipe", "pipe", "pipe"],
      ...(options.uid === undefined ? {} : { uid: options.uid }),
      ...(options.gid === undefined ? {} : { gid: options.gid }),
    });
    const out: Buffer[] = [];
    const err: Buffer[] = [];
    child.stdout.on("data", (chunk: Buffer) => out.push(chunk));
    child.stderr.on("data", (chunk: Buffer) => err.push(chunk));
    child.stdin.on("error", () => {});
    child.stdin.end(options.input ?? "");
    child.on("error", reject);
    child.on("close", (status) => {
      resolve({
        status,
        stdout: Buffer.concat(out).toString("utf8"),
        stderr: Buffer.concat(err).toString("utf8"),
      });
    });
  });
}
