import { type ChildProcess, spawn } from "node:child_process";
import { rmSync } from "node:fs";
import path from "node:path";
import type { Readable } from "node:stream";
import { build } from "rolldown";
import { afterAll } from "vitest";
import { type BenchAnswer, type BenchJob, progressDescriptor } from "./fault-job.ts";
import { type ShopRun, beforeAudits } from "./fault-run.ts";
import type { BuiltInstall } from "./install-builder.ts";
import { projectRoot } from "./run-guard.ts";

export interface BenchRun {
  readonly run: ShopRun;
  /** What a race has to tell, and what was watched. */
  readonly told: readonly string[];
}

export interface BenchOptions extends Omit<BenchJob, "shop" | "number"> {
  /** Default a minute: long for what takes a tenth of a second, short beside a hang. */
  readonly limitMs?: number;
}

interface Bench {
  readonly child: ChildProcess;
  /** The last line of its progress. */
  progress: string;
}

/**
 * Audits shops in a process of its own, which can be ended whatever it does: an audit that loops or
 * waits in the kernel gives nothing back, not even to a timer. One process for all runs of a test
 * file; a new one only when one was lost.
 */
export function openFaultBench(): (
  shop: BuiltInstall,
  options?: BenchOptions,
) => Promise<BenchRun> {
  let script: Promise<string> | undefined;
  let bench: Bench | undefined;
  let number = 0;
  afterAll(async () => {
    bench?.child.kill("SIGKILL");
    if (script) rmSync(await script, { force: true });
  });
  return async ({ root, top, now, config }, { limitMs = 60_000, ...job } = {}) => {
    script ??= bundle();
    bench ??= start(await script);
    const shop = { root, top, now, ...(config === undefined ? {} : { config }) };
    number += 1;
    const ended = await ask(bench, { ...job, shop, number }, limitMs);
    if (ended.run.kind === "lost") bench = undefined;
    return ended;
  };
}

/** Node 20 reads no TypeScript. As deep below the top as `src/platform`, which looks for `rules/`. */
async function bundle(): Promise<string> {
  const file = path.join(projectRoot, `test/.cache/fault-bench-${process.pid}.js`);
  await build({
    cwd: projectRoot,
    input: "test/support/fault-bench-child.ts",
    platform: "node",
    external: (id) => !/^[./]/.test(id),
    output: { file, format: "esm", codeSplitting: false },
  });
  return file;
}

function start(script: string): Bench {
  // Should we be killed while it loops, the kernel ends it.
  const child = spawn("sh", ["-c", 'ulimit -t 900; exec "$0" "$1"', process.execPath, script], {
    stdio: ["ignore", "inherit", "inherit", "pipe", "ipc"],
    serialization: "advanced",
  });
  const bench: Bench = { child, progress: "" };
  const progress = child.stdio[progressDescriptor] as Readable;
  progress.on("data", (chunk: Buffer) => {
    bench.progress = chunk.toString().trimEnd().split("\n").at(-1) ?? "";
  });
  return bench;
}

function ask(bench: Bench, job: BenchJob, limitMs: number): Promise<BenchRun> {
  const { child } = bench;
  return new Promise((resolve, reject) => {
    let how = "";
    const timer = setTimeout(() => {
      how = `did not end in ${limitMs / 1000} s`;
      child.kill("SIGKILL");
    }, limitMs);
    const done = (settle: () => void) => {
      clearTimeout(timer);
      child.removeAllListeners("message");
      child.removeAllListeners("close");
      settle();
    };
    child.on("message", (answer: BenchAnswer) =>
      done(() => (answer.kind === "ended" ? resolve(answer) : reject(new Error(answer.text)))),
    );
    // Not at "exit": by now all that it said of its progress has come.
    child.on("close", (code, signal) =>
      done(() => {
        how ||= signal === null ? `ended its process (${code})` : `died of ${signal}`;
        const [begun, at = beforeAudits] = bench.progress.split(" ");
        const isThis = begun === String(job.number);
        resolve({ run: { kind: "lost", how, at: isThis ? at : beforeAudits }, told: [] });
      }),
    );
    child.send(job);
  });
}
