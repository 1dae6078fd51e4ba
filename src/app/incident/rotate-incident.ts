import { baseId } from "../../core/credentials/base-id.ts";
import type { IncidentEvent } from "../../core/incident/incident.ts";
import { eventOfRecord } from "../../incident/event-of-record.ts";
import { parseJournal, recordsOf } from "../../incident/parse-journal.ts";
import type { RotationPorts } from "../rotate/rotate-ports.ts";

/** The open incident that is about the credential; undefined when there is none. */
export function openIncidentOn(
  ports: Pick<RotationPorts, "incidentsOf">,
  root: string,
  credentialId: string,
): string | undefined {
  const store = ports.incidentsOf(root);
  return store.ids().find((id) => {
    const content = store.read(id);
    if (content.kind !== "found") return false;
    const events = recordsOf(parseJournal(content.value)).flatMap(
      (record) => eventOfRecord(record) ?? [],
    );
    if (events.some(({ kind }) => kind === "close")) return false;
    return events.some((event) => affectedIds(event).includes(baseId(credentialId)));
  });
}

function affectedIds(event: IncidentEvent): readonly string[] {
  if (event.kind !== "open" && event.kind !== "search") return [];
  return (event.data.affected ?? []).map(({ id }) => baseId(id));
}
