import type { Install } from "../install/install.ts";
import { type Outcome, conclude, notApplicable } from "../outcome.ts";

/** What an audit of backups says when none was found: most hosts have some, somewhere. */
export function outcomeWithoutBackups({ config }: Pick<Install, "config">): Outcome {
  const { dumps } = config;
  if (dumps === undefined) return conclude({ needs: ["guard.yaml: install.dumps"] });
  return notApplicable(
    dumps.length === 0
      ? "guard.yaml says that no backup is kept here"
      : "nothing is where install.dumps points",
  );
}
