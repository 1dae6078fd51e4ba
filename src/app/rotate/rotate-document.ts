import { exitCodes } from "../../core/exit.ts";
import type {
  RotationDocument,
  RotationProgress,
  RotationRow,
} from "../../core/documents/rotation-document.ts";
import { type Rotation, overlapEnds, stepsLeft } from "../../rotation/rotation-state.ts";
import type { RotationDesk } from "./rotate-desk.ts";
import { stepName } from "./rotate-say.ts";

export interface DocumentParts {
  readonly status: RotationDocument["status"];
  readonly credentials?: readonly RotationRow[];
  readonly rotations?: readonly Rotation[];
  readonly notes?: readonly string[];
}

/** `kind: "rotation"`, whatever the command did. */
export function rotationDocument(
  { ports, opened }: Pick<RotationDesk, "ports" | "opened">,
  { status, credentials = [], rotations = [], notes = [] }: DocumentParts,
): RotationDocument {
  return {
    schemaVersion: 1,
    tool: ports.tool,
    kind: "rotation",
    install: { root: opened.install.root, host: opened.install.host },
    startedAt: ports.clock.now().toISOString(),
    status,
    credentials,
    rotations: rotations.map(progressOf),
    notes,
    exitCode: exitCodes.ok,
    exitReason: reasons[status],
  };
}

const reasons: Readonly<Record<RotationDocument["status"], string>> = {
  listed: "listed",
  recorded: "recorded",
  open: "stopped; the rotation is open",
  done: "the rotation is complete",
  "backed-out": "backed out; the old value is in use",
  "rolled-back": "rolled back",
};

function progressOf(rotation: Rotation): RotationProgress {
  const { id, credential, mode, startedAt, by, oldDead, minted, overlap } = rotation;
  const isUnsure = minted !== undefined && overlap === "unknown";
  return {
    id,
    credential,
    mode,
    startedAt,
    by,
    left: stepsLeft(rotation).map(stepName),
    oldValue: oldDead ? "stated-dead" : isUnsure ? "unknown" : "works",
    overlapEnds: overlapEnds(rotation)?.toISOString() ?? null,
  };
}
