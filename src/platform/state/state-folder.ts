import { createHash } from "node:crypto";
import fs from "node:fs";
import { environmentError } from "../../core/error.ts";
import type { GuardError } from "../../core/error.ts";
import { baseName, encodePath, joinPath, publishPath } from "../../core/text/path-text.ts";
import { errnoOf } from "../files/errno.ts";
import { assertTrusted } from "./trust.ts";

const rootsState = "/var/lib/iptvbp-guard";

export interface StateQuestion {
  /** `--state-dir`, made absolute. */
  readonly flag?: string | undefined;
  /** Looks up environment variables. */
  readonly env: (name: string) => string | undefined;
  readonly uid: number;
  readonly sudoUid?: number | undefined;
  readonly home: string;
  /** Absolute, links resolved; also may not hold the state. */
  readonly installRoot: string;
  /** For tests. Default `/var/lib/iptvbp-guard`. */
  readonly rootsState?: string;
}

export interface StateFolder {
  /** The folder of this install; it may not exist yet. */
  readonly path: string;
  /** Root keeps the state of this host and we are not root: nothing is written. */
  readonly readonly: boolean;
  /**
   * Makes the folder, private to us.
   *
   * @throws GuardError `STATE_NOT_OURS`, `STATE_NOT_WRITABLE`, `UNTRUSTED_PATH`.
   */
  ensure(): void;
}

/**
 * Where our own records about one install are kept.
 *
 * @throws GuardError `UNTRUSTED_PATH`
 */
export function openStateFolder(question: StateQuestion): StateFolder {
  const { uid, sudoUid, installRoot, rootsState: shared = rootsState } = question;
  const chosen = question.flag ?? fromVariable(question.env("IPTVBP_GUARD_STATE"));
  // Never a second ledger beside root's.
  const isRoots = chosen === undefined && uid !== 0 && fs.existsSync(shared);
  const top = chosen ?? (uid === 0 || isRoots ? shared : usersFolder(question));
  const path = joinPath(top, folderName(installRoot));
  assertTrusted(path, { uid, sudoUid, notInside: installRoot });
  return {
    path,
    readonly: isRoots,
    ensure: () => {
      if (isRoots) throw notOurs(shared);
      makePrivate(top, path);
      assertTrusted(path, { uid, sudoUid, notInside: installRoot });
    },
  };
}

/** `<basename>-<hash of the real path>`: two installs of one name do not share a ledger. */
function folderName(installRoot: string): string {
  const hash = createHash("sha256").update(encodePath(installRoot)).digest("hex").slice(0, 12);
  const name = baseName(installRoot).replaceAll(/[^A-Za-z0-9._-]/g, "_");
  return `${name}-${hash}`;
}

function usersFolder({ env, home }: StateQuestion): string {
  const base = absolute(env("XDG_STATE_HOME")) ?? joinPath(home, ".local/state");
  return joinPath(base, "iptvbp-guard");
}

function fromVariable(path: string | undefined): string | undefined {
  if (path === undefined || absolute(path) !== undefined) return path;
  throw environmentError(
    "STATE_NOT_ABSOLUTE",
    "IPTVBP_GUARD_STATE is not an absolute path",
    "start it with a slash",
  );
}

/** Relative paths are ignored: https://specifications.freedesktop.org/basedir-spec/latest/ */
function absolute(path: string | undefined): string | undefined {
  return path?.startsWith("/") === true ? path : undefined;
}

function makePrivate(top: string, path: string): void {
  try {
    fs.mkdirSync(top, { recursive: true, mode: 0o700 });
    makeFolder(path);
    const folder = fs.openSync(path, fs.constants.O_DIRECTORY | fs.constants.O_NOFOLLOW);
    try {
      if ((fs.fstatSync(folder).mode & 0o077) !== 0) fs.fchmodSync(folder, 0o700);
    } finally {
      fs.closeSync(folder);
    }
  } catch (error) {
    const code = errnoOf(error);
    if (code === undefined) throw error;
    throw environmentError(
      "STATE_NOT_WRITABLE",
      `state folder ${publishPath(path)} cannot be made (${code})`,
      "name another folder with --state-dir",
    );
  }
}

/** Not `recursive`, which reports a read-only disk as a missing folder. */
function makeFolder(path: string): void {
  try {
    fs.mkdirSync(path, { mode: 0o700 });
  } catch (error) {
    if (errnoOf(error) !== "EEXIST") throw error;
  }
}

function notOurs(shared: string): GuardError {
  return environmentError(
    "STATE_NOT_OURS",
    `root keeps the state of this host in ${publishPath(shared)}, and you are not root`,
    "run it with sudo",
    "name a folder of your own with --state-dir",
  );
}
