import type { PublishedGap } from "../documents/report.ts";
import type { Finding } from "../finding.ts";
import type { Location } from "../location.ts";
import { isInside } from "../text/path-text.ts";
import type { Waiver } from "./waiver.ts";

/** Whether the waiver is about this finding and about all of it. */
export function coversFinding(waiver: Waiver, finding: Finding): boolean {
  const { audit, fingerprint, path } = waiver;
  if (audit !== undefined && audit !== finding.auditId) return false;
  if (fingerprint !== undefined && fingerprint !== finding.fingerprint) return false;
  return path === undefined || liesIn(path, finding);
}

/** Whether the waiver is about what this audit could not see. A fingerprint is never about that. */
export function coversGap(waiver: Waiver, auditId: string, { what }: PublishedGap): boolean {
  if (waiver.fingerprint !== undefined || waiver.audit !== auditId) return false;
  return waiver.path === undefined || isInside(waiver.path, what);
}

/**
 * A finding stands for all its places. One that is elsewhere, or that the report does not list, is
 * not what was accepted.
 */
function liesIn(path: string, { location, alsoAt, occurrences }: Finding): boolean {
  const places = [location, ...alsoAt];
  if (occurrences > places.length) return false;
  return places.every((place) => {
    const own = pathOf(place);
    return own !== undefined && isInside(path, own);
  });
}

function pathOf(location: Location): string | undefined {
  return "path" in location ? location.path : undefined;
}
