import fs from "node:fs";
import { type Look, found } from "../../core/look.ts";
import { errnoOf, looking } from "../files/errno.ts";
import { openRegularAnywhere } from "../files/open-regular.ts";
import { readOpenFile } from "../files/read-open-file.ts";
import type { OnStep } from "../writing/install-writer-content.ts";

const { O_CREAT, O_DIRECTORY, O_NOFOLLOW, O_RDONLY, O_RDWR } = fs.constants;

/** Private; not `recursive`, which reports a read-only disk as a missing folder. */
export function makeStateFolder(folder: string): void {
  try {
    fs.mkdirSync(folder, { mode: 0o700 });
  } catch (error) {
    if (errnoOf(error) !== "EEXIST") throw error;
  }
}

/** Puts the names of a folder on the disk: a file that was made or moved is there after a crash. */
export function syncFolder(folder: string): void {
  const descriptor = fs.openSync(folder, O_RDONLY | O_DIRECTORY);
  try {
    fs.fsyncSync(descriptor);
  } finally {
    fs.closeSync(descriptor);
  }
}

/** A regular file of at most `maxBytes`; anything else in its place is blocked, and never waited for. */
export function readStateFile(file: string, maxBytes: number): Look<Uint8Array> {
  return looking(() => {
    const opened = openRegularAnywhere(file, maxBytes, false);
    if (opened.kind !== "found") return opened;
    const content = readOpenFile(opened.value, maxBytes);
    return content.kind === "found" ? found(content.value.bytes) : content;
  });
}

/**
 * Adds a line behind the part that counts; on the disk when it returns. When the disk is full, what
 * was written of the line is taken back.
 *
 * @param keep bytes of the file that count; what a crash left behind them is cut off.
 */
export function appendLine(
  file: string,
  line: string,
  keep: number,
  onStep: OnStep = () => {},
): void {
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
