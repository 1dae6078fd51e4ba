import fs from "node:fs";
import { environmentError } from "../../core/error.ts";
import { found } from "../../core/look.ts";
import type { Look } from "../../core/look.ts";
import { parentOf, publishPath } from "../../core/text/path-text.ts";
import type { LineFile, RecordFile } from "../../core/ports/record-file.ts";
import { errnoOf, looking } from "../files/errno.ts";
import { patientLock } from "./patient-lock.ts";
import { syncFolder } from "./state-files.ts";
import { openRegularAnywhere } from "../files/open-regular.ts";
import { readOpenFile } from "../files/read-open-file.ts";

const maxBytes = 64 * 1024 * 1024;
const { O_RDWR, O_APPEND, O_CREAT, O_NOFOLLOW } = fs.constants;

/**
 * @param ensure makes the folder before the first record is written.
 * @param holder who to name to a second program that waits for the lock.
 */
export function createRecordFile(
  file: string,
  ensure: () => void,
  holder = "another run",
): RecordFile & LineFile {
  return {
    read: () => readRecords(file),
    lines: () => readLines(file),
    append: (records) => {
      ensure();
      appendRecords(file, records);
    },
    lock: () => {
      ensure();
      return patientLock(`${file}.lock`, holder);
    },
  };
}

/** All whole records. What a crash cut short is no JSON and left out. */
export function readRecords(file: string): Look<readonly unknown[]> {
  const lines = readLines(file);
  return lines.kind === "found" ? found(lines.value.flatMap(parseLine)) : lines;
}

function readLines(file: string): Look<readonly string[]> {
  return looking(() => {
    const opened = openRegularAnywhere(file, maxBytes, false);
    if (opened.kind !== "found") return opened;
    const content = readOpenFile(opened.value, maxBytes);
    if (content.kind !== "found") return content;
    const lines = Buffer.from(content.value.bytes).toString("utf8").split("\n");
    return found(lines.filter((line) => line !== ""));
  });
}

/** One write, so that two programs do not mix their lines; on the disk when it returns. */
export function appendRecords(file: string, records: readonly object[]): void {
  if (records.length === 0) return;
  try {
    const isNew = !fs.existsSync(file);
    const descriptor = fs.openSync(file, O_RDWR | O_APPEND | O_CREAT | O_NOFOLLOW, 0o600);
    try {
      const lines = records.map((record) => `${JSON.stringify(record)}\n`).join("");
      writeAll(descriptor, Buffer.from(`${endsInLine(descriptor) ? "\n" : ""}${lines}`));
      fs.fsyncSync(descriptor);
    } finally {
      fs.closeSync(descriptor);
    }
    if (isNew) syncFolder(parentOf(file));
  } catch (error) {
    const code = errnoOf(error);
    if (code === undefined) throw error;
    throw environmentError(
      "STATE_NOT_WRITABLE",
      `${publishPath(file)} cannot be written (${code})`,
      "name another folder with --state-dir",
    );
  }
}

/** Whether a crash left a line without its end. */
function endsInLine(descriptor: number): boolean {
  const { size } = fs.fstatSync(descriptor);
  const last = Buffer.alloc(1);
  if (size === 0 || fs.readSync(descriptor, last, 0, 1, size - 1) === 0) return false;
  return last[0] !== 0x0a;
}

/** When the disk is full, what was written of a line is taken back: half of one is damage. */
function writeAll(descriptor: number, bytes: Uint8Array): void {
  const { size } = fs.fstatSync(descriptor);
  let written = 0;
  try {
    while (written < bytes.length) written += fs.writeSync(descriptor, bytes, written);
  } catch (error) {
    // Unless somebody else has added to it meanwhile.
    const isOurs = fs.fstatSync(descriptor).size === size + written;
    if (written > 0 && isOurs) fs.ftruncateSync(descriptor, size);
    throw error;
  }
}

function parseLine(line: string): readonly unknown[] {
  try {
    const record: unknown = JSON.parse(line);
    return [record];
  } catch {
    return [];
  }
}
