import { type ChangingPorts, fixPortsOf } from "./fix-plan.ts";
import { hasInterruptedFix, recoverFixes } from "./fix-recovery.ts";
import { type OpenOptions, openInstall } from "../open-install.ts";
import type { Ports } from "../ports.ts";
import type { UndoRequest } from "./undo-fix.ts";

export interface PreparedUndo {
  readonly request: UndoRequest;
  /** For people, on stderr. */
  readonly notes: readonly string[];
}

/** Finds the install and puts right what a killed run left; what follows is `planUndo`. */
export function prepareUndo(
  ports: Ports & ChangingPorts,
  options: OpenOptions & { /** `--list` */ readonly lookOnly: boolean },
): PreparedUndo {
  const opened = openInstall(ports, options);
  const { root } = opened.install;
  const fixPorts = fixPortsOf(ports, root);
  const recovered =
    !options.lookOnly && hasInterruptedFix(fixPorts) ? recoverFixes(fixPorts, root) : [];
  return {
    request: { ports: fixPorts, root, startedAt: ports.clock.now() },
    notes: [...opened.notes, ...recovered],
  };
}
