import type { IncidentEvent, IncidentRecord, OpenData } from "../../core/incident/incident.ts";
import { nextRecord, recordLine } from "../../incident/journal.ts";
import { type ParsedJournal, parseJournal, recordsOf } from "../../incident/parse-journal.ts";
import {
  type IncidentDesk,
  type IncidentFile,
  readIncident,
  readJournal,
} from "./incident-desk.ts";

/**
 * Adds events to a journal; they are on the disk when it returns.
 *
 * @param decide looks at the journal as it stands while nobody else may write; what it throws
 * leaves everything as it is.
 */
export function recordEvents(
  desk: IncidentDesk,
  id: string,
  decide: (file: IncidentFile) => readonly IncidentEvent[],
): IncidentFile {
  const unlock = desk.store.lock();
  try {
    const file = readIncident(desk, id);
    const { tornBytes } = file.journal;
    const repair: readonly IncidentEvent[] =
      tornBytes > 0 ? [{ kind: "repair", data: { bytes: tornBytes } }] : [];
    const events = decide(file);
    if (events.length > 0) appendAll(desk, id, file.journal, [...repair, ...events]);
    return readIncident(desk, id);
  } finally {
    unlock();
  }
}

/** Opens an incident under an id that is not taken: the day, the playbook, a number if need be. */
export function recordOpening(desk: IncidentDesk, opening: Omit<OpenData, "incident">): string {
  const unlock = desk.store.lock();
  try {
    const taken = desk.store.ids();
    const day = desk.ports.wallNow().toISOString().slice(0, 10);
    const name = `${day}-${opening.playbook}`;
    let id = name;
    for (let number = 2; taken.includes(id); number += 1) id = `${name}-${number}`;
    const event = { kind: "open", data: { incident: id, ...opening } } as const;
    appendAll(desk, id, parseJournal(new Uint8Array()), [event]);
    return id;
  } finally {
    unlock();
  }
}

/** Journals grow by one whole record at a time, so that no crash leaves half of one behind. */
function appendAll(
  desk: IncidentDesk,
  id: string,
  journal: ParsedJournal,
  events: readonly IncidentEvent[],
): void {
  let last: IncidentRecord | undefined = recordsOf(journal).at(-1);
  let { wholeBytes, lacksEnd } = journal;
  for (const event of events) {
    const stamp = { at: desk.ports.wallNow(), by: desk.ports.operator };
    last = nextRecord(last, event, stamp);
    desk.store.append(id, `${lacksEnd ? "\n" : ""}${recordLine(last)}`, wholeBytes);
    ({ wholeBytes, lacksEnd } = readJournal(desk, id));
  }
}
