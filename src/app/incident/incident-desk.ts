import { loadPlaybooks } from "../../catalogue/load-playbooks.ts";
import { configurationError, usageError } from "../../core/error.ts";
import type { IncidentRecord } from "../../core/incident/incident.ts";
import type { IncidentStore } from "../../core/ports/incident-store.ts";
import { nearest } from "../../core/text/nearest.ts";
import type { Playbook } from "../../core/knowledge/playbook.ts";
import { eventOfRecord } from "../../incident/event-of-record.ts";
import { type IncidentState, incidentState } from "../../incident/incident-state.ts";
import { type ParsedJournal, parseJournal, recordsOf } from "../../incident/parse-journal.ts";
import { type OpenOptions, type OpenedInstall, openInstall } from "../open-install.ts";
import type { Ports } from "../ports.ts";

/** What incidents need of the machine besides the rest. */
export interface IncidentPorts extends Ports {
  incidentsOf(root: string): IncidentStore;
  /** Who is at the keyboard, by the account; written into every record. */
  readonly operator: string;
}

/** One install with its incidents. */
export interface IncidentDesk {
  readonly ports: IncidentPorts;
  readonly opened: OpenedInstall;
  readonly store: IncidentStore;
  readonly playbooks: readonly Playbook[];
}

export interface IncidentFile {
  readonly id: string;
  readonly journal: ParsedJournal;
  readonly records: readonly IncidentRecord[];
  readonly playbook: Playbook;
  readonly state: IncidentState;
}

export function openDesk(ports: IncidentPorts, options: OpenOptions): IncidentDesk {
  const opened = openInstall(ports, options);
  const playbooks = loadPlaybooks(opened.ruleFiles, opened.catalogue);
  return { ports, opened, playbooks, store: ports.incidentsOf(opened.install.root) };
}

/**
 * The playbook of that name.
 *
 * @throws GuardError `UNKNOWN_PLAYBOOK`
 */
export function playbookNamed(playbooks: readonly Playbook[], id: string): Playbook {
  const playbook = playbooks.find((each) => each.id === id);
  if (playbook) return playbook;
  const ids = playbooks.map((each) => each.id);
  const near = nearest(id, ids);
  const hint = near ? `did you mean "${near}"?` : `choose one of ${ids.join(", ")}`;
  throw usageError("UNKNOWN_PLAYBOOK", `there is no playbook "${id}"`, hint);
}

/** @throws GuardError `JOURNAL_UNREADABLE` */
export function readJournal({ store }: IncidentDesk, id: string): ParsedJournal {
  const content = store.read(id);
  if (content.kind === "found") return parseJournal(content.value);
  const why = content.kind === "absent" ? "is not there" : content.reason.text;
  throw configurationError(
    "JOURNAL_UNREADABLE",
    `the journal of incident ${id} ${why}`,
    "list the incidents with: incident list",
  );
}

/** @throws GuardError `JOURNAL_UNREADABLE` when no record opens an incident. */
export function readIncident(desk: IncidentDesk, id: string): IncidentFile {
  const journal = readJournal(desk, id);
  const records = recordsOf(journal);
  const [first] = records;
  const event = first && eventOfRecord(first);
  if (event?.kind !== "open") {
    throw configurationError(
      "JOURNAL_UNREADABLE",
      `the journal of incident ${id} does not begin with its opening`,
      `see what is broken with: incident verify --id ${id}`,
    );
  }
  const playbook = desk.playbooks.find((each) => each.id === event.data.playbook);
  if (!playbook) throw lostPlaybook(id, event.data.playbook);
  const state = incidentState(records, playbook);
  if (!state) throw new Error("a journal that opens an incident has a state");
  return { id, journal, records, playbook, state };
}

/** One of `playbooks.d` that was taken away, or stands beside another configuration. */
function lostPlaybook(id: string, playbook: string) {
  return configurationError(
    "PLAYBOOK_LOST",
    `incident ${id} follows the playbook "${playbook}", which is not there`,
    "name the configuration that it was started with: --config",
    `put playbooks.d/${playbook}.yaml back beside that configuration`,
  );
}

/** Incidents that are not closed; one that cannot be read counts as open. */
export function openIncidents(desk: IncidentDesk): readonly string[] {
  return desk.store.ids().filter((id) => {
    const records = recordsOf(readJournal(desk, id));
    return !records.some((record) => eventOfRecord(record)?.kind === "close");
  });
}

/**
 * The incident that a command is about: the one that was named, else the only open one.
 *
 * @throws GuardError `NO_INCIDENT`, `SEVERAL_INCIDENTS`
 */
export function chooseIncident(desk: IncidentDesk, id?: string): string {
  if (id !== undefined) {
    const ids = desk.store.names();
    if (ids.includes(id)) return id;
    const near = nearest(id, ids);
    const hint = near ? `did you mean "${near}"?` : "list the incidents with: incident list";
    throw usageError("NO_INCIDENT", `there is no incident "${id}"`, hint);
  }
  const open = openIncidents(desk);
  const [only] = open;
  if (only === undefined) {
    throw usageError(
      "NO_INCIDENT",
      "there is no open incident",
      "open one with: incident start",
      "name a closed one with --id; list them with: incident list",
    );
  }
  if (open.length === 1) return only;
  throw usageError(
    "SEVERAL_INCIDENTS",
    `several incidents are open: ${open.join(", ")}`,
    "name one with --id",
  );
}
