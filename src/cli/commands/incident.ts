import { addNote, closeIncident, resumeIncident } from "../../app/incident/change-incident.ts";
import {
  type IncidentFile,
  chooseIncident,
  openIncidents,
  readIncident,
} from "../../app/incident/incident-desk.ts";
import { incidentDocument, listIncidents, viewOf } from "../../app/incident/incident-view.ts";
import { chooseMode, settleStep } from "../../app/incident/settle-step.ts";
import { chooseStart, openIncident, searchIncident } from "../../app/incident/start-incident.ts";
import {
  exportIncident,
  journalNotes,
  verifyIncident,
} from "../../app/incident/verify-incident.ts";
import { usageError } from "../../core/error.ts";
import type { IncidentDocument } from "../../core/documents/incident-document.ts";
import type { StepOutcome } from "../../core/incident/incident.ts";
import type { IncidentMode } from "../../core/knowledge/playbook.ts";
import { incidentText } from "../../reporters/incident/incident-human.ts";
import { incidentMarkdown } from "../../reporters/incident/incident-markdown.ts";
import { jsonText } from "../../reporters/json-text.ts";
import { spelled } from "../invocation.ts";
import { isOnValue, runDialogue } from "../incident-dialogue.ts";
import { type IncidentRoom, openRoom } from "../incident-room.ts";
import type { IncidentCommand } from "../options.ts";
import { printResult } from "../print-result.ts";
import type { Session } from "../session.ts";
import { whenInterrupted } from "../when-interrupted.ts";
import { watchAudit } from "../watch-audit.ts";

export async function incident(options: IncidentCommand, session: Session): Promise<number> {
  const room = openRoom(options, session);
  for (const note of room.desk.opened.notes) session.terminal.warn(note);
  const before = room.desk.store.ids();
  const document = await whenInterrupted(
    session,
    () => leftBehind(room, options, before),
    async () => documentOf(room, options, session),
  );
  const context = room.context();
  for (const note of document.notes) {
    session.terminal.warn(spelled(note, session.invocation, context.target));
  }
  const isTold = room.asks && (options.action === "start" || options.action === "resume");
  const whole = () => {
    if (options.format === "json") return jsonText(document);
    if (options.format === "markdown") return incidentMarkdown(document);
    return incidentText(document, context, isTold);
  };
  const { exitCode } = document;
  printResult(session, options, exitCode, {
    whole,
    summary: () => (options.action === "export" ? "" : incidentText(document, context, isTold)),
  });
  return exitCode;
}

/** What somebody who interrupts an incident has to know. */
function leftBehind(
  { desk, context }: IncidentRoom,
  { action, id }: IncidentCommand,
  before: readonly string[],
): readonly string[] {
  const open = openIncidents(desk);
  const own = open.filter((each) =>
    action === "start" ? !before.includes(each) : [undefined, each].includes(id),
  );
  const { invocation, target } = context();
  const [one] = own;
  if (one === undefined || own.length > 1) {
    return [action === "start" ? "Interrupted; no incident was opened." : "Interrupted."];
  }
  return [
    "Interrupted. What was answered before is saved; go on with:",
    `  ${[invocation, "incident resume", ...(open.length > 1 ? ["--id", one] : []), target].join(" ").trim()}`,
  ];
}

async function documentOf(
  room: IncidentRoom,
  options: IncidentCommand,
  session: Session,
): Promise<IncidentDocument> {
  const { desk } = room;
  const { action, id } = options;
  const shown = (file: IncidentFile) =>
    incidentDocument(desk, action, viewOf(desk, file), { notes: journalNotes(file) });
  switch (action) {
    case "start":
      return shown(await start(room, options, session));
    case "resume":
      return shown(await resume(room, options));
    case "status":
      return shown(readIncident(desk, chooseIncident(desk, id)));
    case "step": {
      const outcome = options.outcome ?? "done";
      const chosen = chooseIncident(desk, id);
      const step = await stepMeant(room, chosen, { ...options, outcome });
      if (step === "none") return shown(readIncident(desk, chosen));
      const settled = settleStep(desk, chosen, { ...options, ...step, outcome });
      room.sayRecorded(settled.file, settled.step.id);
      if (isOnValue(settled.step)) room.forgetReplaced(settled.file);
      room.say([""]);
      return shown(settled.file);
    }
    case "note": {
      const file = addNote(desk, chooseIncident(desk, id), {
        ...options,
        text: options.text ?? "",
      });
      room.say([`Noted in ${file.id}, record ${file.records.length}.`]);
      return shown(file);
    }
    case "close":
      return shown(close(room, chooseIncident(desk, id), options.reason));
    case "list":
      return incidentDocument(desk, action, null, { incidents: listIncidents(desk) });
    case "verify":
      return verifyIncident(desk, chooseIncident(desk, id), options.heads);
    case "export":
      return exportIncident(desk, chooseIncident(desk, id));
  }
}

