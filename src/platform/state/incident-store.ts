import fs from "node:fs";
import path from "node:path";
import type { IncidentStore } from "../../core/ports/incident-store.ts";
import { type Look, blocked } from "../../core/look.ts";
import { compareText } from "../../core/text/path-text.ts";
import { errnoOf, looking } from "../files/errno.ts";
import { openFlags } from "../files/open-flags.ts";
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
  const folderOf = (id: string) => path.join(top, id);
  const writing = <T>(act: () => T): T => explained(`state cannot be written: ${top}`, act);
  return {
    lock: () =>
      writing(() => {
        stateFolder.ensure();
        makeStateFolder(top);
        return patientLock(path.join(top, "lock"), holder);
      }),
    ids: () => namesIn(top).filter((id) => !isUnopened(folderOf(id))),
    names: () => namesIn(top),
    read: (id) => readJournal(folderOf(id)),
    append: (id, line, keep) =>
      writing(() => {
        makeStateFolder(folderOf(id));
        onStep("append");
        appendLine(journalIn(folderOf(id)), line, keep, onStep);
        syncFolder(folderOf(id));
        syncFolder(top);
        onStep("appended");
      }),
  };
}

function journalIn(folder: string): string {
  return path.join(folder, "journal.jsonl");
}

/** Everything that has the name of an incident, of whatever kind it is. */
function namesIn(top: string): readonly string[] {
  return explained(`state cannot be read: ${top}`, () => {
    try {
      // No link, as everywhere in our state.
      fs.closeSync(fs.openSync(top, openFlags.folder));
    } catch (error) {
      if (errnoOf(error) === "ENOENT") return [];
      throw error;
    }
    return fs
      .readdirSync(top)
      .filter((id) => /^\d{4}-\d\d-\d\d-[a-z0-9-]+$/.test(id))
      .toSorted(compareText);
  });
}

/** Only what is certainly no journal: what cannot be looked at may be one. */
function isUnopened(folder: string): boolean {
  try {
    if (!fs.lstatSync(folder).isDirectory()) return false;
    const journal = fs.lstatSync(journalIn(folder));
    return journal.isFile() && journal.size === 0;
  } catch (error) {
    return errnoOf(error) === "ENOENT";
  }
}

function readJournal(folder: string): Look<Uint8Array> {
  return looking(() => {
    const stats = fs.lstatSync(folder);
    if (stats.isSymbolicLink()) {
      return blocked("link", "its folder is a link, which is not followed");
    }
    if (!stats.isDirectory()) {
      return blocked("not-a-file", "no folder is where its folder should be");
    }
    return readStateFile(journalIn(folder), maxBytes);
  });
}
