import { closeSync, fstatSync, openSync, readSync } from "node:fs";
import type { BigIntStats } from "node:fs";
import { GuardError, environmentError } from "../../core/error.ts";
import type { TargetFile, TargetFolder } from "../../core/ports/install-writer.ts";
import { blocked, found } from "../../core/look.ts";
import type { Look } from "../../core/look.ts";
import { errnoOf, lookOfError } from "../files/errno.ts";
import { withHandle } from "./install-writer-folder.ts";
import { openFlags } from "../files/open-flags.ts";
import { descriptorPath } from "../files/system-path.ts";

const billion = 1_000_000_000n;

export function lookAtTarget(descriptor: number): Look<TargetFile> {
  const stats = fstatSync(descriptor, { bigint: true });
  if (stats.isSymbolicLink()) return blocked("link", "is a link, which is not followed");
  if (!stats.isFile()) return blocked("not-a-file", "is not a regular file");
  return found(targetOf(stats));
}

export function foundTarget(descriptor: number): TargetFile {
  const look = lookAtTarget(descriptor);
  if (look.kind !== "found") throw changedSince();
  return look.value;
}

/** The regular file behind an open handle, which must be the expected one with no second name. */
export function assertExpected(handle: number, expected: TargetFile): TargetFile {
  const look = lookAtTarget(handle);
  if (look.kind !== "found" || look.value.version !== expected.version) throw changedSince();
  if (fstatSync(handle).nlink > 1) {
    throw environmentError("HARD_LINKED", "the file has more than one name and is not changed");
  }
  return look.value;
}

/** Looks again at the name: it must still lead to the very same, unchanged file. */
export function assertStillThere(folder: number, name: string, expected: TargetFile): void {
  withHandle(folder, name, (handle) => assertExpected(handle, expected));
}

export function changedSince(): GuardError {
  return environmentError("CHANGED_SINCE", "the file changed while it was being fixed");
}

export function readAll(handle: number, maxBytes: number): Look<Uint8Array> {
  const descriptor = openSync(descriptorPath(handle), openFlags.readFollowing);
  try {
    const { size } = fstatSync(descriptor);
    if (size > maxBytes) return blocked("too-large", `larger than ${maxBytes} bytes`);
    const bytes = Buffer.alloc(size + 1);
    let total = 0;
    for (;;) {
      const count = readSync(descriptor, bytes, total, bytes.length - total, null);
      if (count === 0) break;
      total += count;
      if (total > size) return blocked("io", "grows while it is read");
    }
    return found(bytes.subarray(0, total));
  } finally {
    closeSync(descriptor);
  }
}

function targetOf(stats: BigIntStats): TargetFile {
  const { dev, ino, size, mode, uid, gid, mtimeNs, ctimeNs } = stats;
  return {
    mode: Number(mode & 0o7777n),
    uid: Number(uid),
    gid: Number(gid),
    size: Number(size),
    mtime: secondsOf(mtimeNs),
    version: [dev, ino, size, mode, uid, gid, mtimeNs, ctimeNs].join(":"),
  };
}

export function folderOf(descriptor: number): TargetFolder {
  const { mode, uid, gid, mtimeNs } = fstatSync(descriptor, { bigint: true });
  return {
    mode: Number(mode & 0o7777n),
    uid: Number(uid),
    gid: Number(gid),
    mtime: secondsOf(mtimeNs),
  };
}

function secondsOf(nanoseconds: bigint): string {
  const sign = nanoseconds < 0n ? "-" : "";
  const size = nanoseconds < 0n ? -nanoseconds : nanoseconds;
  return `${sign}${size / billion}.${String(size % billion).padStart(9, "0")}`;
}

/** Runs a look at a target; what we refuse ourselves could not be looked at either. */
export function lookingAt<T>(look: () => Look<T>): Look<T> {
  try {
    return look();
  } catch (error) {
    return error instanceof GuardError ? blocked("io", error.message) : lookOfError(error);
  }
}

/** A system error as one of ours, without the `/proc` path that Node puts into its message. */
export function explained<T>(what: string, act: () => T): T {
  try {
    return act();
  } catch (error) {
    const code = error instanceof GuardError ? undefined : errnoOf(error);
    if (code === undefined || code.startsWith("ERR_") || !/^E[A-Z0-9]+$/.test(code)) throw error;
    throw environmentError(code, `${what}: ${words[code] ?? code}`, ...(hints[code] ?? []));
  }
}

/** Where looking at the place itself is no help. */
const hints: Readonly<Record<string, readonly string[]>> = {
  EROFS: ["make the file system writable, then run it again"],
  ENOSPC: ["free some space, then run it again"],
  EDQUOT: ["free some space, then run it again"],
};

const words: Readonly<Record<string, string>> = {
  EACCES: "permission denied",
  EPERM: "operation not permitted",
  EROFS: "the file system is read-only",
  ENOSPC: "no space left on the disk",
  EDQUOT: "the disk quota is used up",
  ENOENT: "is not there",
  ENOTDIR: "a folder on the way is a link or no folder",
  ELOOP: "is a link, which is not followed",
  EEXIST: "the name is taken",
  EBUSY: "is a mount point",
  EIO: "input/output error",
};
