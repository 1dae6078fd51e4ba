import { plural } from "../../core/exit.ts";
import { addInterval, formatInterval, monthsBetween } from "../../core/text/interval.ts";
import type { RotationDocument, RotationRow } from "../../core/documents/rotation-document.ts";

export interface RotationContext {
  /** `sudo iptvbp-guard rotate`, with the options that lead to the same install behind it. */
  readonly command: (args: string) => string;
}

const dayMs = 86_400_000;

/** The table of `rotate status`. */
export function rotationStatusText(document: RotationDocument, context: RotationContext): string {
  const now = new Date(document.startedAt);
  const lines = [...tableOf(document.credentials, now)];
  for (const { credential, mode, startedAt, by, left, overlapEnds } of document.rotations) {
    const end = overlapEnds === null ? "" : `, overlap until ${overlapEnds.slice(0, 10)}`;
    lines.push(
      "",
      `Open: ${credential}, ${mode}, since ${startedAt.slice(0, 10)} by ${by}${end}`,
      `      left: ${left.join(", ")}`,
      `      ${context.command(`resume ${credential}`)}`,
    );
  }
  return `${[...lines, ...endOf(document, context)].join("\n")}\n`;
}

function tableOf(rows: readonly RotationRow[], now: Date): readonly string[] {
  if (rows.length === 0) return ["No credential of this install has to be rotated."];
  const cells = rows.map((row) => [
    row.credential,
    ageText(row, now),
    row.limit,
    dueText(row, now),
    row.knownFrom,
  ]);
  const all = [["Credential", "Age", "Limit", "Due", "Known from"], ...cells];
  const widths = [0, 1, 2, 3].map((column) =>
    Math.max(...all.map((line) => (line[column] ?? "").length)),
  );
  return all.map((line) =>
    line
      .map((cell, column) => cell.padEnd(widths[column] ?? 0))
      .join(" ")
      .trimEnd(),
  );
}

/** `>= 22 months`, `5 days`, `?`. */
function ageText({ since, ageDays, atLeast }: RotationRow, now: Date): string {
  if (since === null || ageDays === null) return "?";
  const months = monthsBetween(new Date(since), now);
  const text =
    months > 0 ? formatInterval({ months, days: 0 }) : formatInterval({ months: 0, days: ageDays });
  return `${atLeast ? ">= " : ""}${text}`;
}

/** `OVERDUE 10m`, `in 24 days`, `2027-01-20`, `?`. */
function dueText({ due, state }: RotationRow, now: Date): string {
  if (due === null) return "?";
  const date = new Date(due);
  if (state === "overdue") {
    const months = monthsBetween(date, now);
    const days = Math.floor((now.getTime() - date.getTime()) / dayMs);
    return months > 0 ? `OVERDUE ${months}m` : `OVERDUE ${days}d`;
  }
  const days = Math.ceil((date.getTime() - now.getTime()) / dayMs);
  if (date.getTime() > addInterval(now, { months: 2, days: 0 }).getTime()) return due;
  return days <= 0 ? "today" : `in ${plural(days, "day")}`;
}

function endOf(
  { credentials, notes }: RotationDocument,
  { command }: RotationContext,
): readonly string[] {
  const legend = [
    ...(credentials.some(({ atLeast, since }) => atLeast && since !== null) ? [">= at least"] : []),
    ...(credentials.some(({ due }) => due === null)
      ? [`? not known: ${command("record <credential>")}`]
      : []),
  ];
  const overdue = credentials.find(({ state }) => state === "overdue");
  return [
    ...(legend.length > 0 ? ["", legend.join("  ")] : []),
    ...notes.map(
      (note) =>
        `Note: ${note.replace(/: rotate (.*)$/, (_, args: string) => `: ${command(args)}`)}`,
    ),
    ...(overdue ? [`Next: ${command(overdue.credential)}`] : []),
  ];
}
