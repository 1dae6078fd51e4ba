// A wizard that is answered by a script and ends itself with SIGKILL at a given step; see
// test/system/rotate-crash.test.ts. Plain JavaScript on the built program, so that it starts fast.
import { appendFileSync, readFileSync } from "node:fs";
import path from "node:path";

const [dist = "", jobFile = ""] = process.argv.slice(2);
/** One job that is to be killed, or many that go on after a kill. */
const jobs = JSON.parse(readFileSync(jobFile, "utf8"));
const load = (name) => import(path.join(dist, name));
const [runtimes, rooms, writers, stores, records, starts, secrets] = await Promise.all([
  load("cli/runtime.js"),
  load("cli/rotate-room.js"),
  load("platform/writing/install-writer.js"),
  load("platform/state/transaction-store.js"),
  load("platform/state/record-file.js"),
  load("app/rotate/rotate-start.js"),
  load("core/secrets/secret.js"),
]);

async function run(job) {
  let steps = 0;
  const onStep = () => {
    steps += 1;
    if (steps === job.crashAt) process.kill(process.pid, "SIGKILL");
  };
  /** What stands here has happened outside: at the provider, or in what we acknowledged. */
  const tell = (line) => appendFileSync(job.log, `${line}\n`);

  const runtime = runtimes.createRuntime({
    tool: { name: "iptvbp-guard", version: "0" },
    cwd: "/",
    options: { stateDir: job.state },
  });
  const usual = rooms.rotationPorts(runtime);
  const ports = {
    ...usual,
    writer: writers.createInstallWriter(onStep),
    transactionsOf: (root) => stores.createTransactionStore(runtime.stateOf(root), "child", onStep),
    ledgerOf: (root) => {
      const state = runtime.stateOf(root);
      const file = records.createRecordFile(path.join(state.path, "ledger"), () => state.ensure());
      return {
        ...file,
        append: (added) => {
          onStep();
          file.append(added);
          for (const record of added) tell(`ack ${JSON.stringify(record)}`);
          onStep();
        },
      };
    },
  };

  /** The person: answers every question, and does at the provider what the wizard asks for. */
  const prompter = {
    interactive: true,
    confirm: async ({ message }) => {
      onStep();
      return !message.startsWith("Run ");
    },
    input: async () => "",
    password: async () => {
      onStep();
      return job.newValue;
    },
    select: async ({ message }) => {
      onStep();
      if (message.startsWith("New value made")) tell("minted");
      if (message.includes("evoke")) tell("revoked");
      onStep();
      if (job.backOut && message.startsWith("Does the new value")) {
        process.stdout.write(`backing out at ${steps}\n`);
        // Somebody edits the file meanwhile: then only the line of the value may go back.
        if (job.backOut === "edited") editOnce(path.join(job.root, ".env"));
        return "back-out";
      }
      return message.startsWith("Does the new value") ? "works" : "done";
    },
  };
  const talk = {
    prompter,
    say: () => {},
    command: (args) => args,
    yes: false,
    reload: false,
    uninterrupted: async (work) => work(),
  };
  if (job.piped) talk.newValue = new secrets.Secret(job.newValue);

  const document =
    job.action === "resume"
      ? await starts.resumeRotation(ports, talk, { path: job.root })
      : await starts.startRotation(
          ports,
          talk,
          { path: job.root, credential: job.credential },
          job.mode,
        );
  process.stdout.write(`steps ${steps} ${document.status}\n`);
}

function editOnce(file) {
  const text = readFileSync(file, "utf8");
  if (!text.endsWith("MORE=3\n")) appendFileSync(file, "MORE=3\n");
}

for (const job of jobs) await run(job);
