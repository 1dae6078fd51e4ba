import type { RotationDocument } from "../core/rotation-document.ts";
import type { RotationMode } from "../rotation/rotation-event.ts";
import type { OpenOptions } from "./open-install.ts";
import type { RotationPorts, RotationTalk } from "./rotate-ports.ts";

export interface StartRotation extends OpenOptions {
  /** Credential id; asked for when absent. */
  readonly credential?: string;
}

/**
 * Rotates one credential as far as it goes now: asks, changes and remembers step by step. Inside an
 * incident it is called with mode `breach`.
 *
 * @throws GuardError when it was refused; nothing was begun then.
 */
export async function startRotation(
  ports: RotationPorts,
  talk: RotationTalk,
  options: StartRotation,
  mode: RotationMode,
): Promise<RotationDocument> {
  throw new Error(
    `not yet: ${ports.operator} ${String(talk.yes)} ${options.credential ?? ""} ${mode}`,
  );
}
