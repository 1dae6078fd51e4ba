import type { FileTail } from "./archive-encryption.ts";
import type { BackupFormat } from "./backup-format.ts";
import { latin1, uint64 } from "./bytes.ts";
import { unpackLzma } from "./unpack-lzma.ts";

const unsure = (text: string): BackupFormat => ({ kind: "unsure", text });

const aesCoder = "\x06\xf1\x07\x01";
const lzmaCoder = "\x03\x01\x01";
const plainHeader = 0x01;
const encodedHeader = 0x17;
/** A list of files is not larger: 16 MiB. */
const largestHeader = 16 * 1024 * 1024;

/**
 * Whether a 7z archive is encrypted, by the coders that its list of files names. The list may be
 * packed (several files) or encrypted itself (`-mhe=on`).
 *
 * @see https://py7zr.readthedocs.io/en/latest/archive_format.html
 */
export function sevenZipEncryption(head: Uint8Array, tail: FileTail): BackupFormat {
  const [offset, size] = [32 + uint64(head, 12), uint64(head, 20)];
  if (size === 0) return { kind: "clear", format: "7z" };
  const header = slice(tail, offset, size);
  if (!header) return unsure("a 7z archive without its end");
  if (header[0] === plainHeader) return judge(header);
  if (header[0] !== encodedHeader) return unsure("a damaged 7z archive");
  if (latin1(header).includes(aesCoder)) return { kind: "encrypted", format: "7z" };
  const list = unpackHeader(header, tail);
  return list ? judge(list) : unsure("a 7z archive whose list of files is packed in another way");
}

function judge(list: Uint8Array): BackupFormat {
  const kind = latin1(list).includes(aesCoder) ? "encrypted" : "clear";
  return { kind, format: "7z" };
}

function slice({ bytes, from }: FileTail, offset: number, size: number): Uint8Array | undefined {
  const start = offset - from;
  const part = bytes.subarray(start, start + size);
  return start >= 0 && part.length === size ? part : undefined;
}

/** One stream, one folder, one coder: what 7z itself writes. */
function unpackHeader(header: Uint8Array, tail: FileTail): Uint8Array | undefined {
  const reader = createReader(header);
  reader.skip(1);
  if (reader.byte() !== 0x06) return undefined;
  const position = reader.number();
  if (reader.number() !== 1 || reader.byte() !== 0x09) return undefined;
  const packedSize = reader.number();
  if (reader.to(0x07) === undefined || reader.byte() !== 0x0b) return undefined;
  // One folder, not kept elsewhere, with one coder that has properties.
  if (reader.number() !== 1 || reader.byte() !== 0 || reader.number() !== 1) return undefined;
  if (reader.byte() !== 0x23 || latin1(reader.take(3)) !== lzmaCoder) return undefined;
  const properties = reader.take(reader.number());
  if (reader.byte() !== 0x0c) return undefined;
  const size = reader.number();
  const packed = slice(tail, 32 + position, packedSize);
  return packed && size <= largestHeader ? unpackLzma(packed, properties, size) : undefined;
}

function createReader(bytes: Uint8Array) {
  let at = 0;
  const byte = () => {
    at += 1;
    return bytes[at - 1] ?? 0;
  };
  const take = (count: number) => {
    at += count;
    return bytes.subarray(at - count, at);
  };
  return {
    byte,
    take,
    skip: (count: number) => void take(count),
    /** Up to and with the next `mark`, over sums that are not looked at. */
    to(mark: number): number | undefined {
      while (at < bytes.length) if (byte() === mark) return at;
      return undefined;
    },
    /** The first byte's leading ones say how many bytes follow. */
    number(): number {
      const first = byte();
      let [mask, value] = [0x80, 0];
      for (let index = 0; index < 8; index += 1) {
        if ((first & mask) === 0) return value + (first & (mask - 1)) * 256 ** index;
        value += byte() * 256 ** index;
        mask >>= 1;
      }
      return value;
    },
  };
}
