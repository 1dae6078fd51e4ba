import { noFile } from "../image.ts";
import type { EditKind, EditOf } from "./edit-kind.ts";

export const moveAwayEdit: EditKind<EditOf<"move-away">> = {
  check: (image) => (image.exists ? undefined : "it is gone"),
  apply: () => noFile,
  describe: () => [{ sign: "-", text: "moved out of the install, kept 30 days for undo" }],
  inverse: () => "back in place",
};
