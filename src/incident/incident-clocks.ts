import type { ClockRow } from "../core/documents/incident-document.ts";
import type { Playbook } from "../core/knowledge/playbook.ts";
import type { IncidentState } from "./incident-state.ts";

const minuteMs = 60_000;

/** Every deadline of an incident and where it stands. */
export function incidentClocks(
  playbook: Playbook,
  state: IncidentState,
  now: Date,
): readonly ClockRow[] {
  return playbook.clocks.map(({ title, why, withinMinutes, from, until }) => {
    const since = from === "start" ? state.openedAt : state.awareAt;
    if (since === undefined) return { title, why, due: null, state: "waiting" };
    const due = Date.parse(since) + withinMinutes * minuteMs;
    const step = state.steps.find(({ id }) => id === until);
    const endedAt = until === undefined ? state.closedAt : doneAt(step);
    const isLate = (endedAt === undefined ? now.getTime() : Date.parse(endedAt)) > due;
    const ended = endedAt !== undefined && !isLate;
    return {
      title,
      why,
      due: new Date(due).toISOString(),
      state: isLate ? "late" : ended ? "met" : "running",
    };
  });
}

function doneAt(step: IncidentState["steps"][number] | undefined): string | undefined {
  return step?.status === "done" ? step.at : undefined;
}
