import { Buffer } from "node:buffer";
import { TextDecoder } from "node:util";
import type { SecretMatch, SecretMatcher } from "../core/ports/secret-search.ts";
import { utf16Of } from "../detect/decode-utf16.ts";

/** Searches a text that comes in pieces. */
export interface ChunkSearch {
  push(bytes: Uint8Array): void;
  /** The text is over. */
  finish(): void;
}

/**
 * What a match may need to see before and after its first byte: the longest window of the matcher.
 * 24 KiB.
 */
const reach = 24 * 1024;
/** Pieces are put together to this size: 512 KiB. */
const least = 512 * 1024;
const newline = 0x0a;

/** Where a byte is, counted from the beginning of the text. `line` and `column` 1-based. */
interface Place {
  readonly line: number;
  readonly column: number;
}

/**
 * Finds in pieces what the matcher would find in the whole: pieces overlap, so that a secret across
 * a border is seen, and every place is reported by exactly one piece. Holds little more than one
 * piece in memory.
 */
export function createChunkSearch(
  matcher: SecretMatcher,
  onMatch: (match: SecretMatch) => void,
): ChunkSearch {
  const decoder = createTextDecoder();
  /** Bytes kept from before, and where the first of them is in the text. */
  let kept = Buffer.alloc(0);
  let keptAt: Place = { line: 1, column: 1 };
  /** Matches before this place have been reported. */
  let done: Place = { line: 1, column: 1 };

  const search = (bytes: Buffer, upTo: number) => {
    const limit = advance(keptAt, bytes, upTo);
    for (const match of matcher.match(bytes)) {
      const place = shift(keptAt, match);
      if (isBefore(place, done) || !isBefore(place, limit)) continue;
      onMatch({ ...match, ...place });
    }
    done = limit;
  };

  /** No rule matches NUL bytes: the holes of a sparse file are passed over, whatever their size. */
  const skip = (bytes: Buffer) => {
    const end = keptAt.column + kept.length + bytes.length;
    kept = Buffer.from(bytes.subarray(-2 * reach));
    done = { line: keptAt.line, column: end - reach };
    keptAt = { line: keptAt.line, column: end - kept.length };
  };

  const take = (bytes: Buffer) => {
    if (bytes.length >= least && isHole(bytes) && isHole(kept)) {
      skip(bytes);
      return;
    }
    const all = kept.length === 0 ? bytes : Buffer.concat([kept, bytes]);
    // Too little news: the overlap would be searched again and again.
    if (all.length < least) {
      kept = Buffer.from(all);
      return;
    }
    search(all, all.length - reach);
    const from = keepFrom(all);
    keptAt = advance(keptAt, all, from);
    kept = Buffer.from(all.subarray(from));
  };

  return {
    push: (bytes) => {
      const text = decoder.decode(bytes);
      if (text.length > 0) take(text);
    },
    finish: () => {
      const rest = decoder.finish();
      const all = Buffer.concat([kept, rest]);
      search(all, all.length);
      kept = Buffer.alloc(0);
    },
  };
}

const hole = Buffer.alloc(1024 * 1024);

function isHole(bytes: Buffer): boolean {
  if (bytes[0] !== 0 || bytes.length > hole.length) return bytes.length === 0;
  return bytes.compare(hole, 0, bytes.length) === 0;
}

/** Not where the bytes look like a byte order mark: only the first piece may have one. */
function keepFrom(bytes: Buffer): number {
  let from = bytes.length - 2 * reach;
  while (from > 0 && utf16Of(bytes.subarray(from)) !== undefined) from -= 1;
  return from;
}

/** The place of the byte that follows the first `end` ones. */
function advance({ line, column }: Place, bytes: Uint8Array, end: number): Place {
  let lines = 0;
  let start = 0;
  for (let index = 0; index < end; index += 1) {
    if (bytes[index] !== newline) continue;
    lines += 1;
    start = index + 1;
  }
  return lines === 0
    ? { line, column: column + end }
    : { line: line + lines, column: end - start + 1 };
}

function shift(from: Place, { line, column }: Place): Place {
  return line === 1
    ? { line: from.line, column: from.column + column - 1 }
    : { line: from.line + line - 1, column };
}

function isBefore(a: Place, b: Place): boolean {
  return a.line < b.line || (a.line === b.line && a.column < b.column);
}

/** Turns UTF-16 with a byte order mark into UTF-8 and lets everything else through. */
function createTextDecoder() {
  let decoder: TextDecoder | undefined;
  let started = false;
  return {
    decode(bytes: Uint8Array): Buffer {
      const encoding = started ? undefined : utf16Of(bytes);
      started = true;
      if (encoding !== undefined) decoder = new TextDecoder(encoding);
      if (decoder) return Buffer.from(decoder.decode(bytes, { stream: true }), "utf8");
      return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length);
    },
    finish: () => Buffer.from(decoder?.decode() ?? "", "utf8"),
  };
}
