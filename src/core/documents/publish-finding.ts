import type { AuditMeta } from "../audit.ts";
import { type KeyedHash, fingerprintOf } from "../fingerprint.ts";
import type { Finding, FindingDraft } from "../finding.ts";
import { compareLocations } from "../location.ts";
import { compareText } from "../text/path-text.ts";
import { publishLocation } from "./publish-location.ts";
import { compareSeverity } from "../severity.ts";

const shownPlaces = 20;
const evidenceLimit = 200;

/** Completes what an audit stated into a finding of the report. */
export function publishFinding(
  meta: AuditMeta,
  draft: FindingDraft,
  root: string | null,
  hash: KeyedHash,
): Finding {
  const location = publishLocation(draft.location, root);
  const others = (draft.alsoAt ?? []).toSorted(compareLocations);
  const ruleId = draft.ruleId ?? draft.identity?.ruleId;
  return {
    fingerprint: fingerprintOf(meta.id, { ...draft, location }, hash),
    auditId: meta.id,
    ...(ruleId === undefined ? {} : { ruleId }),
    severity: draft.severity ?? meta.severity,
    confidence: draft.confidence ?? "high",
    message: draft.message,
    location,
    alsoAt: others.slice(0, shownPlaces).map((place) => publishLocation(place, root)),
    occurrences: draft.occurrences ?? 1 + others.length,
    ...(draft.evidence === undefined ? {} : { evidence: draft.evidence.slice(0, evidenceLimit) }),
    remedy: draft.remedy ?? meta.remedy,
    fix: draft.fix?.safety ?? null,
    state: draft.waiver ? "waived" : "new",
    ...(draft.waiver ? { waiver: draft.waiver } : {}),
  };
}

/** Report order: severity, audit, location, fingerprint. */
export function compareFindings(a: Finding, b: Finding): number {
  return (
    compareSeverity(a.severity, b.severity) ||
    compareText(a.auditId, b.auditId) ||
    compareLocations(a.location, b.location) ||
    compareText(a.fingerprint, b.fingerprint)
  );
}
