import { spawn } from "node:child_process";
import fs from "node:fs";
import path from "node:path";
import { describe, expect, test } from "vitest";
import { closeIncident } from "../../src/app/incident/change-incident.ts";
import { readIncident } from "../../src/app/incident/incident-desk.ts";
import { settleStep } from "../../src/app/incident/settle-step.ts";
import { openIncident, chooseStart } from "../../src/app/incident/start-incident.ts";
import { verifyIncident } from "../../src/app/incident/verify-incident.ts";
import { incidentDesk, incidentShop } from "../support/incident-desk.ts";
import { seededRandom } from "../support/mint.ts";
import { projectRoot } from "../support/run-guard.ts";

const dist = process.env["GUARD_DIST"] ?? path.join(projectRoot, "dist");
const child = new URL("../support/incident-child.js", import.meta.url).pathname;

interface Job {
  readonly mode: "used" | "exposed";
  /** The writing step at which it kills itself; 0: never. */
  readonly crashAt: number;
  /** Milliseconds after its begin at which it is killed from outside. */
  readonly killAfter?: number;
}

interface Ran {
  readonly root: string;
  readonly state: string;
  /** Records that were acknowledged. */
  readonly acknowledged: number;
  readonly steps?: number;
}

function run({ mode, crashAt, killAfter }: Job): Promise<Ran> {
  const { root, state } = incidentShop();
  const jobFile = path.join(path.dirname(root), "job.json");
  fs.writeFileSync(jobFile, JSON.stringify({ root, state, mode, crashAt }));
  return new Promise((resolve, reject) => {
    const running = spawn(process.execPath, [child, dist, jobFile]);
    let [out, errors] = ["", ""];
    running.stderr.on("data", (chunk: Buffer) => (errors += chunk.toString()));
    running.stdout.on("data", (chunk: Buffer) => {
      if (out === "" && killAfter !== undefined) {
        setTimeout(() => running.kill("SIGKILL"), killAfter);
      }
      out += chunk.toString();
    });
    running.on("error", reject);
    running.on("close", (_, signal) => {
      const steps = /^steps (\d+)$/m.exec(out)?.[1];
      if (signal !== "SIGKILL" && steps === undefined) return reject(new Error(errors));
      const acks = [...out.matchAll(/^ack (\d+) /gm)].map(([, count]) => Number(count));
      const acknowledged = Math.max(0, ...acks);
      return resolve({ root, state, acknowledged, ...(steps ? { steps: Number(steps) } : {}) });
    });
  });
}

/** Nothing acknowledged is lost, the chain is whole, and the incident can be led to its end. */
async function expectRecovered(ran: Ran, job: Job): Promise<void> {
  const when = JSON.stringify(job);
  const desk = incidentDesk(ran);
  const [found] = desk.store.ids();
  if (found === undefined) {
    // Killed before anything was acknowledged: nothing is in the way of a new start.
    expect(ran.acknowledged, when).toBe(0);
    openIncident(desk, await chooseStart(desk, { playbook: "stripe-key" }, async ([led]) => led!));
    return;
  }
  const before = readIncident(desk, found);
  expect(before.records.length, when).toBeGreaterThanOrEqual(ran.acknowledged);
  expect(verifyIncident(desk, found, []).journal?.whole, when).toBe(true);
  if (before.state.closedAt !== undefined) return;
  const settled = before.state.steps.filter(({ status }) => status === "done").length;
  const failed = before.state.steps.some(({ status }) => status === "failed") ? 1 : 0;
  // The next step is the first that was not settled; what failed comes back at the end.
  const expected = settled + failed < 6 ? settled + failed + 1 : failed === 1 ? 1 : undefined;
  expect(before.state.current?.number, when).toBe(expected);
  for (let left = 6 - settled; left > 0; left -= 1) {
    settleStep(desk, found, { outcome: "done", mode: job.mode });
  }
  const { records } = closeIncident(desk, found);
  expect(records.slice(0, before.records.length), when).toEqual(before.records);
  expect(verifyIncident(desk, found, []).journal?.whole, when).toBe(true);
}

/** Two at a time: most of each is the start of a process. */
async function all(jobs: readonly Job[]): Promise<void> {
  const queue = [...jobs];
  const work = async () => {
    for (let job = queue.shift(); job; job = queue.shift())
      await expectRecovered(await run(job), job);
  };
  await Promise.all([work(), work()]);
}

describe("kill -9 at 200 points of the runner", () => {
  test.each(["used", "exposed"] as const)("every step of writing, mode %s", async (mode) => {
    const { steps = 0, acknowledged } = await run({ mode, crashAt: 0 });
    expect(acknowledged).toBe(10);
    expect(steps).toBeGreaterThanOrEqual(40);
    const points = Array.from({ length: steps }, (_, index) => index + 1);
    await all(points.map((crashAt) => ({ mode, crashAt })));
  });

  test("random moments from outside", async () => {
    const random = seededRandom(11);
    const jobs = Array.from({ length: 120 }, (_, index): Job => {
      const mode = index % 2 === 0 ? "used" : "exposed";
      return { mode, crashAt: 0, killAfter: random(220) };
    });
    await all(jobs);
  });
});
