import { closeSync, readSync } from "node:fs";
import { environmentError } from "../../core/error.ts";
import type { FileContent } from "../../core/ports/files.ts";
import { found } from "../../core/look.ts";
import type { Look } from "../../core/look.ts";
import { errnoOf } from "./errno.ts";
import { tooLarge } from "./open-regular.ts";
import type { OpenFile } from "./open-regular.ts";

// Small files are read in one call into this and copied out in their true size.
const scratch = Buffer.allocUnsafeSlow(64 * 1024);

/**
 * Reads to the end and closes. The size may be 0 in /proc, and may grow meanwhile.
 *
 * @param passing the bytes may be those of `scratch`, good until the next read.
 */
export function readOpenFile(file: OpenFile, maxBytes: number, passing = false): Look<FileContent> {
  try {
    return readToEnd(file, maxBytes, passing);
  } finally {
    closeSync(file.descriptor);
  }
}

function readToEnd(
  { descriptor, stat }: OpenFile,
  maxBytes: number,
  passing: boolean,
): Look<FileContent> {
  const parts: Buffer[] = [];
  let total = 0;
  for (;;) {
    const left = stat.size - total;
    const into = left < scratch.length ? scratch : Buffer.allocUnsafeSlow(left + 1);
    const count = readSync(descriptor, into, 0, into.length, null);
    total += count;
    if (total > maxBytes) return tooLarge(maxBytes);
    const isWhole = count < into.length && count === stat.size;
    if (passing && isWhole) return found({ bytes: into.subarray(0, count), stat });
    if (count > 0) parts.push(into === scratch ? copyOf(into, count) : into.subarray(0, count));
    // A short read at the known end saves the extra call that only says "nothing more".
    if (count === 0 || (count < into.length && total === stat.size)) break;
  }
  const only = parts[0];
  return found({ bytes: parts.length === 1 && only ? only : Buffer.concat(parts, total), stat });
}

/**
 * The bytes in pieces, each a memory of its own, at most as many as the file had when it was
 * opened: a log that grows faster than it is read must not keep us for ever. Closes the descriptor
 * at the end, on an error, and when the consumer stops.
 */
export function chunksOf({ descriptor, stat }: OpenFile, chunkBytes: number): Iterable<Uint8Array> {
  let left = stat.size === 0 ? Number.POSITIVE_INFINITY : stat.size;
  let isOpen = true;
  const close = (): { done: true; value: undefined } => {
    if (isOpen) closeSync(descriptor);
    isOpen = false;
    return { done: true, value: undefined };
  };
  const next = (): IteratorResult<Uint8Array, undefined> => {
    if (!isOpen || left <= 0) return close();
    const into = Buffer.allocUnsafeSlow(Math.min(chunkBytes, left));
    const count = readOrExplain(descriptor, into, close);
    if (count === 0) {
      close();
      if (left === Number.POSITIVE_INFINITY) return { done: true, value: undefined };
      throw environmentError("READ_FAILED", "a file became shorter while it was read");
    }
    left -= count;
    return { done: false, value: into.subarray(0, count) };
  };
  // Not a generator: one that was never started would not close the descriptor on return().
  return { [Symbol.iterator]: () => ({ next, return: close }) };
}

function readOrExplain(descriptor: number, into: Buffer, close: () => void): number {
  try {
    return readSync(descriptor, into, 0, into.length, null);
  } catch (error) {
    close();
    const code = errnoOf(error) ?? "error";
    throw environmentError("READ_FAILED", `a file could not be read to its end (${code})`);
  }
}

function copyOf(source: Buffer, count: number): Buffer {
  // From Node's pool when it is small, which is three times as fast.
  const copy = Buffer.allocUnsafe(count);
  source.copy(copy, 0, 0, count);
  return copy;
}
