import { usageError } from "../core/error.ts";
import { type Session, resolveIn } from "./session.ts";

interface WrittenFiles {
  readonly waivers?: string;
  readonly baseline?: string;
  readonly writeBaseline?: string;
  readonly output?: string;
  readonly checklist?: string;
}

/**
 * What is written must not take the place of what was read, nor of the other thing written.
 *
 * @throws GuardError `SAME_FILE`
 */
export function refuseSameFile(options: WrittenFiles, session: Session): void {
  const { output, checklist } = options;
  for (const [flag, typed] of [
    ["--waivers", options.waivers],
    ["--baseline", options.baseline],
    ["--write-baseline", options.writeBaseline],
  ] as const) {
    for (const [other, written] of [
      ["--output", output],
      ["--checklist", checklist],
    ] as const) {
      if (typed === undefined || written === undefined) continue;
      if (resolveIn(session, typed) !== resolveIn(session, written)) continue;
      throw usageError(
        "SAME_FILE",
        `${other} and ${flag} name the same file`,
        "give each a file of its own",
      );
    }
  }
}
