import fs from "node:fs";
import { environmentError } from "../../core/error.ts";
import type { FileAttributes, NewFile, TargetFile } from "../../core/ports/install-writer.ts";
import { errnoOf } from "../files/errno.ts";
import { copyAttributes, showsAccessList, touchExactly } from "./install-writer-child.ts";
import { childPath, isMountPoint, syncFolder, withHandle } from "./install-writer-folder.ts";
import { assertExpected, assertStillThere, foundTarget } from "./install-writer-target.ts";
import { openFlags } from "../files/open-flags.ts";
import { descriptorPath } from "../files/system-path.ts";

const { O_RDWR, O_CREAT, O_EXCL, O_NOFOLLOW, O_WRONLY } = fs.constants;

/** Called before every single change of the disk; tests stop the process there. */
export type OnStep = (step: string) => void;

/** Where content is written: a name in an open folder, and the name it is prepared under. */
export interface Place {
  readonly folder: number;
  readonly name: string;
  readonly temporary: string;
  readonly onStep: OnStep;
}

/** See the port: complete under the temporary name before it takes the real one. */
export function replaceContent(place: Place, expected: TargetFile, bytes: Uint8Array): TargetFile {
  const { folder, name, temporary, onStep } = place;
  return withHandle(folder, name, (handle) => {
    const before = assertExpected(handle, expected);
    if (isMountPoint(folder, handle)) return overwrite(handle, bytes, onStep);
    const isRenamed = withTemporary(place, bytes, (descriptor) => {
      onStep("copy attributes");
      withReadable(handle, (from) => copyAttributes(from, descriptor));
      assertSameAttributes(descriptor, before);
      onStep("sync temporary");
      fs.fsyncSync(descriptor);
      assertStillThere(folder, name, expected);
      onStep("rename");
      return renameOver(childPath(folder, temporary), childPath(folder, name));
    });
    return isRenamed ? withHandle(folder, name, foundTarget) : overwrite(handle, bytes, onStep);
  });
}

/** False when the name is a mount point, which only a write into the file can change. */
function renameOver(from: string | Buffer, to: string | Buffer): boolean {
  try {
    fs.renameSync(from, to);
    return true;
  } catch (error) {
    if (errnoOf(error) === "EBUSY") return false;
    throw error;
  }
}

/** First over the old bytes, then cut: at any moment the file is a part of both (see recovery). */
function overwrite(handle: number, bytes: Uint8Array, onStep: OnStep): TargetFile {
  const descriptor = fs.openSync(descriptorPath(handle), O_WRONLY);
  try {
    onStep("write in place");
    writeAll(descriptor, bytes);
    onStep("cut in place");
    fs.ftruncateSync(descriptor, bytes.length);
    fs.fsyncSync(descriptor);
  } finally {
    fs.closeSync(descriptor);
  }
  return foundTarget(handle);
}

export function createFile(place: Place, file: NewFile): TargetFile {
  const { folder, name, temporary, onStep } = place;
  withTemporary(place, file.bytes, (descriptor) => {
    onStep("set owner");
    const own = fs.fstatSync(descriptor);
    if (own.uid !== file.uid || own.gid !== file.gid) fs.fchownSync(descriptor, file.uid, file.gid);
    onStep("set mode");
    fs.fchmodSync(descriptor, file.mode);
    if (showsAccessList(descriptor)) throw inheritsAccessList();
    if (file.mtime !== undefined) touchStep(descriptor, file.mtime, onStep);
    fs.fsyncSync(descriptor);
    onStep("link");
    // Unlike a rename, a link never takes a name that is in use.
    fs.linkSync(childPath(folder, temporary), childPath(folder, name));
    return false;
  });
  syncFolder(folder);
  return withHandle(folder, name, foundTarget);
}

/** A complete file under the temporary name; it is gone afterwards unless `use` moved it away. */
function withTemporary(
  { folder, temporary, onStep }: Place,
  bytes: Uint8Array,
  use: (descriptor: number) => boolean,
): boolean {
  const path = childPath(folder, temporary);
  onStep("make temporary");
  const descriptor = fs.openSync(path, O_RDWR | O_CREAT | O_EXCL | O_NOFOLLOW, 0o600);
  let isMoved = false;
  try {
    onStep("write temporary");
    writeAll(descriptor, bytes);
    isMoved = use(descriptor);
  } finally {
    fs.closeSync(descriptor);
    onStep("leave temporary");
    if (!isMoved) fs.rmSync(path, { force: true });
    syncFolder(folder);
  }
  return isMoved;
}

function inheritsAccessList() {
  return environmentError("ACCESS_LIST", "the folder gives new files an access list");
}

function assertSameAttributes(descriptor: number, file: FileAttributes): void {
  const look = foundTarget(descriptor);
  const isSame = look.mode === file.mode && look.uid === file.uid && look.gid === file.gid;
  if (!isSame) throw Object.assign(new Error("owner"), { code: "EPERM" });
}

export function touchStep(descriptor: number, mtime: string, onStep: OnStep): void {
  onStep("set time");
  touchExactly(descriptor, mtime);
}

function withReadable<T>(handle: number, use: (descriptor: number) => T): T {
  const descriptor = fs.openSync(descriptorPath(handle), openFlags.readFollowing);
  try {
    return use(descriptor);
  } finally {
    fs.closeSync(descriptor);
  }
}

function writeAll(descriptor: number, bytes: Uint8Array): void {
  let written = 0;
  while (written < bytes.length) {
    written += fs.writeSync(descriptor, bytes, written, bytes.length - written, written);
  }
}
