import fs from "node:fs";
import path from "node:path";
import type { IncidentStore } from "../../core/ports/incident-store.ts";
import { absent, found } from "../../core/look.ts";
import { compareText } from "../../core/text/path-text.ts";
import { errnoOf, lookOfError } from "../files/errno.ts";
import type { OnStep } from "../writing/install-writer-content.ts";
import { explained } from "../writing/install-writer-target.ts";
import { patientLock } from "./patient-lock.ts";
import type { StateFolder } from "./state-folder.ts";

const { O_CREAT, O_NOFOLLOW, O_RDONLY, O_RDWR, O_DIRECTORY } = fs.constants;

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
        makeFolder(top);
        return patientLock(path.join(top, "lock"), holder);
      }),
    ids: () => idsIn(top),
    read: (id) => readJournal(journalOf(id)),
    append: (id, line, keep) =>
      writing(() => {
        makeFolder(path.join(top, id));
        onStep("append");
        appendLine(journalOf(id), line, keep, onStep);
        syncFolder(path.join(top, id));
        syncFolder(top);
        onStep("appended");
      }),
  };
}

/** Not `recursive`, which reports a read-only disk as a missing folder. */
function makeFolder(folder: string): void {
  try {
    fs.mkdirSync(folder, { mode: 0o700 });
  } catch (error) {
    if (errnoOf(error) !== "EEXIST") throw error;
  }
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

function readJournal(file: string) {
  try {
    const descriptor = fs.openSync(file, O_RDONLY | O_NOFOLLOW);
    try {
      return found<Uint8Array>(fs.readFileSync(descriptor));
    } finally {
      fs.closeSync(descriptor);
    }
  } catch (error) {
    return errnoOf(error) === "ENOENT" ? absent : lookOfError(error);
  }
}

/** When the disk is full, what was written of the line is taken back. */
function appendLine(file: string, line: string, keep: number, onStep: OnStep): void {
  const descriptor = fs.openSync(file, O_RDWR | O_CREAT | O_NOFOLLOW, 0o600);
  try {
    fs.ftruncateSync(descriptor, keep);
    const bytes = Buffer.from(`${line}\n`);
    try {
      onStep("write");
      for (let written = 0; written < bytes.length;) {
        const rest = bytes.length - written;
        written += fs.writeSync(descriptor, bytes, written, rest, keep + written);
      }
      onStep("sync");
      fs.fsyncSync(descriptor);
    } catch (error) {
      fs.ftruncateSync(descriptor, keep);
      throw error;
    }
  } finally {
    fs.closeSync(descriptor);
  }
}

function syncFolder(folder: string): void {
  const descriptor = fs.openSync(folder, O_RDONLY | O_DIRECTORY);
  try {
    fs.fsyncSync(descriptor);
  } finally {
    fs.closeSync(descriptor);
  }
}
