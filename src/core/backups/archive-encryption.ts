import { latin1, uint16, uint32, uint64 } from "./bytes.ts";
import type { BackupFormat } from "./backup-format.ts";

/** The end of a file; `from` is where it begins in the file. */
export interface FileTail {
  readonly bytes: Uint8Array;
  readonly from: number;
}

const unsure = (text: string): BackupFormat => ({ kind: "unsure", text });

/**
 * Whether all files in a zip archive are encrypted, by its central directory: bit 0 of each entry's
 * flags. https://pkware.cachefly.net/webdocs/casestudies/APPNOTE.TXT 4.3.12
 */
export function zipEncryption(head: Uint8Array, tail: FileTail): BackupFormat {
  // A first entry with content in clear is enough to know.
  if ((uint16(head, 6) & 1) === 0 && uint32(head, 22) > 0) return { kind: "clear", format: "zip" };
  const { bytes } = tail;
  const end = latin1(bytes).lastIndexOf("PK\x05\x06");
  if (end < 0) return unsure("a zip archive without its end");
  let [start, count] = [end - uint32(bytes, end + 12), uint16(bytes, end + 10)];
  const wide = end - 76;
  if (uint32(bytes, wide) === 0x06064b50) {
    [start, count] = [wide - uint64(bytes, wide + 40), uint64(bytes, wide + 32)];
  }
  if (start < 0) return unsure("a zip archive with too long a list of files");
  let sealed = 0;
  for (let at = start, left = count; left > 0; left -= 1) {
    if (uint32(bytes, at) !== 0x02014b50)
      return unsure("a zip archive with a damaged list of files");
    const isEmpty = uint32(bytes, at + 24) === 0;
    const isSealed = (uint16(bytes, at + 8) & 1) === 1;
    if (!isEmpty && !isSealed) {
      return { kind: "clear", format: sealed > 0 ? "zip, encrypted in part" : "zip" };
    }
    if (isSealed) sealed += 1;
    at += 46 + uint16(bytes, at + 28) + uint16(bytes, at + 30) + uint16(bytes, at + 32);
  }
  return sealed > 0 ? { kind: "encrypted", format: "zip" } : { kind: "clear", format: "zip" };
}
