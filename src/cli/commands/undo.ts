import { prepareUndo } from "../../app/fix/prepare-undo.ts";
import { applyUndo, listUndo, planUndo } from "../../app/fix/undo-fix.ts";
import type { UndoDocument } from "../../core/documents/undo-document.ts";
import { undoText } from "../../reporters/documents/undo-human.ts";
import { jsonText } from "../../reporters/json-text.ts";
import { changingPorts } from "../changing-ports.ts";
import type { UndoCommand } from "../options.ts";
import { printResult } from "../print-result.ts";
import { createPrompter } from "../prompter.ts";
import { createRuntime } from "../runtime.ts";
import type { Session } from "../session.ts";

export async function undo(options: UndoCommand, session: Session): Promise<number> {
  const { terminal } = session;
  const runtime = createRuntime({ ...session, options });
  const ports = { ...runtime.ports, ...changingPorts(runtime) };
  const { request, notes } = prepareUndo(ports, { ...options, lookOnly: options.list });
  for (const note of notes) terminal.note(`note: ${note}`);
  if (options.list) return show(listUndo(request), options, session);
  const planned = planUndo(request, options.transaction);
  const { document } = planned;
  if (document.status !== "planned") return show(document, options, session);
  const plan = undoText(document, terminal.columns);
  if (!options.quiet) {
    if (options.format === "human" && options.output === undefined) terminal.out(plan);
    else terminal.note(...plan.trimEnd().split("\n"));
  }
  if (!options.yes) {
    const count = document.changes.length;
    const message = count === 1 ? "Put it back?" : `Put all ${count} back?`;
    const prompter = createPrompter(terminal.interactive);
    if (!(await prompter.confirm({ message, flag: "--yes", default: false }))) {
      terminal.note("Nothing was put back.");
      return 0;
    }
  }
  const done = await session.uninterrupted(async () => applyUndo(request, planned));
  return show(done, options, session);
}

function show(document: UndoDocument, options: UndoCommand, session: Session): number {
  const text = () => undoText(document, session.terminal.columns);
  printResult(session, options, document.exitCode, {
    whole: () => (options.format === "json" ? jsonText(document) : text()),
    summary: text,
  });
  return document.exitCode;
}
