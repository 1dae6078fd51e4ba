import { type IncidentDesk, type IncidentFile, openDesk } from "../app/incident/incident-desk.ts";
import { forgetReplaced } from "../app/incident/forget-replaced.ts";
import { factsOfIncident, viewOf } from "../app/incident/incident-view.ts";
import { rotationWithin } from "../app/incident/rotate-incident.ts";
import { resumeRotation, startRotation } from "../app/rotate/rotate-start.ts";
import { GuardError } from "../core/error.ts";
import type { RotationDocument } from "../core/documents/rotation-document.ts";
import type { StepRow } from "../core/documents/incident-document.ts";
import { fillFacts } from "../core/incident/incident-facts.ts";
import type { Prompter } from "../core/ports/prompter.ts";
import { createIncidentStore } from "../platform/state/incident-store.ts";
import { clean, wrap } from "../reporters/human/layout.ts";
import { openingLines, recordedLines } from "../reporters/incident/incident-human.ts";
import { type StepContext, stepText } from "../reporters/incident/step-human.ts";
import { spelled, targetOf } from "./invocation.ts";
import type { IncidentCommand } from "./options.ts";
import { createPrompter } from "./prompter.ts";
import { registered } from "./registered.ts";
import { rotationPorts, rotationTalk } from "./rotate-room.ts";
import { createRuntime } from "./runtime.ts";
import type { Session } from "./session.ts";

/** What every `incident` command works with. */
export interface IncidentRoom {
  readonly desk: IncidentDesk;
  readonly prompter: Prompter;
  /** Rotates one credential as the incident orders it, and says in a few words what came of it. */
  readonly rotate: (file: IncidentFile, credential: string) => Promise<string>;
  /** How far it was rotated already. */
  readonly rotated: (file: IncidentFile, credential: string) => "open" | "done" | undefined;
  /** Deletes what is kept of values that are dead by now, and says so. */
  readonly forgetReplaced: (file: IncidentFile) => void;
  /** Whether a person is asked: there is a terminal, and `--yes` did not answer for them. */
  readonly asks: boolean;
  readonly context: () => StepContext;
  /** A text of the playbook with what is known of the incident. */
  readonly fill: (file: IncidentFile, text: string) => string;
  /** Lines for people while it goes on: stdout where the result is for people too. */
  readonly say: (lines: readonly string[]) => void;
  readonly sayOpening: (file: IncidentFile) => void;
  readonly sayStep: (file: IncidentFile, step: StepRow) => void;
  readonly sayRecorded: (file: IncidentFile, id: StepRow["id"]) => void;
}

export function openRoom(options: IncidentCommand, session: Session): IncidentRoom {
  const { terminal, invocation } = session;
  const runtime = createRuntime({ ...session, options });
  const { host, ports, stateOf } = runtime;
  const operator = host.env("SUDO_USER") ?? ports.accounts.userName(host.uid);
  const incidentsOf = (root: string) => createIncidentStore(stateOf(root), operator);
  const open = () => openDesk({ ...ports, operator, incidentsOf }, options);
  let desk = open();
  const rotated = ({ state }: IncidentFile, credential: string) =>
    rotationWithin(ports, desk.opened.install.root, credential, state.openedAt);
  const rotate = async (file: IncidentFile, credential: string) => {
    const talk = rotationTalk({ ...options, reload: false }, session);
    const { id: incident, state } = file;
    const isLast = state.mode === "exposed";
    const begin = isLast && rotated(file, credential) === "open" ? resumeRotation : startRotation;
    const text = await outcomeOf(
      begin(
        rotationPorts(runtime),
        talk,
        { ...options, credential, incident },
        isLast ? "planned" : "breach",
      ),
    );
    // The env file holds another value now.
    desk = open();
    return text;
  };
  const prompter = createPrompter(terminal.interactive);
  const context = (): StepContext => ({
    columns: terminal.columns,
    invocation,
    target: targetOf({
      ...(options.config === undefined ? {} : { config: options.config }),
      ...(options.stateDir === undefined ? {} : { stateDir: options.stateDir }),
    }),
    exists: (command) => registered.includes(command),
    nowMs: ports.wallNow().getTime(),
  });
  const isForPeople = options.format === "human" && options.output === undefined;
  const say = (lines: readonly string[]) => {
    if (options.quiet) return;
    if (isForPeople) terminal.out(`${lines.map((line) => clean(line).trimEnd()).join("\n")}\n`);
    else terminal.note(...lines);
  };
  return {
    get desk() {
      return desk;
    },
    prompter,
    rotate,
    rotated,
    forgetReplaced: (file) => {
      for (const note of forgetReplaced(rotationPorts(runtime), options, file)) {
        say(wrap(`Note: ${spelled(note, invocation, context().target)}`, terminal.columns));
      }
    },
    asks: prompter.interactive && !options.yes,
    context,
    fill: (file, text) => fillFacts(text, factsOfIncident(file)),
    say,
    sayOpening: (file) => say(openingLines(viewOf(desk, file), context(), ports.hostName)),
    sayStep: (file, step) => say(["", ...stepText(viewOf(desk, file), step, context())]),
    sayRecorded: (file, id) => {
      const view = viewOf(desk, file);
      const step = view.steps.find((each) => each.id === id);
      if (step) say(["", ...recordedLines(view, step, context())]);
    },
  };
}

/** What was refused or failed ends the rotation, not the incident. */
async function outcomeOf(rotation: Promise<RotationDocument>): Promise<string> {
  try {
    const { status, exitReason, rotations } = await rotation;
    if (status === "done") return "replaced; the old value is dead, as stated";
    const left = rotations[0]?.left.join(", ") ?? "";
    return status === "open" ? `begun, not finished; left: ${left}` : exitReason;
  } catch (error) {
    if (error instanceof GuardError) return `not begun: ${error.message}`;
    throw error;
  }
}
