import { plural } from "../../core/exit.ts";
import type { DiffLine, FixDocument, FixRow } from "../../core/fix-document.ts";
import { clean, hang, padTo, spread } from "../human/layout.ts";

export interface DocumentContext {
  readonly columns: number;
  /** The program as it was called. */
  readonly invocation: string;
  /** Leads `undo` to the same install; quoted. */
  readonly target: string;
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
    return [...head, ...change.lines.map(diffText)];
  });
  return [
    ...(changes.length > 0 ? changes : spread(start + clean(row.title), ids, columns)),
    ...(why === undefined ? [] : hang("   ! ", clean(why), columns)),
  ];
}

function diffText({ sign, text }: DiffLine): string {
  if (sign === "@") return `   @@ ${clean(text)}`;
  return `   ${sign}${sign === " " ? "" : "      "}${clean(text)}`;
}

/** What was done, and how to take it back. */
export function fixResultText(document: FixDocument, context: DocumentContext): string {
  const { fixes, status, transaction, notes } = document;
  const done = fixes.filter(({ state }) => state === "applied" || state === "rolled-back");
  const idWidth = Math.max(0, ...done.map(({ auditIds }) => auditIds.join(", ").length));
  const rows = done.map(({ auditIds, result, reason, state }) => {
    const word = state === "applied" ? "done  " : "undone";
    return `${word}  ${padTo(clean(auditIds.join(", ")), idWidth)}  ${clean(result ?? reason ?? "")}`;
  });
  return lines([
    ...rows,
    ...notes.flatMap((note) => hang("note  ", clean(note), context.columns)),
    ...(rows.length > 0 || notes.length > 0 ? [""] : []),
    ...endLines(document, status, transaction, context),
    ...leftLines(document, context),
  ]);
}

function endLines(
  document: FixDocument,
  status: FixDocument["status"],
  transaction: number | null,
  { invocation, target, columns }: DocumentContext,
): readonly string[] {
  switch (status) {
    case "applied": {
      const undo = `${invocation} undo ${target}`.trim();
      return hang(
        "",
        `Transaction ${transaction ?? ""} is complete. Take it back: ${undo}`,
        columns,
      );
    }
    case "rolled-back":
      return hang("", `Nothing was changed: ${clean(document.exitReason)}.`, columns);
    case "refused":
      return hang("", `Nothing was changed: ${clean(document.exitReason)}.`, columns);
    case "nothing":
      return ["Nothing to fix."];
    case "planned":
      return ["Nothing was changed."];
  }
}

/** What `--yes` leaves, and what no fix mends. */
function leftLines(document: FixDocument, { invocation }: DocumentContext): readonly string[] {
  const left = document.fixes.filter(({ state }) => state === "left").length;
  if (left === 0) return [];
  return [
    `${plural(left, "fix").replace("fixs", "fixes")} left for a person: ${invocation} fix, without --yes.`,
  ];
}

function lines(all: readonly string[]): string {
  return `${all.map((line) => line.trimEnd()).join("\n")}\n`;
}
