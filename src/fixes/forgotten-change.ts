import type { CurrentFile } from "./change-file.ts";
import { type FileImage, type Image, hasSameAttributes } from "./image.ts";
import type { JournalledChange } from "./journal.ts";

/** A change whose old content was deleted because it held a dead value. */
export type LostChange = JournalledChange & { readonly forgotten: string };

/** Whether nothing of the change can be put back. What changed no content needs none for that. */
export function isLost(change: JournalledChange): change is LostChange {
  return (
    change.forgotten !== undefined &&
    !change.edits.every(({ kind }) => kind === "mode" || kind === "owner")
  );
}

/** Of a change without its old content only mode and owner can be compared. */
export function hasAttributesOf({ image }: CurrentFile, after: Image): boolean {
  return image.exists && after.exists && hasSameAttributes(image, after);
}

/** The file as it is, with the mode and owner it had before. */
export function withAttributesOf(current: FileImage, { mode, uid, gid }: FileImage): FileImage {
  return { ...current, mode, uid, gid };
}
