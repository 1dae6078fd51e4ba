import type {
  IncidentAction,
  IncidentDocument,
  IncidentRow,
  IncidentView,
} from "../../core/documents/incident-document.ts";
import type { IncidentFacts } from "../../core/incident/incident-facts.ts";
import { factsOf } from "../../incident/facts-of.ts";
import { fillSteps } from "../../incident/fill-steps.ts";
import { shownHead } from "../../incident/head.ts";
import { incidentClocks } from "../../incident/incident-clocks.ts";
import type { IncidentDesk, IncidentFile } from "./incident-desk.ts";
import { readIncident } from "./incident-desk.ts";
import { oldValuesAlive } from "./old-values-alive.ts";

/** An incident as it is published: the steps filled in, with how each stands. */
export function viewOf(desk: IncidentDesk, file: IncidentFile): IncidentView {
  const { state, playbook, records } = file;
  const { affected, sightings } = state;
  const facts = factsOfIncident(file);
  const { providers } = desk.opened.catalogue;
  const mode = state.mode ?? "used";
  const steps = fillSteps(playbook, { providers, affected, mode }, facts).map((step) => {
    const own = state.steps.find(({ id }) => id === step.id);
    return {
      ...step,
      status: own?.status ?? "pending",
      at: own?.at ?? null,
      by: own?.by ?? null,
      known: own?.known ?? null,
      reason: own?.reason ?? null,
    };
  });
  return {
    id: file.id,
    playbook: playbook.id,
    title: playbook.title,
    status: state.closedAt === undefined ? "open" : "closed",
    mode: state.mode ?? null,
    openedAt: state.openedAt,
    openedBy: state.openedBy,
    closedAt: state.closedAt ?? null,
    affected,
    ...oldValuesOf(desk, file),
    sightings,
    searched: state.searched,
    notSeen: state.notSeen,
    clocks: incidentClocks(playbook, state, desk.ports.wallNow()),
    steps,
    current: state.current?.number ?? null,
    head: shownHead(records.at(-1)?.hash ?? ""),
    records: records.length,
  };
}

/** Of an incident that is closed, later rotations are none of it. */
function oldValuesOf(desk: IncidentDesk, { state }: IncidentFile): Pick<IncidentView, "oldValues"> {
  if (state.closedAt !== undefined) return {};
  const oldValues = oldValuesAlive(
    desk,
    state.affected.map(({ id }) => id),
  );
  return oldValues.length === 0 ? {} : { oldValues };
}

export function factsOfIncident({ state }: IncidentFile): IncidentFacts {
  const { affected, sightings, openedAt, open } = state;
  return factsOf({ affected, sightings, root: open.install.root, openedAt });
}

/** Every incident of the install, newest first. */
export function listIncidents(desk: IncidentDesk): readonly IncidentRow[] {
  // Also one that has lost its journal: it must not look as if it had never been.
  return desk.store
    .names()
    .toReversed()
    .map((id) => rowOf(desk, id));
}

function rowOf(desk: IncidentDesk, id: string): IncidentRow {
  try {
    const { state, playbook } = readIncident(desk, id);
    const settled = state.steps.filter(({ status }) => status !== "pending");
    return {
      id,
      title: playbook.title,
      status: state.closedAt === undefined ? "open" : "closed",
      openedAt: state.openedAt,
      settled: settled.length,
      steps: state.steps.length,
    };
  } catch {
    // Listed all the same; `verify` says what is wrong with it.
    return { id, title: "", status: "unreadable", openedAt: null, settled: 0, steps: 0 };
  }
}

type Rest = Omit<
  IncidentDocument,
  "schemaVersion" | "tool" | "kind" | "install" | "startedAt" | "action" | "incident"
>;

/** The published result of one command. */
export function incidentDocument(
  desk: IncidentDesk,
  action: IncidentAction,
  incident: IncidentView | null,
  rest: Partial<Rest> = {},
): IncidentDocument {
  const { ports, opened } = desk;
  const { incidents, journal, timeline } = rest;
  return {
    schemaVersion: 1,
    tool: ports.tool,
    kind: "incident",
    install: { root: opened.install.root, host: opened.install.host },
    startedAt: ports.clock.now().toISOString(),
    action,
    incident,
    ...(incidents ? { incidents } : {}),
    ...(journal ? { journal } : {}),
    ...(timeline ? { timeline } : {}),
    notes: rest.notes ?? [],
    exitCode: rest.exitCode ?? 0,
    exitReason: rest.exitReason ?? "done",
  };
}
