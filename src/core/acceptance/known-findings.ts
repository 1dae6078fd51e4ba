import type { Baseline, BaselineEntry } from "../documents/baseline.ts";
import type { Report } from "../documents/report.ts";
import type { Finding } from "../finding.ts";
import { compareSeverity } from "../severity.ts";
import { compareText } from "../text/path-text.ts";
import { isDecided } from "./decided.ts";

/**
 * Marks what the baseline knows as `existing`. What has got worse since counts as new, and what is
 * known from one audit is news in another. Waived stays waived.
 */
export function markKnown(
  findings: readonly Finding[],
  known: readonly BaselineEntry[],
): readonly Finding[] {
  const before = byKey(known);
  return findings.map((finding) => {
    const entry = before.get(keyOf(finding));
    if (finding.state !== "new" || entry === undefined) return finding;
    const isWorse = compareSeverity(finding.severity, entry.severity) < 0;
    return isWorse ? finding : { ...finding, state: "existing" };
  });
}

/** How many entries are certainly no longer found: their audits looked at everything. */
export function countGone(
  { audits, findings }: Pick<Report, "audits" | "findings">,
  known: readonly BaselineEntry[],
): number {
  const now = byKey(findings);
  const looked = new Set(audits.filter(isDecided).map(({ id }) => id));
  return known.filter((entry) => looked.has(entry.auditId) && !now.has(keyOf(entry))).length;
}

/**
 * The findings of a report as a baseline. Waived ones stay out: they must come back when the waiver
 * ends. What the old baseline knows of audits that did not run, or could not look, stays in.
 */
export function baselineOf(
  { tool, install, startedAt, audits, findings }: Report,
  key: string,
  old: readonly BaselineEntry[] = [],
): Baseline {
  const looked = new Set(audits.filter(isDecided).map(({ id }) => id));
  const found = byKey(findings);
  const entries = byKey([
    ...old.filter((entry) => !looked.has(entry.auditId) && !found.has(keyOf(entry))),
    ...findings.filter(({ state }) => state !== "waived"),
  ]);
  return {
    schemaVersion: 1,
    tool,
    kind: "baseline",
    install,
    startedAt,
    key,
    findings: [...entries]
      .toSorted(([a], [b]) => compareText(a, b))
      .map(([, { fingerprint, auditId, severity }]) => ({ fingerprint, auditId, severity })),
  };
}

function keyOf({ auditId, fingerprint }: BaselineEntry): string {
  return `${auditId}\0${fingerprint}`;
}

/** The worst of several with one key. */
function byKey(entries: readonly BaselineEntry[]): ReadonlyMap<string, BaselineEntry> {
  const map = new Map<string, BaselineEntry>();
  for (const entry of entries) {
    const before = map.get(keyOf(entry));
    if (before && compareSeverity(before.severity, entry.severity) <= 0) continue;
    map.set(keyOf(entry), entry);
  }
  return map;
}
