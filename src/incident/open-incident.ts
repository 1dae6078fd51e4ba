import type { Deadline, OpenIncident } from "../core/incident/open-incident.ts";
import type { IncidentRecord } from "../core/incident/incident.ts";
import type { Playbook } from "../core/knowledge/playbook.ts";
import { compareText } from "../core/text/path-text.ts";
import { type IncidentState, incidentState } from "./incident-state.ts";

const minuteMs = 60_000;

/**
 * What an incident still has to reach, by the clocks and the steps of its playbook. Pure.
 *
 * @returns undefined when it is closed, or no record opens it.
 */
export function openIncident(
  records: readonly IncidentRecord[],
  playbook: Playbook,
): OpenIncident | undefined {
  const state = incidentState(records, playbook);
  if (!state || state.closedAt !== undefined) return undefined;
  const deadlines = [...clocksOf(playbook, state), ...stepsOf(playbook, state)];
  const times = records.map(({ at }) => at);
  return {
    id: state.open.incident,
    openedAt: state.openedAt,
    lastAt: times.at(-1) ?? state.openedAt,
    newestAt: times.toSorted((a, b) => Date.parse(a) - Date.parse(b)).at(-1) ?? state.openedAt,
    deadlines: deadlines.toSorted((a, b) => compareText(a.due, b.due)),
  };
}

function clocksOf({ clocks }: Playbook, state: IncidentState): readonly Deadline[] {
  return clocks.flatMap(({ title, withinMinutes, from, until }): readonly Deadline[] => {
    const since = from === "start" ? state.openedAt : state.awareAt;
    const step = state.steps.find(({ id }) => id === until);
    if (since === undefined || (step && isSettled(step))) return [];
    return [{ title, due: later(since, withinMinutes) }];
  });
}

function stepsOf({ steps }: Playbook, state: IncidentState): readonly Deadline[] {
  return steps.flatMap(({ id, title, withinMinutes }): readonly Deadline[] => {
    const step = state.steps.find((each) => each.id === id);
    if (withinMinutes === undefined || !step || isSettled(step)) return [];
    return [{ title: `step ${step.number}, ${title}`, due: later(state.openedAt, withinMinutes) }];
  });
}

/** A step that failed is still to be made. */
function isSettled({ status }: IncidentState["steps"][number]): boolean {
  return status === "done" || status === "skipped";
}

function later(since: string, minutes: number): string {
  return new Date(Date.parse(since) + minutes * minuteMs).toISOString();
}
