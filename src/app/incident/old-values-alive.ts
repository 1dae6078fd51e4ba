import { baseId } from "../../core/credentials/base-id.ts";
import type { OldValueRow } from "../../core/documents/incident-document.ts";
import { parseLedger } from "../../rotation/ledger.ts";
import { openRotations, overlapEnds } from "../../rotation/rotation-state.ts";
import type { IncidentDesk } from "./incident-desk.ts";

/**
 * The values of these credentials that an open rotation has replaced and nobody has revoked. They
 * belong to an incident: which of two living values leaked, nobody knows.
 */
export function oldValuesAlive(
  { ports, opened }: Pick<IncidentDesk, "ports" | "opened">,
  credentials: readonly string[],
): readonly OldValueRow[] {
  const content = ports.ledgerOf(opened.install.root).read();
  const records = parseLedger(content.kind === "found" ? content.value : []);
  const affected = new Set(credentials.map(baseId));
  return openRotations(records).flatMap((rotation) => {
    const { credential, cutOver, oldDead } = rotation;
    if (!cutOver || oldDead || !affected.has(baseId(credential))) return [];
    const until = overlapEnds(rotation)?.toISOString() ?? null;
    return [{ credential, replacedAt: cutOver.at, until }];
  });
}
