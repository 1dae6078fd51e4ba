import fs from "node:fs";
import type { FileAttributes, InstallWriter, TargetFile } from "../../core/ports/install-writer.ts";
import { found } from "../../core/look.ts";
import type { Look } from "../../core/look.ts";
import { errnoOf } from "../files/errno.ts";
import { type OnStep, createFile, replaceContent, touchStep } from "./install-writer-content.ts";
import { atName, childPath, inFolder, syncFolder, withHandle } from "./install-writer-folder.ts";
import { readHazards } from "./install-writer-hazards.ts";
import {
  assertExpected,
  assertStillThere,
  changedSince,
  explained,
  folderOf,
  foundTarget,
  lookAtTarget,
  lookingAt,
  readAll,
} from "./install-writer-target.ts";
import { openFlags } from "../files/open-flags.ts";
import { descriptorPath, hasDescriptorPaths } from "../files/system-path.ts";

export function createInstallWriter(onStep: OnStep = () => {}): InstallWriter {
  return {
    ...(hasDescriptorPaths
      ? {}
      : { unusable: { code: "filesystem", text: "files are changed only on Linux with /proc" } }),
    inspect: (path) => lookingAt(() => at(path, lookAtTarget)),
    read: (path, maxBytes) => lookingAt(() => at(path, (handle) => readTarget(handle, maxBytes))),
    folder: (path) => lookingAt(() => inFolder(path, (folder) => found(folderOf(folder)))),
    hazards: (path) => lookingAt(() => atName(path, readHazards)),
    setAttributes: (path, expected, to) =>
      explained("mode and owner cannot be set", () =>
        at(path, (handle) => setAttributes(handle, expected, to, onStep)),
      ),
    replace: (path, expected, bytes, temporary) =>
      explained("content cannot be replaced", () =>
        atName(path, (folder, name) =>
          replaceContent({ folder, name, temporary, onStep }, expected, bytes),
        ),
      ),
    create: (path, file, temporary) =>
      explained("file cannot be made", () =>
        atName(path, (folder, name) => createFile({ folder, name, temporary, onStep }, file)),
      ),
    remove: (path, expected) =>
      explained("file cannot be removed", () =>
        atName(path, (folder, name) => {
          assertStillThere(folder, name, expected);
          onStep("unlink");
          fs.unlinkSync(childPath(folder, name));
          onStep("sync folder");
          syncFolder(folder);
        }),
      ),
    setTime: (path, mtime) =>
      explained("modification time cannot be set", () =>
        at(path, (handle) => {
          if (fs.fstatSync(handle).isSymbolicLink()) throw changedSince();
          touchStep(handle, mtime, onStep);
        }),
      ),
    removeTemporary: (path, temporary) =>
      explained("temporary file cannot be removed", () =>
        atName(path, (folder) => {
          onStep("remove temporary");
          fs.rmSync(childPath(folder, temporary), { force: true });
        }),
      ),
  };
}

function at<T>(path: string, use: (handle: number) => T): T {
  return atName(path, (folder, name) => withHandle(folder, name, use));
}

function readTarget(
  handle: number,
  maxBytes: number,
): Look<{ readonly bytes: Uint8Array; readonly file: TargetFile }> {
  const before = lookAtTarget(handle);
  if (before.kind !== "found") return before;
  const bytes = readAll(handle, maxBytes);
  if (bytes.kind !== "found") return bytes;
  const after = lookAtTarget(handle);
  if (after.kind !== "found" || after.value.version !== before.value.version) throw changedSince();
  return found({ bytes: bytes.value, file: after.value });
}

/**
 * Through `/proc/self/fd/N` of a handle, which needs no right to read the file. The mode is
 * narrowed before the owner changes, since a change of owner may clear bits of it.
 */
function setAttributes(
  handle: number,
  expected: TargetFile,
  to: FileAttributes,
  onStep: OnStep,
): TargetFile {
  const file = assertExpected(handle, expected);
  const path = descriptorPath(handle);
  const setMode = (mode: number): void => {
    onStep("chmod");
    fs.chmodSync(path, mode);
  };
  if (file.uid !== to.uid || file.gid !== to.gid) {
    if ((file.mode & to.mode) !== file.mode) setMode(file.mode & to.mode);
    onStep("chown");
    fs.chownSync(path, to.uid, to.gid);
  }
  if ((fs.fstatSync(handle).mode & 0o7777) !== to.mode) setMode(to.mode);
  onStep("sync");
  syncFile(path);
  return foundTarget(handle);
}

/** A change of metadata is durable with the file; one that we may not open is left to the system. */
function syncFile(path: string): void {
  try {
    const descriptor = fs.openSync(path, openFlags.readFollowing);
    try {
      fs.fsyncSync(descriptor);
    } finally {
      fs.closeSync(descriptor);
    }
  } catch (error) {
    if (errnoOf(error) !== "EACCES") throw error;
  }
}
