import { plural } from "../../core/exit.ts";
import type { DiffLine, FixDocument, FixRow } from "../../core/documents/fix-document.ts";
import { clean, hang, padTo, spread, widthOf } from "../human/layout.ts";

export interface DocumentContext {
  readonly columns: number;
  /** Whether a person was asked about each fix. */
  readonly asked: boolean;
  readonly fixCommand: string;
  readonly undoCommand: string;
  /** Audits that found what no fix mends. */
  readonly unmended?: number;
}

/** The plan: every change as it would be made. */
export function fixPlanText(document: FixDocument, { columns }: DocumentContext): string {
  const { fixes } = document;
  if (fixes.length === 0) return "Nothing to fix.\n";
  const safe = fixes.filter(({ safety, state }) => safety === "safe" && state !== "refused").length;
  const rest = fixes.length - safe;
  const others = rest > 0 ? `, ${rest} more that need${rest === 1 ? "s" : ""} a person` : "";
  const head = `${safe} safe ${safe === 1 ? "fix" : "fixes"}${others}. Nothing is changed until you say so.`;
  return lines([...hang("", head, columns), "", ...fixes.flatMap((row) => rowLines(row, columns))]);
}

function rowLines(row: FixRow, columns: number): readonly string[] {
  const label = row.state === "refused" ? "no" : row.safety;
  const start = `${padTo(String(row.number), 2)} ${padTo(label, 6)} `;
  const ids = row.auditIds.map(clean).join(", ");
  const why = row.caution ?? row.reason;
  const changes = row.changes.flatMap((change, index) => {
    const path = clean(change.path);
    const head = index === 0 ? spread(start + path, ids, columns) : [`          ${path}`];
    return [...head, ...diffLines(change.lines)];
  });
  return [
    ...(changes.length > 0 ? changes : spread(start + clean(row.title), ids, columns)),
    ...(why === undefined ? [] : hang("   ! ", clean(why), columns)),
  ];
}

/** Lines of a file stand right behind their sign; what is no line keeps away from it. */
function diffLines(lines: readonly DiffLine[]): readonly string[] {
  const isText = lines.some(({ sign }) => sign === "@");
  return lines.map(({ sign, text }) => {
    if (sign === "@") return `   @@ ${clean(text)}`;
    return `   ${sign}${isText ? "" : "      "}${clean(text)}`;
  });
}

/** What was done, and how to take it back. */
export function fixResultText(document: FixDocument, context: DocumentContext): string {
  const done = document.fixes.filter(({ state }) => state === "applied" || state === "rolled-back");
  const rows = resultLines(done, context.columns);
  const notes = document.notes.flatMap((note) => hang("note  ", clean(note), context.columns));
  return lines([
    ...rows,
    ...notes,
    ...(rows.length + notes.length > 0 ? [""] : []),
    ...endLines(document, context),
    ...leftLines(document, context),
  ]);
}

function resultLines(rows: readonly FixRow[], columns: number): readonly string[] {
  const ids = rows.flatMap(({ auditIds }) => auditIds.map(clean));
  const width = Math.max(0, ...ids.map(widthOf));
  return rows.flatMap(({ auditIds, changes, result, reason, state }) => {
    const word = state === "applied" ? "done" : "back";
    const [first = "", ...others] = auditIds.map(clean);
    // The audit alone says which file is meant, until it mends two.
    const isOneOfMany = rows.filter((row) => row.auditIds[0] === auditIds[0]).length > 1;
    const path = isOneOfMany && changes[0] ? `${changes[0].path}: ` : "";
    const text = clean(path + (result ?? reason ?? ""));
    return [
      ...hang(`${word}  ${padTo(first, width)}  `, text, columns),
      ...others.map((id) => `      ${padTo(id, width)}  the same change`),
    ];
  });
}

function endLines(document: FixDocument, context: DocumentContext): readonly string[] {
  const { status, transaction, exitReason } = document;
  const { columns, undoCommand } = context;
  switch (status) {
    case "applied": {
      const text = `Transaction ${transaction ?? ""} is complete. Take it back:`;
      const line = `${text} ${undoCommand}`;
      return widthOf(line) <= columns ? [line] : [text, `  ${undoCommand}`];
    }
    case "rolled-back":
    case "refused":
      return hang("", `Nothing was changed: ${clean(exitReason)}.`, columns);
    case "nothing":
      return ["Nothing to fix."];
    case "planned":
      return ["Nothing was changed."];
  }
}

/** What was left, and what no fix mends. */
function leftLines(document: FixDocument, context: DocumentContext): readonly string[] {
  const { asked, fixCommand, unmended = 0 } = context;
  const left = document.fixes.filter(({ state }) => state === "left").length;
  const noun = left === 1 ? "1 fix needs" : `${left} fixes need`;
  return [
    ...(left > 0 && !asked ? [`${noun} a person: ${fixCommand}`] : []),
    ...(unmended > 0
      ? [
          `${plural(unmended, "audit")} ${unmended === 1 ? "needs" : "need"} a person: explain <audit-id> says how.`,
        ]
      : []),
  ];
}

function lines(all: readonly string[]): string {
  return `${all.map((line) => line.trimEnd()).join("\n")}\n`;
}
