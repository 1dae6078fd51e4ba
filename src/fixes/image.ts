import { environmentError } from "../core/error.ts";
import type { GuardError } from "../core/error.ts";
import { publishPath } from "../core/text/path-text.ts";
import type { FileAttributes } from "../core/ports/install-writer.ts";

/** A file as an edit sees it: what is there, or what should be. */
export type Image =
  | { readonly exists: false }
  | ({
      readonly exists: true;
      /** Absent when the file is too large to be kept; then only its metadata may change. */
      readonly bytes?: Uint8Array;
      readonly size: number;
      readonly mtime: string;
    } & FileAttributes);

export type FileImage = Extract<Image, { exists: true }>;

export const noFile: Image = { exists: false };

/** Content unchanged: byte by byte where it is known, else by size and time. */
export function hasSameContent(a: FileImage, b: FileImage): boolean {
  if (!a.bytes || !b.bytes) return a.size === b.size && a.mtime === b.mtime;
  return Buffer.compare(a.bytes, b.bytes) === 0;
}

export function hasSameAttributes(a: FileAttributes, b: FileAttributes): boolean {
  return a.mode === b.mode && a.uid === b.uid && a.gid === b.gid;
}

/** Content, mode, owner and existence; not the time, which a mere `touch` moves. */
export function isSameImage(a: Image, b: Image): boolean {
  if (!a.exists || !b.exists) return a.exists === b.exists;
  return hasSameContent(a, b) && hasSameAttributes(a, b);
}

/**
 * Whether a killed run that was going from `before` to `after` (or back) can have left this. What
 * is on no such way was made by somebody else and is left alone.
 */
export function isOnTheWay(current: Image, before: Image, after: Image): boolean {
  if (!current.exists) return !before.exists || !after.exists;
  const ends = [before, after].filter((image) => image.exists);
  const [first, second = first] = ends;
  if (!first || !second) return false;
  const modes = [first.mode, second.mode, first.mode & second.mode];
  const isMode = modes.some((mode) => current.mode === mode || current.mode === (mode & 0o1777));
  const isOwner = ends.some(({ uid, gid }) => current.uid === uid && current.gid === gid);
  return isMode && isOwner && isContentOnTheWay(current, first, second);
}

/** A write in place that was cut short: the beginning of one content, then the rest of the other. */
function isContentOnTheWay(current: FileImage, a: FileImage, b: FileImage): boolean {
  if (hasSameContent(current, a) || hasSameContent(current, b)) return true;
  if (!current.bytes || !a.bytes || !b.bytes) return false;
  return isMixOf(current.bytes, a.bytes, b.bytes) || isMixOf(current.bytes, b.bytes, a.bytes);
}

function isMixOf(current: Uint8Array, head: Uint8Array, tail: Uint8Array): boolean {
  let same = 0;
  while (same < current.length && same < head.length && current[same] === head[same]) same += 1;
  const rest = tail.subarray(same);
  const isRest = Buffer.compare(current.subarray(same), rest) === 0;
  // All of `head` is written over a longer file that was not yet cut, or some of it over the old.
  return isRest || (same === current.length && current.length >= tail.length);
}

export function changedSince(path: string, what: string): GuardError {
  return environmentError(
    "CHANGED_SINCE",
    `${publishPath(path)} changed since it was looked at: ${what}`,
    "look again: run the audit, then fix",
  );
}
