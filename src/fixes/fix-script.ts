import { escapeControl } from "../core/text/escape-control.ts";
import type { Edit } from "../core/fix.ts";
import type { DescribeTools, EditOf } from "./edits/edit-kind.ts";
import { addedText } from "./edits/ignore-lines.ts";
import { octal } from "./edits/mode.ts";
import { envChange } from "./edits/set-env.ts";
import type { FileImage, Image } from "./image.ts";
import { imageAfter } from "./change-file.ts";
import type { PlannedChange, PlannedFix } from "./planned-fix.ts";
import { shellAssignment, shellWord } from "./shell-word.ts";

export interface ScriptPart {
  readonly fix: PlannedFix;
  readonly files: readonly {
    readonly change: PlannedChange;
    readonly image: Image;
    readonly tools: DescribeTools;
  }[];
}

const head = [
  "#!/bin/sh",
  "# What `fix` would do, to be read and then run by hand. Stops at the first file that is not as",
  "# the audit saw it. Unlike `fix` it keeps nothing for undo, but for the files that it moves away:",
  "# those stay in the folder named below until you delete them.",
  "set -eu",
  "umask 077",
  "stop() { printf 'file of step %s changed since the audit; stopped\\n' \"$1\" >&2; exit 1; }",
  "is() {",
  '  if [ ! -f "$f" ] || [ -L "$f" ]; then stop "$1"; fi',
  '  [ "$(stat -c \'%a %u:%g\' -- "$f")" = "$2" ] || stop "$1"',
  "}",
] as const;

const keepFolder = [
  "keep=${IPTVBP_GUARD_KEEP:-$HOME/iptvbp-guard-kept}-$(date -u +%Y%m%dT%H%M%SZ)",
  'mkdir -- "$keep"',
] as const;

/** The safe fixes as a shell script; the others stand in it as comments. */
export function renderFixScript(parts: readonly ScriptPart[]): string {
  const moves = parts.some(
    ({ fix, files }) =>
      isRun(fix) &&
      files.some(({ change }) => change.edits.some(({ kind }) => kind === "move-away")),
  );
  const body = parts.flatMap(({ fix, files }, index) => [
    "",
    `# ${index + 1}  ${fix.auditIds.join(", ")}: ${escapeControl(fix.title)}`,
    ...(isRun(fix)
      ? files.flatMap(({ change, image, tools }) => linesOf(index + 1, change, image, tools))
      : [`# left out: ${escapeControl(fix.refused ?? fix.caution ?? "a person has to decide")}`]),
  ]);
  return [...head, ...(moves ? keepFolder : []), ...body, ""].join("\n");
}

function isRun({ safety, refused }: PlannedFix): boolean {
  return safety === "safe" && refused === undefined;
}

function linesOf(
  step: number,
  change: PlannedChange,
  image: Image,
  tools: DescribeTools,
): readonly string[] {
  const lines = [...shellAssignment("f", change.path)];
  let now = image;
  if (now.exists) {
    lines.push(`is ${step} '${now.mode.toString(8)} ${now.uid}:${now.gid}'`);
  } else {
    lines.push(`if [ -e "$f" ] || [ -L "$f" ]; then stop ${step}; fi`);
  }
  for (const edit of change.edits) {
    lines.push(...linesOfEdit(step, edit, now, tools));
    now = imageAfter(now, { edits: [edit] }, tools.folder, tools.setEnvLine);
  }
  return lines;
}

function linesOfEdit(
  step: number,
  edit: Edit,
  image: Image,
  tools: DescribeTools,
): readonly string[] {
  switch (edit.kind) {
    case "mode":
      return [`chmod ${octal(edit.to)} -- "$f"`];
    case "owner":
      return [
        `chown ${edit.to.uid}:${edit.to.gid} -- "$f"`,
        // A change of owner may clear bits of the mode.
        ...(image.exists ? [`chmod ${octal(image.mode)} -- "$f"`] : []),
      ];
    case "move-away":
      return [`mv -- "$f" "$keep/${step}-$(basename -- "$f")"`];
    case "ignore-lines":
      return [
        ...shellAssignment("text", addedText(image, edit.add)),
        'printf %s "$text" >> "$f"',
        ...(image.exists
          ? []
          : [`chown ${tools.folder.uid}:${tools.folder.gid} -- "$f"`, 'chmod 0644 -- "$f"']),
      ];
    case "set-env":
      return image.exists ? setEnvLines(step, edit, image, tools) : [];
    case "set-secret":
      // A script on the screen or on the disk is no place for a secret; no audit plans this.
      return [`stop ${step}`];
  }
}

/** Only the new line is spelled out; a change that would need others, with their values, is not. */
function setEnvLines(
  step: number,
  edit: EditOf<"set-env">,
  image: FileImage,
  { setEnvLine }: DescribeTools,
): readonly string[] {
  const { key, value } = edit;
  const change = envChange(image, edit, setEnvLine);
  if (!change) return [];
  if (change.appended !== undefined) {
    return [...shellAssignment("text", change.appended), 'printf %s "$text" >> "$f"'];
  }
  const [line] = change.added;
  const isOneLine = change.added.length === 1 && change.removed.length === 1;
  if (!isOneLine || line?.includes(`${key}=`) !== true) {
    return [`printf '%s\\n' ${shellWord(`set ${key}=${value} by hand`)} >&2`];
  }
  const { number } = change;
  return [
    `sed -n ${number}p -- "$f" | grep -qF -- ${shellWord(key)} || stop ${step}`,
    ...shellAssignment("text", line),
    "new=$(mktemp)",
    `{ head -n ${number - 1} -- "$f"; printf %s "$text"; tail -n +${number + 1} -- "$f"; } > "$new"`,
    'cat -- "$new" > "$f"',
    'rm -f -- "$new"',
  ];
}
