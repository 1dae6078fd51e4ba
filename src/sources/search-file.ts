import { GuardError } from "../core/error.ts";
import type { FileReader } from "../core/ports/files.ts";
import type { Location } from "../core/location.ts";
import { type Gap, type Look, type Reason, found, gap } from "../core/look.ts";
import type { LocatedMatch, SecretMatch, SecretMatcher } from "../core/ports/secret-search.ts";
import { createChunkSearch } from "./chunk-search.ts";
import { sortOf } from "../detect/file-kind.ts";
import { createMatchCollector } from "./match-collector.ts";
import { unpackGzip } from "./unpack-gzip.ts";

/** What one file came to. */
export interface FileSearched {
  readonly matches: readonly LocatedMatch[];
  readonly gaps: readonly Gap[];
  /** Bytes read from the disk. */
  readonly bytes: number;
  readonly isMedia: boolean;
}

export interface FileSearch {
  readonly files: FileReader;
  readonly matcher: SecretMatcher;
  /** Larger files are not read. */
  readonly maxBytes: number;
  readonly locate: (path: string, match: SecretMatch) => Location;
}

/** Smaller files are read at once: 1 MiB. Also the size of a piece of a larger one. */
const pieceBytes = 1024 * 1024;

/** Searches one file; absent when there is no such file (any more). */
export async function searchFile(path: string, search: FileSearch): Promise<Look<FileSearched>> {
  const whole = search.files.read(path, { maxBytes: pieceBytes, passing: true });
  if (whole.kind === "found") {
    const { bytes } = whole.value;
    if (sortOf(bytes).kind === "plain") return found(searchWhole(path, bytes, search));
    // Unpacked over several turns, in which other files may be read.
    return found(await searchPieces(path, [Uint8Array.from(bytes)], search));
  }
  if (whole.kind === "absent" || whole.reason.code !== "too-large") return whole;
  const { maxBytes } = search;
  const pieces = search.files.chunks(path, { chunkBytes: pieceBytes, maxBytes });
  return pieces.kind === "found" ? found(await searchPieces(path, pieces.value, search)) : pieces;
}

/** Most files are small and plain: nothing is copied, and no border has to be looked after. */
function searchWhole(path: string, bytes: Uint8Array, search: FileSearch): FileSearched {
  const matches = search.matcher.match(bytes);
  if (matches.length === 0) {
    return { matches: [], gaps: [], bytes: bytes.length, isMedia: false };
  }
  const collector = createMatchCollector(path);
  for (const match of matches) collector.add(match, search.locate(path, match));
  return {
    matches: collector.matches(),
    gaps: collector.gaps(),
    bytes: bytes.length,
    isMedia: false,
  };
}

async function searchPieces(
  path: string,
  pieces: Iterable<Uint8Array>,
  search: FileSearch,
): Promise<FileSearched> {
  const collector = createMatchCollector(path);
  const onMatch = (match: SecretMatch) => collector.add(match, search.locate(path, match));
  const outcome = await readPieces(pieces, search.matcher, onMatch);
  const gaps = [...collector.gaps(), ...(outcome.reason ? [gap(path, outcome.reason)] : [])];
  return { matches: collector.matches(), gaps, bytes: outcome.bytes, isMedia: outcome.isMedia };
}

interface Reading {
  bytes: number;
  isMedia: boolean;
  /** Why the end was not reached. */
  reason?: Reason;
}

async function readPieces(
  pieces: Iterable<Uint8Array>,
  matcher: SecretMatcher,
  onMatch: (match: SecretMatch) => void,
): Promise<Reading> {
  const reading: Reading = { bytes: 0, isMedia: false };
  const counted = watch(pieces, reading);
  const first = counted.next();
  if (first.done) return reading;
  const sort = sortOf(first.value);
  if (sort.kind === "media") reading.isMedia = true;
  if (sort.kind === "packed") {
    reading.reason = { code: "parse", text: `${sort.format} is not unpacked` };
  }
  if (sort.kind === "media" || sort.kind === "packed") {
    counted.return();
    return reading;
  }
  const text = createChunkSearch(matcher, onMatch);
  const rest = prepend(first.value, counted);
  if (sort.kind === "gzip") {
    let inner: Uint8Array | undefined;
    const reason = await unpackGzip(rest, (bytes) => {
      inner ??= bytes.slice(0, 512);
      text.push(bytes);
    });
    if (reason) reading.reason ??= reason;
    const within = inner ? sortOf(inner).kind : "plain";
    if (within === "gzip" || within === "packed") {
      reading.reason ??= { code: "parse", text: "packed twice, unpacked once" };
    }
  } else {
    for (const piece of rest) {
      text.push(piece);
      if (piece.length >= pieceBytes) await breathe();
    }
  }
  text.finish();
  return reading;
}

/** Counts what is read; a disk that fails ends the text and is remembered. */
function* watch(
  pieces: Iterable<Uint8Array>,
  reading: Reading,
): Generator<Uint8Array, void, undefined> {
  try {
    for (const piece of pieces) {
      reading.bytes += piece.length;
      yield piece;
    }
  } catch (error) {
    if (!(error instanceof GuardError)) throw error;
    reading.reason = { code: "io", text: error.message };
  }
}

function* prepend(first: Uint8Array, rest: Iterable<Uint8Array>): Generator<Uint8Array> {
  yield first;
  yield* rest;
}

/** One turn of the event loop, so that Ctrl-C gets its chance. */
export async function breathe(): Promise<void> {
  await new Promise((resolve) => setImmediate(resolve));
}
