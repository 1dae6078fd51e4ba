import fs from "node:fs";
import { environmentError } from "../../core/error.ts";
import type { GuardError } from "../../core/error.ts";
import { isInside, joinPath, publishPath } from "../../core/text/path-text.ts";
import { errnoOf } from "../files/errno.ts";
import { systemPath } from "../files/system-path.ts";

export interface Trust {
  /** Effective uid of this process. Only root's trust is checked. */
  readonly uid: number;
  /** Under sudo the caller's files count as root's. */
  readonly sudoUid?: number | undefined;
  /** The install, which may hold nothing that tells us what to do. */
  readonly notInside?: string | undefined;
}

/**
 * Refuses, when we are root, a path that somebody else could have written or could exchange: it and
 * all folders above must be root's, not writable by group or others, and no links. Others may write
 * into a sticky folder of root's such as /tmp. What does not exist yet is judged by its folders.
 *
 * @param path absolute.
 * @throws GuardError `UNTRUSTED_PATH`
 */
export function assertTrusted(path: string, trust: Trust): void {
  if (trust.notInside !== undefined && isInside(trust.notInside, path)) {
    throw environmentError(
      "UNTRUSTED_PATH",
      `${publishPath(path)} is inside the audited install, which must not decide how it is judged`,
      "keep it outside the install",
    );
  }
  if (trust.uid !== 0) return;
  const parts = path.split("/").filter((part) => part !== "");
  let folder = "/";
  assertOurs(folder, parts.length === 0, trust);
  for (const [index, part] of parts.entries()) {
    folder = joinPath(folder, part);
    if (!assertOurs(folder, index === parts.length - 1, trust)) return;
  }
}

/** Whether there is such a name. */
function assertOurs(path: string, isLast: boolean, { uid, sudoUid }: Trust): boolean {
  const stats = statsOf(path);
  if (!stats) return false;
  if (stats.isSymbolicLink()) {
    throw untrusted(path, "is a link", "give the path that it leads to");
  }
  if (stats.uid !== uid && stats.uid !== sudoUid) {
    throw untrusted(path, `belongs to user ${stats.uid}`, `run chown root ${publishPath(path)}`);
  }
  const isSticky = stats.isDirectory() && stats.uid === 0 && (stats.mode & 0o1000) !== 0;
  if ((stats.mode & 0o022) !== 0 && (isLast || !isSticky)) {
    throw untrusted(path, "can be written by others", `run chmod go-w ${publishPath(path)}`);
  }
  return true;
}

function statsOf(path: string): fs.Stats | undefined {
  try {
    return fs.lstatSync(systemPath(path), { throwIfNoEntry: false });
  } catch (error) {
    const code = errnoOf(error);
    if (code === undefined) throw error;
    throw environmentError("UNTRUSTED_PATH", `${publishPath(path)} cannot be looked at (${code})`);
  }
}

function untrusted(path: string, why: string, hint: string): GuardError {
  return environmentError(
    "UNTRUSTED_PATH",
    `${publishPath(path)} ${why}, so root does not take orders from it`,
    hint,
  );
}
