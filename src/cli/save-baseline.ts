import { plural } from "../core/exit.ts";
import type { Baseline } from "../core/documents/baseline.ts";
import { writeFileWhole } from "../platform/writing/write-private.ts";
import { jsonText } from "../reporters/json-text.ts";
import { type Session, resolveIn } from "./session.ts";

/** Writes what `--write-baseline` asks for, whole or not at all, and says so. */
export function saveBaseline(
  baseline: Baseline | undefined,
  options: { readonly writeBaseline?: string; readonly quiet: boolean },
  session: Session,
): void {
  const { writeBaseline, quiet } = options;
  if (baseline === undefined || writeBaseline === undefined) return;
  const bytes = new TextEncoder().encode(jsonText(baseline));
  writeFileWhole(resolveIn(session, writeBaseline), bytes, { overwrite: true });
  if (quiet) return;
  const count = plural(baseline.findings.length, "finding");
  session.terminal.note(`Baseline of ${count} written to ${writeBaseline}`, "");
}
