import type { IncidentEvent, IncidentRecord } from "../../src/core/incident/incident.ts";
import { nextRecord, recordLine } from "../../src/incident/journal.ts";

export type Dated = readonly [at: string, event: IncidentEvent];

/** The journal as the runner writes it. */
export function journalText(events: readonly Dated[]): string {
  let last: IncidentRecord | undefined;
  return events
    .map(([at, event]) => {
      last = nextRecord(last, event, { at: new Date(at), by: "jo" });
      return `${recordLine(last)}\n`;
    })
    .join("");
}

export function opening(id: string, playbook = "stripe-key"): IncidentEvent {
  return {
    kind: "open",
    data: {
      incident: id,
      playbook,
      install: { root: "/srv/shop", host: "shop1" },
      tool: "iptvbp-guard 0",
      affected: [],
    },
  };
}

export function stepEnded(
  step: "revoke" | "replace",
  outcome: "done" | "failed" = "done",
): IncidentEvent {
  return { kind: "step", data: { step, outcome, known: "stated" } };
}

export const inUse: IncidentEvent = { kind: "mode", data: { mode: "used", known: "stated" } };
