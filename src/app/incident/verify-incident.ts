import type { IncidentDocument, JournalVerdict } from "../../core/documents/incident-document.ts";
import { exitCodes } from "../../core/exit.ts";
import { parseHead } from "../../incident/head.ts";
import { timeline } from "../../incident/timeline.ts";
import { verifyJournal } from "../../incident/verify-journal.ts";
import {
  type IncidentDesk,
  type IncidentFile,
  readIncident,
  readJournal,
} from "./incident-desk.ts";
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

/** What somebody who goes on with an incident must hear about its journal. */
export function journalNotes({ id, journal, state }: IncidentFile): readonly string[] {
  const { root } = state.open.install;
  const { problems, clockJumps } = verifyJournal(journal, { id, root, heads: [] });
  const [broken] = problems;
  const [jump] = clockJumps;
  return [
    ...(broken
      ? [
          `the journal is broken at line ${broken.line ?? "?"}; see what it is with: incident verify`,
        ]
      : []),
    ...(jump
      ? [`the clock of this host went back at record ${jump.seq}; times before it may be wrong`]
      : []),
  ];
}

/** Everything about an incident, for others to read. */
export function exportIncident(desk: IncidentDesk, id: string): IncidentDocument {
  const file = readIncident(desk, id);
  return incidentDocument(desk, "export", viewOf(desk, file), {
    journal: verifyJournal(file.journal, { id, root: desk.opened.install.root, heads: [] }),
    timeline: timeline(file.records, file.playbook),
  });
}
