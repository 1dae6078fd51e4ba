import { absent, blocked } from "../../core/look.ts";
import type { Look, ReasonCode } from "../../core/look.ts";

const reasons: Readonly<Record<string, readonly [ReasonCode, string]>> = {
  EACCES: ["permission", "permission denied"],
  EPERM: ["permission", "operation not permitted"],
  ELOOP: ["link", "is a link, or below one, which is not followed"],
  EISDIR: ["not-a-file", "is a directory"],
  // A socket, or a device whose driver is not there.
  ENXIO: ["not-a-file", "is a socket or a device"],
  ENODEV: ["not-a-file", "is a device"],
  EFBIG: ["too-large", "too large"],
  EMFILE: ["io", "too many open files (EMFILE)"],
  ENFILE: ["io", "too many open files on this host (ENFILE)"],
  ETIMEDOUT: ["timeout", "timed out (ETIMEDOUT)"],
};

/** `ENOENT` and the like of a thrown system error, else undefined. */
export function errnoOf(error: unknown): string | undefined {
  if (!(error instanceof Error) || !("code" in error)) return undefined;
  return typeof error.code === "string" ? error.code : undefined;
}

/**
 * What a failed system call tells about the thing that was looked at. The only place where errno
 * becomes a reason. Errors that are not the system's are rethrown: they are our bugs.
 */
export function lookOfError(error: unknown): Look<never> {
  const code = errnoOf(error);
  if (code === undefined) throw error;
  if (code === "ENOENT" || code === "ENOTDIR") return absent;
  // No file name can hold a NUL byte, so such a file does not exist.
  if (code === "ERR_INVALID_ARG_VALUE") return absent;
  if (code.startsWith("ERR_")) throw error;
  const [reason, text] = reasons[code] ?? ["io", `cannot be read (${code})`];
  return blocked(reason, text);
}

/** Runs a system call and turns its failure into a {@link Look}. */
export function looking<T>(look: () => Look<T>): Look<T> {
  try {
    return look();
  } catch (error) {
    return lookOfError(error);
  }
}
