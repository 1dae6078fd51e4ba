import { usageError } from "../../core/error.ts";
import type { IncidentEvent, StepOutcome } from "../../core/incident/incident.ts";
import type { IncidentMode, ToolAction } from "../../core/knowledge/playbook.ts";
import type { IncidentPart } from "../../core/knowledge/provider.ts";
import { shownHead } from "../../incident/head.ts";
import type { IncidentDesk, IncidentFile } from "./incident-desk.ts";
import { recordEvents } from "./record-incident.ts";
import { refuseSecrets } from "../refuse-secrets.ts";
import { assertOpen } from "./settle-step.ts";

export interface NoteOptions {
  readonly text: string;
  /** Personal data was touched: starts its clock. */
  readonly aware: boolean;
  /** The head as it stands was given to somebody. */
  readonly sentTo?: string;
}

/** Writes a note; also into an incident that is closed: what comes to light later belongs to it. */
export function addNote(desk: IncidentDesk, id: string, options: NoteOptions): IncidentFile {
  const { text, aware, sentTo } = options;
  if (text === "" && !aware && sentTo === undefined) {
    throw usageError("NOTE_EMPTY", "there is no text to note", "write it behind: incident note");
  }
  refuseSecrets(desk.opened, "note", text);
  if (sentTo !== undefined) refuseSecrets(desk.opened, "--sent-to", sentTo);
  return recordEvents(desk, id, ({ records }) => {
    const last = records.at(-1);
    const anchor: readonly IncidentEvent[] =
      sentTo === undefined || !last
        ? []
        : [
            {
              kind: "anchor",
              data: { head: shownHead(last.hash), seq: last.seq, to: sentTo },
            },
          ];
    const told: readonly IncidentEvent[] = aware
      ? [{ kind: "aware", data: { text } }]
      : text === ""
        ? []
        : [{ kind: "note", data: { text } }];
    return [...anchor, ...told];
  });
}

/** Notes that somebody goes on; with another mode when what was only exposed is used after all. */
export function resumeIncident(desk: IncidentDesk, id: string, mode?: IncidentMode): IncidentFile {
  return recordEvents(desk, id, (file) => {
    assertOpen(file);
    const changes = mode !== undefined && mode !== file.state.mode;
    return [
      { kind: "resume", data: {} },
      ...(changes ? [{ kind: "mode", data: { mode, known: "stated" } } as const] : []),
    ];
  });
}

export function pauseIncident(desk: IncidentDesk, id: string): IncidentFile {
  return recordEvents(desk, id, () => [{ kind: "pause", data: {} }]);
}

/**
 * The answer to a question about one step. Nothing is recorded when somebody else has settled that
 * step while the question stood there.
 */
export function answerStep(
  desk: IncidentDesk,
  id: string,
  answer: { readonly step: IncidentPart; readonly outcome: StepOutcome; readonly reason?: string },
): { readonly file: IncidentFile; readonly settledBy?: string } {
  const { step, outcome, reason } = answer;
  let settledBy: string | undefined;
  const file = recordEvents(desk, id, (current) => {
    const now = current.state.steps.find((each) => each.id === step);
    const isNext = current.state.current?.id === step && current.state.closedAt === undefined;
    if (!isNext) {
      settledBy = now?.by ?? current.state.closedBy ?? "somebody else";
      return [];
    }
    return [
      { kind: "step", data: { step, outcome, known: "stated", ...(reason ? { reason } : {}) } },
    ];
  });
  return settledBy === undefined ? { file } : { file, settledBy };
}

/** What the tool did for a step. */
export function recordTool(
  desk: IncidentDesk,
  id: string,
  data: { readonly action: ToolAction; readonly step: IncidentPart; readonly result: string },
): IncidentFile {
  return recordEvents(desk, id, () => [{ kind: "tool", data }]);
}

/**
 * Ends an incident.
 *
 * @throws GuardError `STEPS_OPEN` when steps are left and no reason is given.
 */
export function closeIncident(desk: IncidentDesk, id: string, reason?: string): IncidentFile {
  if (reason !== undefined) refuseSecrets(desk.opened, "--reason", reason);
  return recordEvents(desk, id, (file) => {
    assertOpen(file);
    const open = file.state.steps
      .filter(({ status }) => status === "pending" || status === "failed")
      .map((step) => step.id);
    if (open.length > 0 && reason === undefined) {
      throw usageError(
        "STEPS_OPEN",
        `these steps are not done: ${open.join(", ")}`,
        "go on with: incident resume",
        'close it all the same with --reason "why"',
      );
    }
    return [{ kind: "close", data: { open, ...(reason === undefined ? {} : { reason }) } }];
  });
}
