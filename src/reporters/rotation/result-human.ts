import type { RotationDocument } from "../../core/documents/rotation-document.ts";
import { type RotationContext, rotationStatusText } from "./status-human.ts";

/** What a rotation, or `rotate record`, came to. */
export function rotationResultText(document: RotationDocument, context: RotationContext): string {
  if (document.status === "listed") return rotationStatusText(document, context);
  if (document.status === "recorded") return recordedText(document, context);
  const [rotation] = document.rotations;
  if (!rotation) return "";
  const { credential, left } = rotation;
  if (document.status === "done")
    return `Rotated ${credential}. The old value is dead, as stated.\n`;
  if (document.status === "backed-out") return `Backed out. ${credential} has its old value.\n`;
  return `Open: ${credential}. Left: ${left.join(", ")}.\nNext   ${context.command(`resume ${credential}`)}\n`;
}

function recordedText(
  { credentials, notes, exitReason }: RotationDocument,
  { command }: RotationContext,
): string {
  const [row] = credentials;
  const said = notes.map((note) => `Note   ${note}\n`).join("");
  if (!row) return `Recorded.\n${said}`;
  if (exitReason === "stated") {
    return `Written down for ${row.credential}, as stated.\n${said}Next   ${command("status")}\n`;
  }
  const due = row.due === null ? "" : `; due ${row.due}`;
  return `Recorded: ${row.credential} since ${row.since ?? "?"}${due}.\n${said}Next   ${command("status")}\n`;
}
