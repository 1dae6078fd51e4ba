// A run of the transaction engine that ends itself with SIGKILL at a given step; see
// test/system/fix-crash.test.ts. Plain JavaScript on the built program, so that it starts fast.
import { randomBytes } from "node:crypto";
import { readFileSync } from "node:fs";
import path from "node:path";

const [dist = "", jobFile = ""] = process.argv.slice(2);
const job = JSON.parse(readFileSync(jobFile, "utf8"));
const load = (name) => import(path.join(dist, name));
const [writers, stores, plans, transactions, undos, recoveries, env, looks] = await Promise.all([
  load("platform/writing/install-writer.js"),
  load("platform/state/transaction-store.js"),
  load("fixes/plan-fixes.js"),
  load("fixes/apply-transaction.js"),
  load("fixes/undo-transaction.js"),
  load("fixes/recover-transactions.js"),
  load("install/env/set-env-line.js"),
  load("core/look.js"),
]);

let steps = 0;
const onStep = () => {
  steps += 1;
  if (steps === job.crashAt) process.kill(process.pid, "SIGKILL");
};
const deps = {
  writer: writers.createInstallWriter(onStep),
  store: stores.createTransactionStore({ path: job.state, ensure: () => {} }, "child", onStep),
  wallNow: () => new Date(),
  random: { bytes: randomBytes },
  setEnvLine: env.setEnvLine,
};

const actions = {
  async fix() {
    const fixes = plans.planFixes(
      job.edits.map((edit, index) => ({
        finding: { auditId: `env/a${index}`, fingerprint: `f${index}`, severity: "high" },
        plan: { title: `fix ${index}`, safety: "safe", edits: [edit] },
      })),
    );
    const checks = {
      findingsOf: async () => looks.found([]),
      serviceReads: new Set(),
      canServiceRead: async () => looks.absent,
    };
    await transactions.applyTransaction(deps, job.root, fixes, checks);
  },
  async undo() {
    undos.undoTransaction(deps, undos.findUndoable(deps));
  },
  async recover() {
    recoveries.recoverTransactions(deps);
  },
};

deps.store.lock();
process.stdout.write("begin\n");
await actions[job.action]();
process.stdout.write(`steps ${steps}\n`);
