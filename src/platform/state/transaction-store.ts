import fs from "node:fs";
import path from "node:path";
import type { TransactionStore } from "../../core/ports/transaction-store.ts";
import { errnoOf } from "../files/errno.ts";
import { appendLine, makeStateFolder, readStateFile, syncFolder } from "./state-files.ts";
import type { StateFolder } from "./state-folder.ts";
import type { OnStep } from "../writing/install-writer-content.ts";
import { explained } from "../writing/install-writer-target.ts";
import { lockFile } from "./lock-file.ts";

const { O_CREAT, O_EXCL, O_NOFOLLOW, O_WRONLY } = fs.constants;

/** More than is ever kept of one file. */
const maxBytes = 64 * 1024 * 1024;

/**
 * @param stateFolder the install's own, made and checked by `ensure` before the first write:
 * private, ours, no link on its way.
 * @param holder who to name to a second operator, as `jo`.
 */
export function createTransactionStore(
  stateFolder: Pick<StateFolder, "path" | "ensure">,
  holder: string,
  onStep: OnStep = () => {},
): TransactionStore {
  const top = path.join(stateFolder.path, "transactions");
  const folderOf = (number: number) => path.join(top, String(number).padStart(4, "0"));
  const journalOf = (number: number) => path.join(folderOf(number), "journal.jsonl");
  const keptIn = (number: number) => path.join(folderOf(number), "before");
  const writing = <T>(act: () => T): T => explained(`state cannot be written: ${top}`, act);
  return {
    lock: () =>
      writing(() => {
        stateFolder.ensure();
        makeStateFolder(top);
        return lockFile(path.join(stateFolder.path, "lock"), holder);
      }),
    numbers: () => numbersIn(top),
    create: () =>
      writing(() => {
        stateFolder.ensure();
        makeStateFolder(top);
        const number = (numbersIn(top).at(-1) ?? 0) + 1;
        onStep("make transaction");
        fs.mkdirSync(folderOf(number), { mode: 0o700 });
        fs.mkdirSync(keptIn(number), { mode: 0o700 });
        syncFolder(folderOf(number));
        syncFolder(top);
        return number;
      }),
    append: (number, record) =>
      writing(() => {
        onStep("append record");
        const keep = wholeLines(journalOf(number)).length;
        appendLine(journalOf(number), JSON.stringify(record), keep);
        syncFolder(folderOf(number));
        onStep("record appended");
      }),
    records: (number) => readLines(journalOf(number)).map((line): unknown => JSON.parse(line)),
    keep: (number, name, bytes) =>
      writing(() => {
        onStep("keep content");
        writeNew(path.join(keptIn(number), name), bytes);
        syncFolder(keptIn(number));
      }),
    kept: (number, name) => readStateFile(path.join(keptIn(number), name), maxBytes),
    keptNames: (number) => namesIn(keptIn(number)),
    replaceKept: (number, name, bytes) =>
      writing(() => {
        onStep("replace kept");
        const next = path.join(keptIn(number), `${name}.new`);
        fs.rmSync(next, { force: true });
        writeNew(next, bytes);
        fs.renameSync(next, path.join(keptIn(number), name));
        syncFolder(keptIn(number));
      }),
    discardOne: (number, name) =>
      writing(() => {
        onStep("discard one");
        fs.rmSync(path.join(keptIn(number), name), { recursive: true, force: true });
        syncFolder(keptIn(number));
      }),
    discardKept: (number) =>
      writing(() => {
        onStep("discard kept");
        fs.rmSync(keptIn(number), { recursive: true, force: true });
      }),
  };
}

function namesIn(folder: string): readonly string[] {
  try {
    return fs.readdirSync(folder).toSorted();
  } catch (error) {
    if (errnoOf(error) === "ENOENT") return [];
    throw error;
  }
}

function numbersIn(top: string): readonly number[] {
  try {
    return fs
      .readdirSync(top)
      .filter((name) => /^\d{4,}$/.test(name))
      .map(Number)
      .toSorted((a, b) => a - b);
  } catch (error) {
    if (errnoOf(error) === "ENOENT") return [];
    throw error;
  }
}

function readLines(file: string): readonly string[] {
  const text = wholeLines(file).toString("utf8");
  return text === "" ? [] : text.slice(0, -1).split("\n");
}

/** A journal without what a crash left of its last line. */
function wholeLines(file: string): Buffer {
  try {
    const bytes = fs.readFileSync(file);
    return bytes.subarray(0, bytes.lastIndexOf(0x0a) + 1);
  } catch (error) {
    if (errnoOf(error) === "ENOENT") return Buffer.alloc(0);
    throw error;
  }
}

function writeNew(file: string, bytes: Uint8Array): void {
  const descriptor = fs.openSync(file, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW, 0o600);
  try {
    fs.writeFileSync(descriptor, bytes);
    fs.fsyncSync(descriptor);
  } finally {
    fs.closeSync(descriptor);
  }
}
