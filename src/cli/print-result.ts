import { writeFileWhole } from "../platform/writing/write-private.ts";
import type { CommonOptions } from "./options.ts";
import { type Session, resolveIn } from "./session.ts";

/**
 * One result to where it was asked for: the whole of it to stdout, or to `--output` with only the
 * summary on stdout. `--quiet` keeps stdout empty when all is well.
 */
export function printResult(
  session: Session,
  options: Pick<CommonOptions, "output" | "quiet">,
  exitCode: number,
  texts: { readonly whole: () => string; readonly summary: () => string },
): void {
  const isQuiet = options.quiet && exitCode === 0;
  if (options.output === undefined) {
    if (!isQuiet) session.terminal.out(texts.whole());
    return;
  }
  const bytes = new TextEncoder().encode(texts.whole());
  writeFileWhole(resolveIn(session, options.output), bytes, { overwrite: true });
  if (!isQuiet) session.terminal.out(texts.summary());
}
