// A whole incident with somebody who answers every question at once, that ends itself with SIGKILL
// at a given step of its writing; see test/system/incident-crash.test.ts. Plain JavaScript on the
// built program, so that it starts fast. What was acknowledged is on stdout before the next answer.
import { readFileSync, writeSync } from "node:fs";
import path from "node:path";

const [dist = "", jobFile = ""] = process.argv.slice(2);
const job = JSON.parse(readFileSync(jobFile, "utf8"));
const load = (name) => import(path.join(dist, name));
const [runtimes, stores, desks, starts, dialogues, rotations, forgets, rooms] = await Promise.all([
  load("cli/runtime.js"),
  load("platform/state/incident-store.js"),
  load("app/incident/incident-desk.js"),
  load("app/incident/start-incident.js"),
  load("cli/incident-dialogue.js"),
  load("app/incident/rotate-incident.js"),
  load("app/incident/forget-replaced.js"),
  load("cli/rotate-room.js"),
]);

let steps = 0;
const onStep = () => {
  steps += 1;
  if (steps === job.crashAt) process.kill(process.pid, "SIGKILL");
};
const tell = (text) => writeSync(1, `${text}\n`);

const runtime = runtimes.createRuntime({
  tool: { name: "iptvbp-guard", version: "0.0.0" },
  cwd: job.root,
  options: { stateDir: job.state },
});
const { ports, stateOf } = runtime;
const rotationPorts = rooms.rotationPorts(runtime);
const incidentsOf = (root) => stores.createIncidentStore(stateOf(root), "child", onStep);
const desk = desks.openDesk({ ...ports, operator: "child", incidentsOf }, { path: job.root });
tell("begin");

// `fail` first and once, so that the runner comes back to it.
let failed = false;
const answers = {
  interactive: true,
  confirm: async ({ message }) => message.includes("Close"),
  input: async () => "it did not answer",
  password: async () => "",
  select: async ({ choices }) => {
    const values = choices.map(({ value }) => value);
    if (values.includes(job.mode)) return job.mode;
    if (failed) return "done";
    failed = true;
    return "failed";
  },
};
const room = {
  desk,
  prompter: answers,
  asks: true,
  rotated: ({ state }, credential) =>
    rotations.rotationWithin(ports, desk.opened.install.root, credential, state.openedAt),
  forgetReplaced: (file) => forgets.forgetReplaced(rotationPorts, { path: job.root }, file),
  context: () => ({ exists: () => false }),
  fill: (_, text) => text,
  say: () => {},
  sayOpening: () => {},
  sayStep: () => {},
  sayRecorded: (file, step) => tell(`ack ${file.records.length} ${step}`),
};

const chosen = await starts.chooseStart(desk, { playbook: "stripe-key" });
const { id } = starts.openIncident(desk, chosen);
tell(`ack 1 open ${id}`);
const file = await dialogues.runDialogue(room, id);
tell(`ack ${file.records.length} end`);
tell(`steps ${steps}`);
