import { plural } from "../../core/exit.ts";
import type { UndoChange, UndoDocument } from "../../core/documents/undo-document.ts";
import { clean, hang, padTo, widthOf } from "../human/layout.ts";

/** What would be put back, was put back, or why nothing is. */
export function undoText(document: UndoDocument, columns: number): string {
  const all = [
    ...body(document, columns),
    ...document.notes.flatMap((note) => hang("note  ", clean(note), columns)),
  ];
  return `${all.map((line) => line.trimEnd()).join("\n")}\n`;
}

function body(document: UndoDocument, columns: number): readonly string[] {
  switch (document.status) {
    case "nothing":
      return ["There is nothing to undo."];
    case "listed":
      return listLines(document);
    case "planned":
      return [...headLines(document, "none was touched since."), ...changeLines(document, columns)];
    case "refused":
      return [
        ...headLines(document, "refused."),
        ...changeLines(document, columns),
        "Nothing was put back: what is marked ! was changed since.",
      ];
    case "undone":
      return undoneLines(document, columns);
  }
}

function headLines({ transaction, at, changes }: UndoDocument, end: string): readonly string[] {
  const when = (at ?? "").slice(0, 16).replace("T", " ");
  return [
    `Transaction ${transaction ?? ""}, ${when} UTC, ${plural(changes.length, "change")}; ${end}`,
  ];
}

function changeLines({ changes }: UndoDocument, columns: number): readonly string[] {
  const pathWidth = Math.min(30, Math.max(...changes.map(({ path }) => widthOf(clean(path))), 0));
  const texts = changes.filter(({ state }) => state !== "lost").map(({ text }) => text);
  const textWidth = Math.min(22, Math.max(...texts.map((text) => widthOf(clean(text))), 0));
  return changes.flatMap((change) => {
    if (change.state === "lost") return lostLines(change, columns);
    const mark = change.state === "changed" ? "!" : " ";
    const start = `${mark} ${padTo(clean(change.path), pathWidth)}  ${padTo(clean(change.text), textWidth)}  `;
    const reopens = reopensText(change);
    if (widthOf(start) + widthOf(reopens) <= columns) return [start + reopens];
    return [start, ...(reopens === "" ? [] : hang("      ", reopens, columns))];
  });
}

function lostLines({ path, text }: UndoChange, columns: number): readonly string[] {
  return hang(`- ${clean(path)}  `, clean(text), columns);
}

function reopensText({ reopens }: UndoChange): string {
  if (reopens.length === 0) return "";
  return `reopens ${reopens.map(({ auditId, severity }) => `${clean(auditId)} (${severity})`).join(", ")}`;
}

function undoneLines(document: UndoDocument, columns: number): readonly string[] {
  const left = document.changes.filter(({ state }) => state === "changed");
  const lost = document.changes.filter(({ state }) => state === "lost");
  if (left.length === 0 && lost.length > 0) {
    return [
      ...hang("", "Undone, but for what held a value that is dead:", columns),
      ...lost.flatMap((change) => lostLines(change, columns)),
    ];
  }
  if (left.length === 0) {
    const text = `Undone. Content, mode, owner and mtime are as before transaction ${document.transaction ?? ""}.`;
    return hang("", text, columns);
  }
  const names = left.map(({ path }) => clean(path)).join(", ");
  return hang("", `Undone, but for what changed meanwhile: ${names}.`, columns);
}

function listLines({ transactions = [] }: UndoDocument): readonly string[] {
  if (transactions.length === 0) return ["There are no transactions."];
  const rows = transactions.map(({ number, at, status, changes, pruned, lost, kind }) => {
    const when = at.slice(0, 16).replace("T", " ");
    const kept =
      kind === "rotation"
        ? ""
        : pruned
          ? "  (too old to undo)"
          : lost > 0
            ? `  (${lost} held a dead value)`
            : "";
    return `${padTo(String(number), 5)} ${when}  ${padTo(kind, 8)} ${padTo(plural(changes, "change"), 11)} ${status}${kept}`;
  });
  return ["No.   When (UTC)        Kind     Changes     State", ...rows];
}
