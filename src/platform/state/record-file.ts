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

/** Ends what a crash left of a line, once the next record is written: "cancel". */
const cutShort = "\u0018";
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

/**
 * All records. What a crash cut short was never acknowledged and is left out; any other line that
 * is no JSON is damage, and given as null.
 */
export function readRecords(file: string): Look<readonly unknown[]> {
  const text = readText(file);
  if (text.kind !== "found") return text;
  const lines = text.value.split("\n");
  const whole = lines.slice(0, -1).filter((line) => line !== "" && !line.endsWith(cutShort));
  // The last record may lack nothing but its line end.
  return found([...whole.map((line) => parsed(line) ?? null), ...lines.slice(-1).flatMap(last)]);
}

function last(line: string): readonly unknown[] {
  const record = parsed(line);
  return record === undefined ? [] : [record];
}

function readLines(file: string): Look<readonly string[]> {
  const text = readText(file);
  return text.kind === "found" ? found(text.value.split("\n").filter((line) => line !== "")) : text;
}

function readText(file: string): Look<string> {
  return looking(() => {
    const opened = openRegularAnywhere(file, maxBytes, false);
    if (opened.kind !== "found") return opened;
    const content = readOpenFile(opened.value, maxBytes);
    if (content.kind !== "found") return content;
    return found(Buffer.from(content.value.bytes).toString("utf8"));
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
      const end = endsInLine(descriptor) ? endOfLast(file) : "";
      writeAll(descriptor, Buffer.from(`${end}${lines}`));
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

/** What ends it: a record that lacks nothing but its line end stays one. */
function endOfLast(file: string): string {
  const text = readText(file);
  const line = text.kind === "found" ? text.value.slice(text.value.lastIndexOf("\n") + 1) : "";
  return parsed(line) === undefined ? `${cutShort}\n` : "\n";
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

function parsed(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch {
    return undefined;
  }
}
