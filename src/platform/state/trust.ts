import fs from "node:fs";
import { environmentError } from "../../core/error.ts";
import type { GuardError } from "../../core/error.ts";
import {
  baseName,
  decodePath,
  isInside,
  joinPath,
  parentOf,
  publishPath,
} from "../../core/text/path-text.ts";
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
  const { notInside } = trust;
  if (notInside !== undefined && (isInside(notInside, path) || isInside(notInside, real(path)))) {
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

/** The path with its links resolved, as far as it exists. */
function real(path: string): string {
  try {
    return decodePath(fs.realpathSync.native(systemPath(path), { encoding: "buffer" }));
  } catch (error) {
    if (errnoOf(error) === undefined) throw error;
    return path === "/" ? path : joinPath(real(parentOf(path)), baseName(path));
  }
}

/** Other folders above may be somebody's for good reasons. */
const alwaysRoots = /^\/(?:etc|var|var\/lib)?(?:\/iptvbp-guard(?:\/.*)?)?$/;

/** Whether there is such a name. */
function assertOurs(path: string, isLast: boolean, { uid, sudoUid }: Trust): boolean {
  const stats = statsOf(path);
  if (!stats) return false;
  const isSticky = stats.isDirectory() && stats.uid === 0 && (stats.mode & 0o1000) !== 0;
  // A folder for everybody, as /tmp, is to stay one.
  const mend = (command: string) =>
    (isLast && !isSticky) || alwaysRoots.test(path)
      ? `run ${command} ${publishPath(path)}`
      : "keep it where only root can write, as below /etc or /var/lib";
  if (stats.isSymbolicLink()) {
    const hint = "name what it leads to, or put that in the place of the link";
    throw untrusted(path, "is a link", hint);
  }
  if (stats.uid !== uid && stats.uid !== sudoUid) {
    throw untrusted(path, `belongs to user ${stats.uid}`, mend("chown root"));
  }
  if ((stats.mode & 0o022) !== 0 && (isLast || !isSticky)) {
    throw untrusted(path, "can be written by others", mend("chmod go-w"));
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
