import { closeSync, openSync, readSync } from "node:fs";
import type { ObjectFormat } from "../../core/ports/git-process.ts";

const fanoutBytes = 256 * 4;
const chunkIds = 50_000;

/**
 * The ids that a pack index lists. git says nothing when it cannot read an index: it only finds
 * fewer objects, so what it gives us is counted against this.
 *
 * @throws system errors, and `RangeError` when the file is too short for what it claims.
 * @see https://git-scm.com/docs/gitformat-pack
 */
export function* readPackIndex(path: string, format: ObjectFormat): Generator<Buffer> {
  const idBytes = format === "sha1" ? 20 : 32;
  const file = openSync(path, "r");
  try {
    const head = readExactly(file, 0, 8 + fanoutBytes);
    const isNew = head.readUInt32BE(0) === 0xff744f63;
    const count = head.readUInt32BE((isNew ? 8 : 0) + fanoutBytes - 4);
    // Version 1 has each id behind a four-byte offset.
    const step = isNew ? idBytes : idBytes + 4;
    const start = isNew ? 8 + fanoutBytes : fanoutBytes;
    for (let done = 0; done < count; done += chunkIds) {
      const here = Math.min(chunkIds, count - done);
      const table = readExactly(file, start + done * step, here * step);
      for (let at = step - idBytes; at < table.length; at += step) {
        yield table.subarray(at, at + idBytes);
      }
    }
  } finally {
    closeSync(file);
  }
}

function readExactly(file: number, position: number, length: number): Buffer {
  const bytes = Buffer.allocUnsafe(length);
  let done = 0;
  while (done < length) {
    const read = readSync(file, bytes, done, length - done, position + done);
    if (read === 0) throw new RangeError("the index is cut short");
    done += read;
  }
  return bytes;
}
