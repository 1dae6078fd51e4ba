import type { Edit } from "../../core/fix.ts";
import type { FileOwner } from "../../core/ports/files.ts";
import type { SetEnvLine } from "../../core/ports/set-env-line.ts";
import type { DiffLine } from "../../core/documents/fix-document.ts";
import type { Image } from "../image.ts";

/** What an edit may use besides the file itself. */
export interface EditTools {
  readonly setEnvLine: SetEnvLine;
  /** Owner of the folder, which new files get. */
  readonly folder: FileOwner;
}

export interface DescribeTools extends EditTools {
  /** `www-data:www-data`. */
  readonly ownerText: (owner: FileOwner) => string;
}

/** One kind of edit: pure. The transaction carries its result to the disk. */
export interface EditKind<E extends Edit> {
  /** Why the file is not as the edit expects it; undefined when it is. */
  check(image: Image, edit: E): string | undefined;
  apply(image: Image, edit: E, tools: EditTools): Image;
  /** Lines for people before the change; never a secret value. Mode and owner are shown together. */
  describe?(image: Image, edit: E, tools: DescribeTools): readonly DiffLine[];
  /** What `undo` does, in a few words. */
  inverse(edit: E, tools: Pick<DescribeTools, "ownerText">): string;
}

export type EditOf<K extends Edit["kind"]> = Extract<Edit, { kind: K }>;
