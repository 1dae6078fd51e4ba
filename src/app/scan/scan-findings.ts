import type { FindingDraft } from "../../core/finding.ts";
import {
  type SecretFindingOptions,
  findingsFromMatches,
} from "../../core/secrets/secret-findings.ts";
import type { LocatedMatch } from "../../core/ports/secret-search.ts";
import { createSecretTable } from "../../core/secrets/secret-table.ts";

interface Sightings {
  readonly all: LocatedMatch[];
  /** Why they are allowed, while every one of them is. */
  reason: string | undefined;
}

/**
 * One finding per secret. A secret whose every sighting carries a `guard:allow` remark is waived;
 * one sighting without is enough to count.
 *
 * @param inline false: remarks waive nothing.
 */
export function scanFindings(
  matches: readonly LocatedMatch[],
  options: SecretFindingOptions,
  inline: boolean,
): readonly FindingDraft[] {
  const bySecret = createSecretTable<Sightings>();
  for (const located of matches) {
    const { ruleId, secret, allowedBecause } = located.match;
    const reason = inline ? allowedBecause : undefined;
    const seen = bySecret.of(ruleId, secret, () => ({ all: [], reason }));
    seen.all.push(located);
    if (reason === undefined) seen.reason = undefined;
  }
  return bySecret.values().flatMap(({ all, reason }) => {
    const findings = findingsFromMatches({ matches: all }, options);
    if (reason === undefined) return findings;
    return findings.map((finding) => ({ ...finding, waiver: { reason } }));
  });
}
