import type { ChildProcess } from "node:child_process";
import { errnoOf } from "../files/errno.ts";

// A grandchild in a session of its own survives the group's end and may hold our pipes.
const pipeGraceMs = 500;
const signals = ["SIGINT", "SIGTERM", "SIGHUP"] as const;

export interface ChildGroup {
  /** Kills every process of the group now. */
  kill(): void;
  timedOut(): boolean;
  /** To be called when the child has ended: no timer, no kill after it. */
  end(): void;
}

type Child = Pick<ChildProcess, "pid" | "stdout" | "stderr">;

const running = new Set<number>();

/**
 * Watches a child that was started with `detached: true`: its group is killed as a whole after
 * `timeoutMs`, and when we are interrupted, since the terminal does not tell a detached child.
 */
export function startGroup(child: Child, timeoutMs: number): ChildGroup {
  const leader = child.pid;
  let isLate = false;
  let grace: NodeJS.Timeout | undefined;
  const kill = (): void => {
    if (leader !== undefined && running.has(leader)) killGroup(leader);
  };
  const timer = setTimeout(() => {
    isLate = true;
    kill();
    grace = setTimeout(() => {
      child.stdout?.destroy();
      child.stderr?.destroy();
    }, pipeGraceMs);
  }, timeoutMs);
  if (leader !== undefined) watch(leader);
  return {
    kill,
    timedOut: () => isLate,
    end: () => {
      clearTimeout(timer);
      clearTimeout(grace);
      if (leader !== undefined) unwatch(leader);
    },
  };
}

function watch(leader: number): void {
  if (running.size === 0) {
    for (const signal of signals) process.on(signal, passOn);
    process.on("exit", killAll);
  }
  running.add(leader);
}

function unwatch(leader: number): void {
  running.delete(leader);
  if (running.size > 0) return;
  for (const signal of signals) process.off(signal, passOn);
  process.off("exit", killAll);
}

function passOn(signal: NodeJS.Signals): void {
  killAll();
  // Our listener alone would make the signal do nothing: let it end us as if we had none.
  if (process.listenerCount(signal) > 1) return;
  process.off(signal, passOn);
  process.kill(process.pid, signal);
}

function killAll(): void {
  for (const leader of running) killGroup(leader);
}

function killGroup(leader: number): void {
  try {
    process.kill(-leader, "SIGKILL");
  } catch (error) {
    // Gone already, or it became another user whom we may not signal.
    const code = errnoOf(error);
    if (code !== "ESRCH" && code !== "EPERM") throw error;
  }
}
