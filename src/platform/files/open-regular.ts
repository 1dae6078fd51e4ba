import { closeSync, fstatSync, lstatSync, openSync, statSync } from "node:fs";
import type { Stats } from "node:fs";
import type { FileStat } from "../../core/ports/files.ts";
import { blocked, found } from "../../core/look.ts";
import type { Look } from "../../core/look.ts";
import { fileStat, kindNames } from "./file-stat.ts";
import { openFlags } from "./open-flags.ts";
import { descriptorPath, hasDescriptorPaths } from "./system-path.ts";

export interface OpenFile {
  /** The caller closes it. */
  readonly descriptor: number;
  readonly stat: FileStat;
}

/**
 * Opens for reading a regular file of at most `maxBytes`; a link at `path` itself is refused.
 * One open: for places where only root can have put a device.
 *
 * @throws system errors.
 */
export function openRegular(path: string | Buffer, maxBytes: number): Look<OpenFile> {
  return checked(openSync(path, openFlags.read), maxBytes);
}

/**
 * The same where a device may stand: opening some devices has effects (a watchdog, a tape), so the
 * name is looked at through a handle first.
 */
export function openRegularAnywhere(
  path: string | Buffer,
  maxBytes: number,
  follow: boolean,
): Look<OpenFile> {
  if (!hasDescriptorPaths) {
    const seen = regular(follow ? statSync(path) : lstatSync(path), maxBytes);
    if (seen.kind !== "found") return seen;
    return checked(openSync(path, follow ? openFlags.readFollowing : openFlags.read), maxBytes);
  }
  const handle = openSync(path, follow ? openFlags.handleFollowing : openFlags.handle);
  try {
    const seen = regular(fstatSync(handle), maxBytes);
    if (seen.kind !== "found") return seen;
    // With O_NOFOLLOW the reopening would stop at the descriptor, which is a link itself.
    return checked(openSync(descriptorPath(handle), openFlags.readFollowing), maxBytes);
  } finally {
    closeSync(handle);
  }
}

function checked(descriptor: number, maxBytes: number): Look<OpenFile> {
  const stat = regular(fstatSync(descriptor), maxBytes);
  if (stat.kind === "found") return found({ descriptor, stat: stat.value });
  closeSync(descriptor);
  return stat;
}

function regular(stats: Stats, maxBytes: number): Look<FileStat> {
  const stat = fileStat(stats);
  if (stat.kind === "link") return blocked("link", "is a link, which is not followed");
  if (stat.kind !== "file") return blocked("not-a-file", `is ${kindNames[stat.kind]}`);
  return stat.size > maxBytes ? tooLarge(maxBytes) : found(stat);
}

const mebibyte = 1024 * 1024;

export function tooLarge(maxBytes: number): Look<never> {
  const isWhole = maxBytes >= mebibyte && maxBytes % mebibyte === 0;
  const size = isWhole ? `${maxBytes / mebibyte} MiB` : `${maxBytes} bytes`;
  return blocked("too-large", `larger than ${size}`);
}
