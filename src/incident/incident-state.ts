import type {
  AffectedCredential,
  IncidentRecord,
  KnownFrom,
  OpenData,
  SearchData,
  Sighting,
} from "../core/incident/incident.ts";
import type { IncidentMode, Playbook } from "../core/knowledge/playbook.ts";
import type { IncidentPart } from "../core/knowledge/provider.ts";
import { eventOfRecord } from "./event-of-record.ts";

export type StepStatus = "pending" | "done" | "failed" | "skipped";

export interface StepState {
  readonly id: IncidentPart;
  /** 1-based, in the order of the mode. */
  readonly number: number;
  readonly status: StepStatus;
  readonly at?: string;
  readonly by?: string;
  readonly reason?: string;
  readonly known?: KnownFrom;
}

/** Where an incident stands, as its records say. */
export interface IncidentState {
  readonly open: OpenData;
  readonly openedAt: string;
  readonly openedBy: string;
  readonly affected: readonly AffectedCredential[];
  readonly sightings: readonly Sighting[];
  readonly searched: boolean;
  /** What the search could not look at. */
  readonly notSeen: readonly string[];
  readonly mode?: IncidentMode;
  /** When somebody was certain that personal data was touched. */
  readonly awareAt?: string;
  readonly steps: readonly StepState[];
  /** The next step: the first pending one, else the first that failed; absent when all is settled. */
  readonly current?: StepState;
  readonly closedAt?: string;
  readonly closedBy?: string;
}

type Writable<T> = { -readonly [K in keyof T]: T[K] };

/**
 * Reads the state from records, in their order; what cannot be read is passed over.
 *
 * @returns undefined when no record opens an incident.
 */
export function incidentState(
  records: readonly IncidentRecord[],
  playbook: Playbook,
): IncidentState | undefined {
  const [first] = records;
  const opening = first && eventOfRecord(first);
  if (!first || opening?.kind !== "open") return undefined;
  const state: Writable<IncidentState> = {
    open: opening.data,
    openedAt: first.at,
    openedBy: first.by,
    affected: opening.data.affected,
    sightings: [],
    searched: false,
    notSeen: [],
    steps: [],
  };
  const settled = new Map<IncidentPart, Omit<StepState, "number">>();
  for (const record of records) apply(state, settled, record);
  const order = playbook.modes[state.mode ?? "used"].order;
  state.steps = order.map((id, index) => ({
    ...(settled.get(id) ?? { id, status: "pending" as const }),
    number: index + 1,
  }));
  const current =
    state.steps.find(({ status }) => status === "pending") ??
    state.steps.find(({ status }) => status === "failed");
  if (current) state.current = current;
  return state;
}

const statuses = { done: "done", failed: "failed", skip: "skipped" } as const;

function apply(
  state: Writable<IncidentState>,
  settled: Map<IncidentPart, Omit<StepState, "number">>,
  record: IncidentRecord,
): void {
  const event = eventOfRecord(record);
  const { at, by } = record;
  // Every other kind is told in the timeline and changes nothing.
  if (event?.kind === "mode") state.mode = event.data.mode;
  if (event?.kind === "aware") state.awareAt ??= at;
  if (event?.kind === "close") [state.closedAt, state.closedBy] = [at, by];
  if (event?.kind === "search") applySearch(state, event.data);
  if (event?.kind === "step") {
    const { step, outcome, reason, known } = event.data;
    const status = statuses[outcome];
    settled.set(step, { id: step, status, at, by, known, ...(reason ? { reason } : {}) });
  }
}

/** What the first search saw stays: later ones can no longer look for the old value. */
function applySearch(state: Writable<IncidentState>, data: SearchData): void {
  if (state.searched) return;
  state.searched = true;
  state.sightings = data.sightings;
  state.notSeen = data.unknown;
  if (data.affected) state.affected = data.affected;
}
