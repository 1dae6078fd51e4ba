import type { FindingDraft } from "./finding.ts";
import { placeOf } from "./location.ts";

/** Keyed hash over length-prefixed fields: 32 lower-case hex digits of HMAC-SHA256. */
export type KeyedHash = (fields: readonly string[]) => string;

/**
 * What identifies a finding across edits, moves and machines. A strong secret is hashed itself, so
 * it has one fingerprint in all audits; a weak one never is.
 *
 * @param place path as published, relative to the install root where inside it.
 */
export function fingerprintOf(auditId: string, draft: FindingDraft, hash: KeyedHash): string {
  const { identity } = draft;
  const place = placeOf(draft.location);
  if (!identity) {
    const about = draft.about === undefined ? [] : [draft.about];
    return hash(["place", auditId, draft.ruleId ?? "", place, ...about]);
  }
  if (identity.strong) return hash(["secret", identity.ruleId, identity.secret.reveal()]);
  return hash(["weak", identity.ruleId, place, identity.name ?? ""]);
}
