import { baseId } from "../../core/credentials/base-id.ts";
import type { IncidentEvent } from "../../core/incident/incident.ts";
import type { IncidentMode } from "../../core/knowledge/playbook.ts";
import { eventOfRecord } from "../../incident/event-of-record.ts";
import { parseJournal, recordsOf } from "../../incident/parse-journal.ts";
import { parseLedger } from "../../rotation/ledger.ts";
import { readRotations } from "../../rotation/rotation-state.ts";
import type { RotationPorts } from "../rotate/rotate-ports.ts";

export interface IncidentOnCredential {
  readonly id: string;
  /** Absent while nobody has said whether somebody uses the value. */
  readonly mode?: IncidentMode;
  /** Its journal does not tell what it is about: it may be about any credential, and open. */
  readonly isUnread?: true;
}

/** The open incident that is about the credential, or may be; undefined when there is none. */
export function openIncidentOn(
  ports: Pick<RotationPorts, "incidentsOf">,
  root: string,
  credentialId: string,
): IncidentOnCredential | undefined {
  const store = ports.incidentsOf(root);
  let unread: IncidentOnCredential | undefined;
  for (const id of store.ids()) {
    const content = store.read(id);
    if (content.kind === "absent") continue;
    if (content.kind === "blocked") {
      unread ??= { id, isUnread: true };
      continue;
    }
    const events = recordsOf(parseJournal(content.value)).flatMap(
      (record) => eventOfRecord(record) ?? [],
    );
    if (events.some(({ kind }) => kind === "close")) continue;
    if (!events.some(({ kind }) => kind === "open")) unread ??= { id, isUnread: true };
    if (!events.some((event) => affectedIds(event).includes(baseId(credentialId)))) continue;
    const mode = events.findLast((event) => event.kind === "mode")?.data.mode;
    return { id, ...(mode === undefined ? {} : { mode }) };
  }
  return unread;
}

function affectedIds(event: IncidentEvent): readonly string[] {
  if (event.kind !== "open" && event.kind !== "search") return [];
  return (event.data.affected ?? []).map(({ id }) => baseId(id));
}

/** How far a credential was rotated; what ended before the incident does not count. */
export function rotationWithin(
  ports: Pick<RotationPorts, "ledgerOf">,
  root: string,
  credential: string,
  openedAt: string,
): "open" | "done" | undefined {
  const content = ports.ledgerOf(root).read();
  const records = parseLedger(content.kind === "found" ? content.value : []);
  const own = readRotations(records).filter((each) => each.credential === credential);
  if (own.some(({ ended }) => ended === undefined)) return "open";
  return own.some(({ ended, lastAt }) => ended === "done" && lastAt >= openedAt)
    ? "done"
    : undefined;
}
