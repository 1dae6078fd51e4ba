import { environmentError } from "../core/error.ts";
import type { FileOwner } from "../core/ports/files.ts";
import { absent, found } from "../core/look.ts";
import type { Look } from "../core/look.ts";
import type { InstallWriter, TargetFile } from "../core/ports/install-writer.ts";
import { parentOf, publishPath } from "../core/text/path-text.ts";
import type { SetEnvLine } from "../core/ports/set-env-line.ts";
import { applyEdit } from "./edits/edit-kinds.ts";
import {
  type FileImage,
  type Image,
  changedSince,
  hasSameAttributes,
  hasSameContent,
} from "./image.ts";
import type { PlannedChange } from "./planned-fix.ts";

/** Larger files are not kept: only their mode and owner can be changed. */
const largestKept = 16 * 1024 * 1024;

/** A file as it is now, with what the writer needs to change exactly this one. */
export type CurrentFile =
  | { readonly image: { readonly exists: false }; readonly target?: undefined }
  | { readonly image: FileImage; readonly target: TargetFile };

export function readCurrent(writer: InstallWriter, path: string): Look<CurrentFile> {
  const look = writer.read(path, largestKept);
  if (look.kind === "found") {
    const { bytes, file } = look.value;
    return found({ image: imageOf(file, bytes), target: file });
  }
  if (look.kind === "absent") {
    return folderThere(writer, path) ? found({ image: { exists: false } }) : absent;
  }
  if (look.reason.code !== "too-large") return look;
  const inspected = writer.inspect(path);
  if (inspected.kind !== "found") return inspected;
  return found({ image: imageOf(inspected.value), target: inspected.value });
}

/** Differs as soon as anything about the file has changed. */
export function versionOf({ target }: CurrentFile): string {
  return target?.version ?? "absent";
}

function folderThere(writer: InstallWriter, path: string): boolean {
  return writer.folder(parentOf(path)).kind === "found";
}

/** The current state, or an error that says why it cannot be known. */
export function requireCurrent(writer: InstallWriter, path: string): CurrentFile {
  const look = readCurrent(writer, path);
  if (look.kind === "found") return look.value;
  const why = look.kind === "absent" ? "its folder is gone or a link" : look.reason.text;
  throw environmentError("UNFIT_FILE", `${publishPath(path)} is not changed: ${why}`);
}

function imageOf({ mode, uid, gid, size, mtime }: TargetFile, bytes?: Uint8Array): FileImage {
  return { exists: true, mode, uid, gid, size, mtime, ...(bytes ? { bytes } : {}) };
}

/** What the edits make of a file. Pure. */
export function imageAfter(
  before: Image,
  { edits }: Pick<PlannedChange, "edits">,
  folder: FileOwner,
  setEnvLine: SetEnvLine,
): Image {
  return edits.reduce((image, edit) => applyEdit(image, edit, { setEnvLine, folder }), before);
}

/** Makes the file on the disk equal to `to`; with `mtime` the time too. */
export function changeFile(
  writer: InstallWriter,
  path: string,
  current: CurrentFile,
  to: Image,
  temporary: string,
  mtime?: string,
): void {
  if (!to.exists) {
    if (current.target) writer.remove(path, current.target);
    return;
  }
  if (!current.target) {
    const { mode, uid, gid } = to;
    const bytes = contentOf(path, to);
    writer.create(path, { mode, uid, gid, bytes, ...(mtime ? { mtime } : {}) }, temporary);
    return;
  }
  let target = current.target;
  if (!hasSameAttributes(target, to)) target = writer.setAttributes(path, target, to);
  const isSame = hasSameContent(current.image, to);
  if (!isSame) target = writer.replace(path, target, contentOf(path, to), temporary);
  if (mtime !== undefined && target.mtime !== mtime) writer.setTime(path, mtime);
}

function contentOf(path: string, image: FileImage): Uint8Array {
  if (image.bytes) return image.bytes;
  throw changedSince(path, "its content is another and none was kept");
}
