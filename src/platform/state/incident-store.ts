import fs from "node:fs";
import path from "node:path";
import type { IncidentStore } from "../../core/ports/incident-store.ts";
import { compareText } from "../../core/text/path-text.ts";
import { errnoOf } from "../files/errno.ts";
import type { OnStep } from "../writing/install-writer-content.ts";
import { explained } from "../writing/install-writer-target.ts";
import { patientLock } from "./patient-lock.ts";
import { appendLine, makeStateFolder, readStateFile, syncFolder } from "./state-files.ts";
import type { StateFolder } from "./state-folder.ts";

const maxBytes = 64 * 1024 * 1024;

/**
 * Journals of incidents. Their lock is their own: a rotation that goes on for an hour inside an
 * incident must not keep a second person from writing a note.
 *
 * @param holder who to name to a second operator, as `jo`.
 */
export function createIncidentStore(
  stateFolder: Pick<StateFolder, "path" | "ensure">,
  holder: string,
  onStep: OnStep = () => {},
): IncidentStore {
  const top = path.join(stateFolder.path, "incidents");
  const journalOf = (id: string) => path.join(top, id, "journal.jsonl");
  const writing = <T>(act: () => T): T => explained(`state cannot be written: ${top}`, act);
  return {
    lock: () =>
      writing(() => {
        stateFolder.ensure();
        makeStateFolder(top);
        return patientLock(path.join(top, "lock"), holder);
      }),
    ids: () => idsIn(top),
    read: (id) => readStateFile(journalOf(id), maxBytes),
    append: (id, line, keep) =>
      writing(() => {
        makeStateFolder(path.join(top, id));
        onStep("append");
        appendLine(journalOf(id), line, keep, onStep);
        syncFolder(path.join(top, id));
        syncFolder(top);
        onStep("appended");
      }),
  };
}

/** A folder without a journal is what a crash left of an incident that was never opened. */
function idsIn(top: string): readonly string[] {
  try {
    return fs
      .readdirSync(top)
      .filter((id) => /^\d{4}-\d\d-\d\d-[a-z0-9-]+$/.test(id))
      .filter((id) => (fs.statSync(path.join(top, id, "journal.jsonl"), quiet)?.size ?? 0) > 0)
      .toSorted(compareText);
  } catch (error) {
    if (errnoOf(error) === "ENOENT") return [];
    return explained(`state cannot be read: ${top}`, () => {
      throw error;
    });
  }
}

const quiet = { throwIfNoEntry: false } as const;
