import { loadPlaybooks } from "../../catalogue/load-playbooks.ts";
import type { IncidentsSeen, OpenIncident } from "../../core/incident/open-incident.ts";
import type { IncidentRecord } from "../../core/incident/incident.ts";
import type { Playbook } from "../../core/knowledge/playbook.ts";
import type { Catalogue } from "../../core/knowledge/provider.ts";
import { type Gap, type Look, type Reason, blocked, found, gap } from "../../core/look.ts";
import { GuardError } from "../../core/error.ts";
import { eventOfRecord } from "../../incident/event-of-record.ts";
import { openIncident } from "../../incident/open-incident.ts";
import { parseJournal, recordsOf } from "../../incident/parse-journal.ts";
import type { Ports } from "../ports.ts";

/** The incidents of an install that nobody has closed. Playbooks are loaded only for those. */
export function incidentsSeen(
  ports: Pick<Ports, "incidentsOf" | "ruleFiles">,
  root: string,
  catalogue: Catalogue,
): Look<IncidentsSeen> {
  const store = ports.incidentsOf(root);
  const ids = idsOf(store);
  if (ids.kind !== "found") return ids;
  const open: OpenIncident[] = [];
  const gaps: Gap[] = [];
  let loaded: readonly Playbook[] | undefined;
  for (const id of ids.value) {
    const content = store.read(id);
    if (content.kind === "absent") continue;
    if (content.kind === "blocked") {
      gaps.push(journalGap(id, content.reason));
      continue;
    }
    const records = recordsOf(parseJournal(content.value));
    if (isClosed(records)) continue;
    loaded ??= loadPlaybooks(ports.ruleFiles(), catalogue);
    const playbook = playbookOf(records, loaded);
    const incident = playbook && openIncident(records, playbook);
    if (incident) open.push(incident);
    else gaps.push(journalGap(id, { code: "parse", text: "it does not tell how it began" }));
  }
  return found({ open, gaps });
}

function idsOf(store: ReturnType<Ports["incidentsOf"]>): Look<readonly string[]> {
  try {
    return found(store.ids());
  } catch (error) {
    if (!(error instanceof GuardError)) throw error;
    return blocked(error.code === "STATE_NOT_OURS" ? "needs-root" : "io", error.message);
  }
}

function isClosed(records: readonly IncidentRecord[]): boolean {
  return records.some((record) => eventOfRecord(record)?.kind === "close");
}

function playbookOf(
  [first]: readonly IncidentRecord[],
  playbooks: readonly Playbook[],
): Playbook | undefined {
  const event = first && eventOfRecord(first);
  return event?.kind === "open"
    ? playbooks.find(({ id }) => id === event.data.playbook)
    : undefined;
}

function journalGap(id: string, reason: Reason): Gap {
  return gap(`journal of incident ${id}`, reason);
}
