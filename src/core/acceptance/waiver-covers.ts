import type { PublishedGap } from "../documents/report.ts";
import type { Finding } from "../finding.ts";
import type { Location } from "../location.ts";
import { isInside } from "../text/path-text.ts";
import type { Waiver } from "./waiver.ts";

/** Whether the waiver is about this finding and about all of it. */
export function coversFinding(waiver: Waiver, finding: Finding): boolean {
  return names(waiver, finding) && (waiver.path === undefined || liesIn(waiver.path, finding));
}

/** Whether its path holds some places of the finding and not all of them. */
export function coversPart(waiver: Waiver, finding: Finding): boolean {
  const { path } = waiver;
  if (path === undefined || !names(waiver, finding) || liesIn(path, finding)) return false;
  return [finding.location, ...finding.alsoAt].some((place) => isPlaceIn(path, place));
}

function names({ audit, fingerprint }: Waiver, finding: Finding): boolean {
  if (audit !== undefined && audit !== finding.auditId) return false;
  return fingerprint === undefined || fingerprint === finding.fingerprint;
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
  return occurrences <= places.length && places.every((place) => isPlaceIn(path, place));
}

function isPlaceIn(path: string, place: Location): boolean {
  return "path" in place && place.path !== undefined && isInside(path, place.path);
}
