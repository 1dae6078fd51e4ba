import { GuardError } from "../error.ts";
import { type Look, blocked, found } from "../look.ts";
import type { FileReader } from "../ports/files.ts";
import { type FileTail, zipEncryption } from "./archive-encryption.ts";
import { type BackupFormat, formatOfHead } from "./backup-format.ts";
import { sevenZipEncryption } from "./seven-zip.ts";

/** A list of files longer than this is not read: 4 MiB. */
const tailBytes = 4 * 1024 * 1024;
const pieceBytes = 256 * 1024;
/** Beyond this an archive is not read to its end: 4 GiB. */
const largestArchive = 4 * 1024 ** 3;

/** What a file is, as far as its bytes say; an empty file holds nothing to protect. */
export function readBackup(path: string, reader: FileReader): Look<BackupFormat | "empty"> {
  const head = firstBytes(path, reader);
  if (head.kind !== "found") return head;
  if (head.value.length === 0) return found("empty");
  const format = formatOfHead(head.value);
  if (format.kind !== "container") return found(format);
  const tail = lastBytes(path, reader);
  if (tail.kind !== "found") return tail;
  const judge = format.format === "zip" ? zipEncryption : sevenZipEncryption;
  return found(judge(head.value, tail.value));
}

/** The first piece of a file. */
export function firstBytes(path: string, reader: FileReader): Look<Uint8Array> {
  const pieces = reader.chunks(path, { chunkBytes: 4096 });
  if (pieces.kind !== "found") return pieces;
  return reading(() => {
    for (const piece of pieces.value) return piece;
    return new Uint8Array();
  });
}

function lastBytes(path: string, reader: FileReader): Look<FileTail> {
  const pieces = reader.chunks(path, { chunkBytes: pieceBytes, maxBytes: largestArchive });
  if (pieces.kind !== "found") return pieces;
  return reading(() => {
    const kept: Uint8Array[] = [];
    let [size, keptBytes] = [0, 0];
    for (const piece of pieces.value) {
      kept.push(piece);
      size += piece.length;
      keptBytes += piece.length;
      while (keptBytes - (kept[0]?.length ?? 0) >= tailBytes)
        keptBytes -= kept.shift()?.length ?? 0;
    }
    const bytes = new Uint8Array(keptBytes);
    let at = 0;
    for (const piece of kept) {
      bytes.set(piece, at);
      at += piece.length;
    }
    return { bytes, from: size - keptBytes };
  });
}

function reading<T>(read: () => T): Look<T> {
  try {
    return found(read());
  } catch (error) {
    if (!(error instanceof GuardError)) throw error;
    return blocked("io", error.message);
  }
}
