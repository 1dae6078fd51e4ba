import { Buffer } from "node:buffer";
import { decodePath } from "../core/text/path-text.ts";

export interface IndexEntry {
  /** Relative to the top of the work tree. */
  readonly path: string;
  readonly id: string;
  readonly mode: number;
  /** 0, or 1 to 3 in a conflict. */
  readonly stage: number;
  /** Added with `--intent-to-add`: there is no content yet. */
  readonly isIntent: boolean;
}

export type ParsedIndex =
  | { readonly kind: "index"; readonly entries: readonly IndexEntry[] }
  | { readonly kind: "unreadable"; readonly text: string };

const headBytes = 12;
/** Times, device, inode, mode, owner, size: before the id. */
const statBytes = 40;

/**
 * Entries of an index file, versions 2 to 4.
 *
 * @see https://git-scm.com/docs/index-format
 */
export function parseIndex(bytes: Uint8Array, idBytes: number): ParsedIndex {
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (buffer.length < headBytes + idBytes || buffer.toString("latin1", 0, 4) !== "DIRC") {
    return { kind: "unreadable", text: "not an index" };
  }
  const version = buffer.readUInt32BE(4);
  if (version < 2 || version > 4) return { kind: "unreadable", text: `index version ${version}` };
  const count = buffer.readUInt32BE(8);
  const end = buffer.length - idBytes;
  const entries: IndexEntry[] = [];
  let at = headBytes;
  let previous: Uint8Array = new Uint8Array();
  for (let index = 0; index < count; index += 1) {
    const read = readEntry(buffer, { at, end, idBytes, version, previous });
    if (!read) return { kind: "unreadable", text: "the index is cut short" };
    entries.push(read.entry);
    at = read.next;
    previous = read.name;
  }
  const problem = extensionProblem(buffer, at, end);
  if (problem !== undefined) return { kind: "unreadable", text: problem };
  return { kind: "index", entries };
}

interface Position {
  readonly at: number;
  readonly end: number;
  readonly idBytes: number;
  readonly version: number;
  readonly previous: Uint8Array;
}

interface ReadEntry {
  readonly entry: IndexEntry;
  readonly next: number;
  readonly name: Uint8Array;
}

function readEntry(buffer: Buffer, place: Position): ReadEntry | undefined {
  const { at, end, idBytes, version } = place;
  const flagsAt = at + statBytes + idBytes;
  if (flagsAt + 4 > end) return undefined;
  const flags = buffer.readUInt16BE(flagsAt);
  const isExtended = version >= 3 && (flags & 0x4000) !== 0;
  const more = isExtended ? buffer.readUInt16BE(flagsAt + 2) : 0;
  const nameAt = flagsAt + (isExtended ? 4 : 2);
  const read = version === 4 ? shortName(buffer, nameAt, place) : fullName(buffer, nameAt, place);
  if (!read) return undefined;
  const entry = {
    path: decodePath(read.name),
    id: buffer.toString("hex", at + statBytes, flagsAt),
    mode: buffer.readUInt32BE(at + 24),
    stage: (flags >> 12) & 3,
    isIntent: (more & 0x2000) !== 0,
  };
  return { entry, ...read };
}

type ReadName = Pick<ReadEntry, "name" | "next"> | undefined;

/** Versions 2 and 3: the whole name, padded with NULs to a multiple of eight. */
function fullName(buffer: Buffer, from: number, { at, end }: Position): ReadName {
  const stop = buffer.indexOf(0, from);
  if (stop < 0 || stop >= end) return undefined;
  const length = stop - at;
  return { name: buffer.subarray(from, stop), next: at + length + (8 - (length % 8)) };
}

/** Version 4: how much of the previous name to drop, then what to add. */
function shortName(buffer: Buffer, from: number, { end, previous }: Position): ReadName {
  let at = from;
  let drop = 0;
  for (let byte = 0x80; (byte & 0x80) !== 0; at += 1) {
    if (at >= end) return undefined;
    byte = buffer[at] ?? 0;
    // The offset encoding of packs: each further byte adds one.
    drop = (at === from ? 0 : (drop + 1) * 128) + (byte & 0x7f);
  }
  const stop = buffer.indexOf(0, at);
  if (stop < 0 || stop >= end || drop > previous.length) return undefined;
  const kept = previous.subarray(0, previous.length - drop);
  return { name: Buffer.concat([kept, buffer.subarray(at, stop)]), next: stop + 1 };
}

/** An extension in lower case changes what the entries mean. */
function extensionProblem(buffer: Buffer, from: number, end: number): string | undefined {
  let at = from;
  while (at + 8 <= end) {
    const name = buffer.toString("latin1", at, at + 4);
    if (name === "link") return "a split index";
    if (name === "sdir") return "a sparse index";
    if (/^[a-z]/.test(name)) return "an index with an extension we do not know";
    at += 8 + buffer.readUInt32BE(at + 4);
  }
  return at === end ? undefined : "the index is cut short";
}
