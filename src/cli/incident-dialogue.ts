import {
  answerStep,
  closeIncident,
  pauseIncident,
  recordTool,
} from "../app/incident/change-incident.ts";
import { type IncidentFile, readIncident } from "../app/incident/incident-desk.ts";
import { viewOf } from "../app/incident/incident-view.ts";
import { chooseMode } from "../app/incident/settle-step.ts";
import { refuseSecrets } from "../app/refuse-secrets.ts";
import { auditSummary, searchAgain } from "../app/incident/tool-incident.ts";
import { GuardError } from "../core/error.ts";
import type { StepRow } from "../core/documents/incident-document.ts";
import { type IncidentMode, type ToolAction, incidentModes } from "../core/knowledge/playbook.ts";
import type { IncidentRoom } from "./incident-room.ts";
import { wrap } from "../reporters/human/layout.ts";

/**
 * Goes through the steps with a person until all are settled or the person stops. Everything that
 * was answered is on the disk before the next question.
 */
export async function runDialogue(room: IncidentRoom, id: string): Promise<IncidentFile> {
  const { desk } = room;
  let file = await withMode(room, readIncident(desk, id));
  for (;;) {
    const view = viewOf(desk, file);
    const step = view.steps.find(({ number }) => number === view.current);
    if (!step || view.status === "closed") return finish(room, file);
    room.sayStep(file, step);
    await offerOpenRotations(room, id, step);
    for (const action of step.tool) await offer(room, id, step, action);
    const answer = await askStep(room, step);
    if (answer === "stop") return pauseIncident(desk, id);
    const reason = answer === "done" ? undefined : await askReason(room, answer);
    const result = answerStep(desk, id, {
      step: step.id,
      outcome: answer,
      ...(reason === undefined ? {} : { reason }),
    });
    ({ file } = result);
    if (result.settledBy === undefined) {
      room.sayRecorded(file, step.id);
      if (isOnValue(step)) room.forgetReplaced(file);
    } else
      room.say([
        "",
        `Not recorded: ${result.settledBy} has settled step ${step.number} meanwhile.`,
      ]);
  }
}

async function withMode(room: IncidentRoom, file: IncidentFile): Promise<IncidentFile> {
  if (file.state.mode !== undefined) return file;
  const { modes, question, triage } = file.playbook;
  const choices: { value: IncidentMode | "help"; name: string; description?: string }[] =
    incidentModes.map((mode) => ({
      value: mode,
      name: modes[mode].title,
      description: modes[mode].effect,
    }));
  choices.push({ value: "help", name: "How can I tell?", description: "questions of two minutes" });
  for (;;) {
    const message = question;
    const chosen = await room.prompter.select({ message, flag: "--mode", choices });
    if (chosen !== "help") return chooseMode(room.desk, file.id, chosen);
    room.say([
      "",
      ...triage.flatMap(({ ask, look, yes, minutes }) => [
        `- ${room.fill(file, ask)} (${minutes} min)`,
        `  look: ${room.fill(file, look)}`,
        `  if so: ${room.fill(file, yes)}`,
      ]),
      "",
    ]);
  }
}

type StepAnswer = "done" | "failed" | "skip" | "stop";

async function askStep({ prompter }: IncidentRoom, step: StepRow): Promise<StepAnswer> {
  return prompter.select<StepAnswer>({
    message: `Step ${step.number}`,
    flag: "incident step done|failed|skip",
    choices: [
      { value: "done", name: "Done" },
      { value: "failed", name: "Failed, or could not" },
      { value: "skip", name: "Skip, with a reason" },
      { value: "stop", name: "Stop here, resume later" },
    ],
  });
}

async function askReason(
  { prompter, desk }: IncidentRoom,
  answer: "failed" | "skip",
): Promise<string | undefined> {
  const text = await prompter.input({
    message: answer === "skip" ? "Why does it not apply?" : "What happened? (may stay empty)",
    flag: "--reason",
    validate: (typed) => {
      if (answer === "skip" && typed.trim() === "") return "a reason is needed";
      return objection(() => refuseSecrets(desk.opened, "reason", typed));
    },
  });
  return text.trim() === "" ? undefined : text.trim();
}

function objection(check: () => void): string | true {
  try {
    check();
    return true;
  } catch (error) {
    if (error instanceof GuardError) return error.message;
    throw error;
  }
}

/** What the tool can do for a step itself, once somebody has agreed. */
async function offer(
  room: IncidentRoom,
  id: string,
  step: StepRow,
  action: ToolAction,
): Promise<void> {
  if (action === "rotate") return offerRotation(room, id, step);
  const message =
    action === "search"
      ? "Search history, files and logs for the value now?"
      : "Audit the install once more now?";
  const agreed = await room.prompter.confirm({ message, flag: "incident step", default: true });
  if (!agreed) return undefined;
  const result =
    action === "search" ? await searchAgain(room.desk, id) : await auditSummary(room.desk, id);
  recordTool(room.desk, id, { action, step: step.id, result });
  room.say(wrap(result, 80));
  return undefined;
}

/** The safe answer to something new is to do it by hand. What comes first is the incident's. */
async function offerRotation(room: IncidentRoom, id: string, step: StepRow): Promise<void> {
  const file = readIncident(room.desk, id);
  for (const { id: credential, name } of file.state.affected) {
    const { stored } = room.desk.opened.install.config;
    if (name === undefined && stored.get(credential) !== "settings") continue;
    const so = room.rotated(file, credential);
    if (so === "open") await goOn(room, file, step, credential);
    else if (so === "done") room.say([`${credential} was replaced in this incident already.`]);
    else {
      const order = file.state.mode === "exposed" ? "last" : "first";
      const message = `Replace ${credential} with the tool, old one revoked ${order}?`;
      const flag = `rotate ${credential} --mode breach`;
      if (!(await room.prompter.confirm({ message, flag, default: false }))) continue;
      await rotate(room, file, step, credential);
    }
  }
}

/** New first: what was left of it is the revocation, which is a step of its own here. */
async function offerOpenRotations(room: IncidentRoom, id: string, step: StepRow): Promise<void> {
  const file = readIncident(room.desk, id);
  if (step.id !== "revoke" || file.state.mode !== "exposed") return;
  for (const { id: credential } of file.state.affected) {
    if (room.rotated(file, credential) === "open") await goOn(room, file, step, credential);
  }
}

async function goOn(
  room: IncidentRoom,
  file: IncidentFile,
  step: StepRow,
  credential: string,
): Promise<void> {
  const message = `A rotation of ${credential} is open. Go on with it?`;
  const flag = `rotate resume ${credential}`;
  if (await room.prompter.confirm({ message, flag, default: true })) {
    await rotate(room, file, step, credential);
  }
}

async function rotate(
  room: IncidentRoom,
  file: IncidentFile,
  step: StepRow,
  credential: string,
): Promise<void> {
  const result = `${credential}: ${await room.rotate(file, credential)}`;
  recordTool(room.desk, file.id, { action: "rotate", step: step.id, result });
  room.say(wrap(result, 80));
}

async function finish(room: IncidentRoom, file: IncidentFile): Promise<IncidentFile> {
  if (file.state.closedAt !== undefined) return file;
  const message = "Every step is settled. Close the incident?";
  const agreed = await room.prompter.confirm({ message, flag: "incident close", default: true });
  if (!agreed) return file;
  room.forgetReplaced(file);
  return closeIncident(room.desk, file.id);
}

/** Whether a step says what became of the value itself. */
export function isOnValue({ id }: Pick<StepRow, "id">): boolean {
  return id === "revoke" || id === "replace";
}
