import type { FixDependencies } from "./fix-dependencies.ts";
import { type Image, hasSameContent } from "./image.ts";
import type { JournalledChange } from "./journal.ts";
import { beforeImage } from "./read-transaction.ts";

/** A file of a rotation is replaced as a whole: it has its old content, the new one, or another. */
export type RotationEnd = "before" | "after" | "other";

export function endOfRotation(
  { store, contentPrint }: Pick<FixDependencies, "store" | "contentPrint">,
  number: number,
  change: JournalledChange,
  current: Image,
): RotationEnd {
  const before = beforeImage(store, number, change);
  if (!current.exists || !before.exists) return "other";
  if (hasSameContent(current, before)) return "before";
  if (!current.bytes || !contentPrint) return "other";
  return contentPrint(current.bytes) === change.afterPrint ? "after" : "other";
}
