import type { Edit } from "../../core/fix.ts";
import type { DiffLine } from "../../core/documents/fix-document.ts";
import type { Image } from "../image.ts";
import type { DescribeTools, EditKind, EditTools } from "./edit-kind.ts";
import { ignoreLinesEdit } from "./ignore-lines.ts";
import { modeEdit } from "./mode.ts";
import { moveAwayEdit } from "./move-away.ts";
import { ownerEdit } from "./owner.ts";
import { setEnvEdit } from "./set-env.ts";
import { setSecretEdit } from "./set-secret.ts";

const kinds = {
  "ignore-lines": ignoreLinesEdit,
  mode: modeEdit,
  "move-away": moveAwayEdit,
  owner: ownerEdit,
  "set-env": setEnvEdit,
  "set-secret": setSecretEdit,
} as const;

export function checkEdit(image: Image, edit: Edit): string | undefined {
  return kindOf(edit).check(image, edit);
}

export function applyEdit(image: Image, edit: Edit, tools: EditTools): Image {
  return kindOf(edit).apply(image, edit, tools);
}

export function describeOneEdit(
  image: Image,
  edit: Edit,
  tools: DescribeTools,
): readonly DiffLine[] {
  return kindOf(edit).describe?.(image, edit, tools) ?? [];
}

export function inverseOf(edit: Edit, tools: Pick<DescribeTools, "ownerText">): string {
  return kindOf(edit).inverse(edit, tools);
}

// The table is keyed by the same tag that discriminates the edits.
function kindOf(edit: Edit): EditKind<Edit> {
  return kinds[edit.kind];
}
