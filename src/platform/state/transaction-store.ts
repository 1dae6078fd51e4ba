import fs from "node:fs";
import path from "node:path";
import { absent, found } from "../../core/look.ts";
import type { TransactionStore } from "../../core/ports/transaction-store.ts";
import { errnoOf, lookOfError } from "../files/errno.ts";
import type { StateFolder } from "./state-folder.ts";
import type { OnStep } from "../writing/install-writer-content.ts";
import { explained } from "../writing/install-writer-target.ts";
import { lockFile } from "./lock-file.ts";

const { O_CREAT, O_EXCL, O_NOFOLLOW, O_RDONLY, O_RDWR, O_WRONLY } = fs.constants;

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
        makeFolder(top);
        return lockFile(path.join(stateFolder.path, "lock"), holder);
      }),
    numbers: () => numbersIn(top),
    create: () =>
      writing(() => {
        stateFolder.ensure();
        makeFolder(top);
        const number = (numbersIn(top).at(-1) ?? 0) + 1;
        onStep("make transaction");
        fs.mkdirSync(folderOf(number), { mode: 0o700 });
        fs.mkdirSync(keptIn(number), { mode: 0o700 });
        syncPath(folderOf(number));
        syncPath(top);
        return number;
      }),
    append: (number, record) =>
      writing(() => {
        onStep("append record");
        appendLine(journalOf(number), JSON.stringify(record));
        syncPath(folderOf(number));
        onStep("record appended");
      }),
    records: (number) => readLines(journalOf(number)).map((line): unknown => JSON.parse(line)),
    keep: (number, name, bytes) =>
      writing(() => {
        onStep("keep content");
        writeNew(path.join(keptIn(number), name), bytes);
        syncPath(keptIn(number));
      }),
    kept: (number, name) => readKept(path.join(keptIn(number), name)),
    keptNames: (number) => namesIn(keptIn(number)),
    replaceKept: (number, name, bytes) =>
      writing(() => {
        onStep("replace kept");
        const next = path.join(keptIn(number), `${name}.new`);
        fs.rmSync(next, { force: true });
        writeNew(next, bytes);
        fs.renameSync(next, path.join(keptIn(number), name));
        syncPath(keptIn(number));
      }),
    discardOne: (number, name) =>
      writing(() => {
        onStep("discard one");
        fs.rmSync(path.join(keptIn(number), name), { recursive: true, force: true });
        syncPath(keptIn(number));
      }),
    discardKept: (number) =>
      writing(() => {
        onStep("discard kept");
        fs.rmSync(keptIn(number), { recursive: true, force: true });
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

/** Appends after the last whole line: what a crash left of a line is cut off first. */
function appendLine(file: string, line: string): void {
  const descriptor = fs.openSync(file, O_RDWR | O_CREAT | O_NOFOLLOW, 0o600);
  try {
    const whole = wholeLength(fs.readFileSync(descriptor));
    fs.ftruncateSync(descriptor, whole);
    const bytes = Buffer.from(`${line}\n`);
    let written = 0;
    while (written < bytes.length) {
      written += fs.writeSync(descriptor, bytes, written, bytes.length - written, whole + written);
    }
    fs.fsyncSync(descriptor);
  } finally {
    fs.closeSync(descriptor);
  }
}

function readLines(file: string): readonly string[] {
  try {
    const bytes = fs.readFileSync(file);
    const text = bytes.subarray(0, wholeLength(bytes)).toString("utf8");
    return text === "" ? [] : text.slice(0, -1).split("\n");
  } catch (error) {
    if (errnoOf(error) === "ENOENT") return [];
    throw error;
  }
}

function wholeLength(bytes: Buffer): number {
  return bytes.lastIndexOf(0x0a) + 1;
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

function readKept(file: string) {
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

function syncPath(file: string): void {
  const descriptor = fs.openSync(file, O_RDONLY);
  try {
    fs.fsyncSync(descriptor);
  } finally {
    fs.closeSync(descriptor);
  }
}
