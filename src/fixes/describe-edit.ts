import { plural } from "../core/exit.ts";
import type { Edit } from "../core/fix.ts";
import type { DiffLine } from "../core/documents/fix-document.ts";
import { baseName } from "../core/text/path-text.ts";
import { applyEdit, describeOneEdit } from "./edits/edit-kinds.ts";
import type { DescribeTools } from "./edits/edit-kind.ts";
import { octal } from "./edits/mode.ts";
import { type Image, hasSameAttributes } from "./image.ts";
import type { PlannedChange } from "./planned-fix.ts";

/** What a change does to its file, as lines of a diff: mode and owner first, then content. */
export function describeChange(
  before: Image,
  { edits }: PlannedChange,
  tools: DescribeTools,
): readonly DiffLine[] {
  const content: DiffLine[] = [];
  let image = before;
  for (const edit of edits) {
    content.push(...describeOneEdit(image, edit, tools));
    image = applyEdit(image, edit, tools);
  }
  if (!before.exists || !image.exists || hasSameAttributes(before, image)) return content;
  const shown = (of: typeof before) => `${octal(of.mode)} ${tools.ownerText(of)}`;
  return [{ sign: "-", text: shown(before) }, { sign: "+", text: shown(image) }, ...content];
}

/** What was done, in a few words: `0600; www-data can still read it`. */
export function describeResult(
  changes: readonly PlannedChange[],
  tools: Pick<DescribeTools, "ownerText">,
  isReadable: (path: string) => boolean,
  serviceName: string,
): string {
  const parts = changes.flatMap(({ path, edits }) =>
    edits.flatMap((edit) => doneText(path, edit, tools) ?? []),
  );
  const moved = changes.filter(({ edits }) => edits.some(({ kind }) => kind === "move-away"));
  if (moved.length > 0) parts.push(`${plural(moved.length, "file")} moved`);
  if (changes.some(({ path }) => isReadable(path))) parts.push(`${serviceName} can still read it`);
  return [...new Set(parts)].join("; ");
}

function doneText(
  path: string,
  edit: Edit,
  { ownerText }: Pick<DescribeTools, "ownerText">,
): string | undefined {
  switch (edit.kind) {
    case "mode":
      return octal(edit.to);
    case "owner":
      return ownerText(edit.to);
    case "set-env":
    case "set-secret":
      return `${edit.key} is set`;
    case "ignore-lines":
      return `would be ignored now; commit ${baseName(path)} yourself`;
    case "move-away":
      return undefined;
  }
}
