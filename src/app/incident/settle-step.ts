import { environmentError, usageError } from "../../core/error.ts";
import type { IncidentEvent, StepOutcome } from "../../core/incident/incident.ts";
import { nearest } from "../../core/text/nearest.ts";
import type { IncidentMode } from "../../core/knowledge/playbook.ts";
import { incidentParts } from "../../core/knowledge/provider.ts";
import type { StepState } from "../../incident/incident-state.ts";
import type { IncidentDesk, IncidentFile } from "./incident-desk.ts";
import { recordEvents } from "./record-incident.ts";
import { refuseSecrets } from "../refuse-secrets.ts";

export interface StepAnswer {
  readonly outcome: StepOutcome;
  /** Id or number of the step; default: the next one. */
  readonly step?: string;
  /** It was the next one when somebody was asked about it, and has to be still. */
  readonly isNext?: boolean;
  readonly reason?: string;
  readonly mode?: IncidentMode;
}

export interface Settled {
  readonly file: IncidentFile;
  readonly step: StepState;
}

/**
 * Records how a step ended, as somebody says.
 *
 * @throws GuardError `INCIDENT_CLOSED`, `NO_MODE`, `NO_STEP`, `STEP_SETTLED`,
 * `REASON_MISSING`, `SECRET_IN_TEXT`
 */
export function settleStep(desk: IncidentDesk, id: string, answer: StepAnswer): Settled {
  const { outcome, reason, mode } = answer;
  if (outcome === "skip" && reason === undefined) {
    throw usageError(
      "REASON_MISSING",
      "a step is skipped for a reason",
      'give it with --reason "why it does not apply"',
    );
  }
  if (reason !== undefined) refuseSecrets(desk.opened, "--reason", reason);
  // On its own: the order of the steps depends on it.
  if (mode !== undefined) chooseMode(desk, id, mode);
  let settled: IncidentEvent | undefined;
  const file = recordEvents(desk, id, (current) => {
    assertOpen(current);
    if (current.state.mode === undefined) throw noMode(current);
    const { id: step } = stepOf(current, answer.step);
    if (answer.isNext === true && step !== current.state.current?.id) {
      throw stepSettled(current, step);
    }
    const data = { step, outcome, known: "stated", ...(reason ? { reason } : {}) } as const;
    settled = { kind: "step", data };
    return [settled];
  });
  const step = file.state.steps.find(
    (each) => settled?.kind === "step" && each.id === settled.data.step,
  );
  if (!step) throw new Error("a step that was recorded is in the state");
  return { file, step };
}

/** Says whether somebody uses the value; nothing when that was said already. */
export function chooseMode(desk: IncidentDesk, id: string, mode: IncidentMode): IncidentFile {
  return recordEvents(desk, id, (file) => {
    assertOpen(file);
    return file.state.mode === mode ? [] : [{ kind: "mode", data: { mode, known: "stated" } }];
  });
}

export function assertOpen({ id, state }: IncidentFile): void {
  if (state.closedAt === undefined) return;
  throw usageError(
    "INCIDENT_CLOSED",
    `incident ${id} was closed on ${state.closedAt.slice(0, 10)}`,
    "add what came to light later with: incident note",
  );
}

function noMode({ playbook }: IncidentFile) {
  return usageError(
    "NO_MODE",
    `nobody has said yet: ${playbook.question}`,
    "answer it with --mode used (yes, or not sure) or --mode exposed (no)",
  );
}

function stepSettled({ state }: IncidentFile, id: StepState["id"]) {
  const step = state.steps.find((each) => each.id === id);
  return environmentError(
    "STEP_SETTLED",
    `${step?.by ?? "somebody else"} has settled step "${id}" meanwhile, so nothing was recorded`,
    "see how it stands with: incident status",
  );
}

function stepOf({ state }: IncidentFile, wanted: string | undefined): StepState {
  if (wanted === undefined) {
    if (state.current) return state.current;
    throw usageError("NO_STEP", "no step is left", "close the incident with: incident close");
  }
  const step = state.steps.find(({ id, number }) => id === wanted || String(number) === wanted);
  if (step) return step;
  const near = nearest(wanted, incidentParts);
  const hint = near ? `did you mean "${near}"?` : `use one of: ${incidentParts.join(", ")}`;
  throw usageError("NO_STEP", `--step: there is no step "${wanted}"`, hint);
}
