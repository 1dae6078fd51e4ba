import { type ChildProcess, execFileSync, spawn } from "node:child_process";
import fs from "node:fs";
import path from "node:path";
import { setTimeout as pause } from "node:timers/promises";

export interface SystemdHost {
  /** What leads a command line into it. */
  readonly within: readonly string[];
  /** Runs a command there; gives what it printed. */
  run(...command: readonly string[]): string;
  stop(): Promise<void>;
}

const script = path.join(import.meta.dirname, "boot-systemd.sh");
const namespaces = ["--pid", "--mount", "--cgroup", "--uts", "--ipc", "--net"];
const longest = 60_000;

/**
 * Starts a real systemd as the first process of its own namespaces, with the units in `top/units`
 * and the php-fpm pools in `top/pools`. Undefined where this machine does not allow it.
 */
export async function bootSystemd(top: string): Promise<SystemdHost | undefined> {
  const log = fs.openSync(path.join(top, "systemd.log"), "w");
  const args = [...namespaces, "--fork", "--kill-child", "--mount-proc", script, top];
  const child = spawn("unshare", args, { stdio: ["ignore", log, log] });
  const ended = new Promise<void>((resolve) => child.once("close", () => resolve()));
  const stop = async () => {
    child.kill("SIGKILL");
    await ended;
  };
  const end = Date.now() + longest;
  while (Date.now() < end && child.exitCode === null) {
    const first = firstProcess(child);
    const within = ["/usr/bin/nsenter", "-t", String(first), "-a"];
    const run = (...command: readonly string[]) => {
      const [program = "", ...rest] = [...within, ...command];
      return execFileSync(program, rest, { encoding: "utf8", stdio: ["ignore", "pipe", "pipe"] });
    };
    if (first !== undefined && isUp(run)) return { within, run, stop };
    await pause(200);
  }
  await stop();
  return undefined;
}

function firstProcess({ pid }: ChildProcess): number | undefined {
  for (const name of fs.readdirSync("/proc").filter((each) => /^\d+$/.test(each))) {
    try {
      const stat = fs.readFileSync(`/proc/${name}/stat`, "latin1");
      if (Number(stat.slice(stat.lastIndexOf(")") + 2).split(" ")[1]) === pid) return Number(name);
    } catch {
      // It has ended meanwhile.
    }
  }
  return undefined;
}

function isUp(run: SystemdHost["run"]): boolean {
  try {
    return run("systemctl", "is-active", "guard.target").trim() === "active";
  } catch {
    return false;
  }
}
