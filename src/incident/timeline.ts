import type { IncidentEvent, IncidentRecord } from "../core/incident/incident.ts";
import type { TimelineRow } from "../core/documents/incident-document.ts";
import type { Playbook } from "../core/knowledge/playbook.ts";
import { eventOfRecord } from "./event-of-record.ts";
import { keyText } from "./facts-of.ts";

/** What happened, in the order of the journal. */
export function timeline(
  records: readonly IncidentRecord[],
  playbook: Playbook,
): readonly TimelineRow[] {
  return records.map((record) => {
    const event = eventOfRecord(record);
    const text = event ? textOf(event, playbook) : `${record.kind} (not known to this version)`;
    return { seq: record.seq, at: record.at, by: record.by, text };
  });
}

const outcomes = { done: "done", failed: "failed", skip: "skipped" } as const;

function textOf(event: IncidentEvent, playbook: Playbook): string {
  switch (event.kind) {
    case "open": {
      const { affected, playbook: id } = event.data;
      return affected.length > 0 ? `opened ${id}: ${keyText(affected)}` : `opened ${id}`;
    }
    case "search":
      return searchText(event.data);
    case "mode":
      return `mode "${event.data.mode}": ${playbook.modes[event.data.mode].title}${knownText(event.data.known)}`;
    case "step": {
      const { step, outcome, reason, known } = event.data;
      const why = reason === undefined ? "" : `: ${reason}`;
      return `step "${step}" ${outcomes[outcome]}${knownText(known)}${why}`;
    }
    case "tool":
      return `${event.data.action} for step "${event.data.step}": ${event.data.result}`;
    case "note":
      return event.data.text;
    case "aware":
      return `aware that personal data was touched${knownText("stated")}${tail(event.data.text)}`;
    case "anchor":
      return `head ${event.data.head} of record ${event.data.seq} given to ${event.data.to}${knownText("stated")}`;
    case "pause":
      return "stopped, to be resumed";
    case "resume":
      return "resumed";
    case "repair":
      return `cut off ${event.data.bytes} bytes that an interrupted run had left unfinished`;
    case "close": {
      const { open, reason } = event.data;
      const left = open.length > 0 ? `, not done: ${open.join(", ")}` : "";
      return `closed${left}${tail(reason ?? "")}`;
    }
  }
}

function searchText({
  sightings,
  more,
  unknown,
}: Extract<IncidentEvent, { kind: "search" }>["data"]): string {
  const count = sightings.length + more;
  const places = count === 1 ? "1 finding" : `${count} findings`;
  const gaps = unknown.length > 0 ? `; could not look: ${unknown.join("; ")}` : "";
  return `searched for the values: ${places}${gaps}`;
}

function knownText(known: "stated" | "tool"): string {
  return known === "stated" ? ", as stated (not tested)" : ", by the tool";
}

function tail(text: string): string {
  return text === "" ? "" : `: ${text}`;
}
