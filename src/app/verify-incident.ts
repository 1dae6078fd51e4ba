import type { IncidentDocument, JournalVerdict } from "../core/incident-document.ts";
import { exitCodes } from "../core/exit.ts";
import { parseHead } from "../incident/head.ts";
import { timeline } from "../incident/timeline.ts";
import { verifyJournal } from "../incident/verify-journal.ts";
import { type IncidentDesk, readIncident, readJournal } from "./incident-desk.ts";
import { incidentDocument, viewOf } from "./incident-view.ts";

/** What the journal proves: 0 anchored and whole, 1 broken, 3 whole but not anchored. */
export function verifyIncident(
  desk: IncidentDesk,
  id: string,
  heads: readonly string[],
): IncidentDocument {
  const journal = verifyJournal(readJournal(desk, id), {
    id,
    root: desk.opened.install.root,
    heads: heads.map(parseHead),
  });
  return incidentDocument(desk, "verify", null, { journal, ...verdictOf(journal) });
}

function verdictOf(journal: JournalVerdict) {
  if (!journal.whole) {
    return { exitCode: exitCodes.findings, exitReason: "the journal is broken" };
  }
  if (journal.unanchored === null) {
    return { exitCode: exitCodes.ok, exitReason: "whole and anchored to its end" };
  }
  const { from, to } = journal.unanchored;
  return {
    exitCode: exitCodes.incomplete,
    exitReason: `right, but records ${from} to ${to} are not anchored`,
  };
}

/** Everything about an incident, for others to read. */
export function exportIncident(desk: IncidentDesk, id: string): IncidentDocument {
  const file = readIncident(desk, id);
  return incidentDocument(desk, "export", viewOf(desk, file), {
    journal: verifyJournal(file.journal, { id, root: desk.opened.install.root, heads: [] }),
    timeline: timeline(file.records, file.playbook),
  });
}
