/**
 * How we write files that are not part of an install (`--output`, `init`):
 *
 * - whole or not at all: a temporary file beside the target, on the disk before it takes the name;
 * - never through a link, never into a device or a folder, names reached from the open folder;
 * - nobody else can read the content before the mode is set;
 * - the file belongs to the folder's owner, so that root leaves nothing behind that its owner
 *   cannot remove.
 */
import fs from "node:fs";
import { randomBytes } from "node:crypto";
import path from "node:path";
import { environmentError } from "../../core/error.ts";
import type { GuardError } from "../../core/error.ts";
import { publishPath } from "../../core/text/path-text.ts";
import { errnoOf } from "../files/errno.ts";
import { fileStat, kindNames } from "../files/file-stat.ts";
import { descriptorPath, hasDescriptorPaths, systemPath } from "../files/system-path.ts";

export interface WriteOptions {
  /** Default 0600. */
  readonly mode?: number;
  /** Whether a file of that name may be replaced. Default false. */
  readonly overwrite?: boolean;
}

const { O_WRONLY, O_CREAT, O_EXCL, O_NOFOLLOW, O_RDONLY, O_DIRECTORY } = fs.constants;

/**
 * @param target absolute.
 * @throws GuardError `OUTPUT_REFUSED`, `OUTPUT_EXISTS` or `OUTPUT_FAILED`.
 */
export function writeFileWhole(
  target: string,
  bytes: Uint8Array,
  options: WriteOptions = {},
): void {
  try {
    const folder = fs.openSync(systemPath(path.dirname(target)), O_RDONLY | O_DIRECTORY);
    try {
      const place = hasDescriptorPaths ? descriptorPath(folder) : path.dirname(target);
      writeInFolder(folder, place, target, bytes, options);
    } finally {
      fs.closeSync(folder);
    }
  } catch (error) {
    throw explained(error, target);
  }
}

function writeInFolder(
  folder: number,
  place: string,
  target: string,
  bytes: Uint8Array,
  { mode = 0o600, overwrite = false }: WriteOptions,
): void {
  const name = systemPath(`${place}/${path.basename(target)}`);
  refuseSpecial(name, target, overwrite);
  const temporary = `${place}/.iptvbp-guard-${randomBytes(8).toString("hex")}.tmp`;
  const file = fs.openSync(temporary, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW, 0o600);
  try {
    try {
      fs.writeFileSync(file, bytes);
      giveToOwner(file, folder);
      fs.fchmodSync(file, mode);
      fs.fsyncSync(file);
    } finally {
      fs.closeSync(file);
    }
    // A link of the same name cannot be made over a file that appeared meanwhile; a rename can.
    if (overwrite) fs.renameSync(temporary, name);
    else fs.linkSync(temporary, name);
  } finally {
    fs.rmSync(temporary, { force: true });
  }
  fs.fsyncSync(folder);
}

function refuseSpecial(name: string | Buffer, target: string, overwrite: boolean): void {
  const stats = fs.lstatSync(name, { throwIfNoEntry: false });
  if (!stats) return;
  const { kind } = fileStat(stats);
  if (kind !== "file") {
    throw environmentError(
      "OUTPUT_REFUSED",
      `${publishPath(target)} is ${kindNames[kind]}, which is not written to`,
      "name a file that does not exist, or an ordinary one",
    );
  }
  if (!overwrite) throw exists(target);
}

function giveToOwner(file: number, folder: number): void {
  const { uid, gid } = fs.fstatSync(folder);
  if (process.geteuid?.() === 0 && uid !== 0) fs.fchownSync(file, uid, gid);
}

function exists(target: string): GuardError {
  return environmentError(
    "OUTPUT_EXISTS",
    `${publishPath(target)} exists already`,
    "remove it first, or name another file",
  );
}

function explained(error: unknown, target: string): unknown {
  const code = errnoOf(error);
  if (code === undefined || !/^E[A-Z0-9]+$/.test(code)) return error;
  if (code === "EEXIST") return exists(target);
  const folder = publishPath(path.dirname(target));
  if (code === "ENOENT" || code === "ENOTDIR") {
    return environmentError("OUTPUT_FAILED", `there is no folder ${folder}`, "make it first");
  }
  return environmentError(
    "OUTPUT_FAILED",
    `${publishPath(target)} cannot be written (${code})`,
    "check that you may write there and that the disk has room",
  );
}