/**
 * The step that somebody has in mind. Two people who each settle "the next one" settle two, the
 * second of them unseen: so it is named, or confirmed and compared.
 */
async function stepMeant(
  { desk, prompter, asks, say }: IncidentRoom,
  id: string,
  { step, mode, outcome, reason }: IncidentCommand & { readonly outcome: StepOutcome },
): Promise<{ readonly step?: string; readonly isNext?: boolean } | "none"> {
  if (step !== undefined) return { step };
  if (mode !== undefined && asks) chooseMode(desk, id, mode);
  const { state, playbook } = readIncident(desk, id);
  const next = state.current;
  // What is wrong with these is told by the step itself.
  const isRefused = outcome === "skip" && reason === undefined;
  if (!next || state.closedAt !== undefined || isRefused) return {};
  if (state.mode === undefined && (mode === undefined || asks)) return {};
  const title = playbook.steps.find((each) => each.id === next.id)?.title ?? next.id;
  if (!asks) {
    // Another mode has another order.
    const isKnown = mode === undefined || mode === state.mode;
    throw usageError(
      "STEP_NOT_NAMED",
      `which step it was is not said${isKnown ? `; the next one is ${next.number}, ${title}` : ""}`,
      isKnown ? `name it: incident step ${outcome} --step ${next.id}` : "name it with --step",
    );
  }
  const words = { done: "done", failed: "failed", skip: "skip it" } as const;
  const message = `Step ${next.number}, ${title}: ${words[outcome]}?`;
  const agreed = await prompter.confirm({ message, flag: `--step ${next.id}`, default: true });
  if (agreed) return { step: next.id, isNext: true };
  say(["Nothing was recorded."]);
  return "none";
}

async function start(
  room: IncidentRoom,
  options: IncidentCommand,
  session: Session,
): Promise<IncidentFile> {
  const { desk } = room;
  const mode = modeOf(room, options);
  const watch = await watchAudit(session, options, { sayFound: false });
  try {
    const chosen = await chooseStart(
      desk,
      options,
      async (led) => {
        watch.stop();
        return room.prompter.select({
          message: "What is it about?",
          flag: "incident start <playbook>",
          choices: led.map((each) => ({
            value: each,
            name: each.playbook.title,
            description: each.findings[0]?.message ?? "",
          })),
        });
      },
      watch.progress,
    );
    let file = openIncident(desk, chosen, mode);
    if (options.search) file = await searchIncident(desk, file.id, chosen.report, watch.progress);
    watch.stop();
    room.sayOpening(file);
    room.say([""]);
    return room.asks ? await runDialogue(room, file.id) : file;
  } finally {
    watch.stop();
  }
}

/** What a crash behind the last answer has left is made up for before the end is written. */
function close(room: IncidentRoom, id: string, reason: string | undefined): IncidentFile {
  const file = readIncident(room.desk, id);
  if (file.state.closedAt === undefined) room.forgetReplaced(file);
  return closeIncident(room.desk, id, reason);
}

/** Asked before anything is opened: without a terminal half an incident helps nobody. */
function modeOf(room: IncidentRoom, { mode, yes }: IncidentCommand): IncidentMode | undefined {
  if (mode !== undefined || room.asks) return mode;
  // Not sure counts as used: revoking too early costs an outage, too late costs money.
  if (yes) return "used";
  throw usageError(
    "NO_TERMINAL",
    "there is no terminal to ask: is somebody using the credential?",
    "answer it with --mode used (yes, or not sure) or --mode exposed (no)",
  );
}

async function resume(room: IncidentRoom, options: IncidentCommand): Promise<IncidentFile> {
  const { desk } = room;
  const file = resumeIncident(desk, chooseIncident(desk, options.id), options.mode);
  room.sayOpening(file);
  room.say([""]);
  return room.asks ? runDialogue(room, file.id) : file;
}
