import type { AuditRow, WaiversUse } from "../documents/report.ts";
import type { AppliedWaiver, Finding } from "../finding.ts";
import { compareText } from "../text/path-text.ts";
import { isDecided } from "./decided.ts";
import { type Waiver, isExpired } from "./waiver.ts";
import { coversFinding, coversGap } from "./waiver-covers.ts";

/** The waivers of one run. */
export interface WaiversInForce {
  /** As the report shows it. */
  readonly file: string;
  readonly entries: readonly Waiver[];
  readonly now: Date;
  /** Whether every audit ran that could hold a fingerprint: only then can one be found missing. */
  readonly complete: boolean;
}

export interface Waived {
  readonly rows: readonly AuditRow[];
  readonly findings: readonly Finding[];
  readonly use: WaiversUse;
}

/**
 * Marks what the waivers cover. No status changes: what is unknown stays unknown, what failed stays
 * failed; only what counts for the exit code becomes less. The order of the entries makes no
 * difference.
 */
export function applyWaivers(
  rows: readonly AuditRow[],
  findings: readonly Finding[],
  waivers: WaiversInForce,
): Waived {
  const { entries, now, file } = waivers;
  const sorted = entries.toSorted(compareWaivers);
  const expired = sorted.filter((entry) => isExpired(entry, now));
  const active = sorted.filter((entry) => !isExpired(entry, now)).toSorted(lastsLonger);
  const used = new Set<Waiver>();
  const first = (covers: (waiver: Waiver) => boolean): Waiver | undefined => {
    const hits = active.filter(covers);
    for (const hit of hits) used.add(hit);
    return hits[0];
  };
  const marked = findings.map((finding) => {
    const hit = first((waiver) => coversFinding(waiver, finding));
    return hit ? waivedFinding(finding, hit) : finding;
  });
  const seen = rows.map((row) => waivedRow(row, first));
  const unused = sorted.filter(
    (entry) => active.includes(entry) && !used.has(entry) && couldBeUsed(entry, seen, waivers),
  );
  return { rows: seen, findings: marked, use: { file, applied: used.size, expired, unused } };
}

/** A remark in the file itself came first and stays. */
function waivedFinding(finding: Finding, waiver: Waiver): Finding {
  if (finding.waiver !== undefined) return finding;
  return { ...finding, state: "waived", waiver: shown(waiver) };
}

function waivedRow(
  row: AuditRow,
  first: (covers: (waiver: Waiver) => boolean) => Waiver | undefined,
): AuditRow {
  const hits = row.gaps.map((gap) => first((waiver) => coversGap(waiver, row.id, gap)));
  if (hits.every((hit) => hit === undefined)) return row;
  const gaps = row.gaps.map((gap, index) =>
    hits[index] ? { ...gap, waived: true as const } : gap,
  );
  const all = hits.flatMap((hit) => hit ?? []);
  // The first to end is the one that turns the audit back.
  const [ending] = all.toSorted((a, b) => lastsLonger(b, a));
  const isWhole = all.length === hits.length;
  return { ...row, gaps, ...(isWhole && ending ? { waiver: shown(ending) } : {}) };
}

function shown({ reason, owner, expires }: Waiver): AppliedWaiver {
  return { reason, owner, expires };
}

/** Where nobody looked, nobody can say that there was nothing to waive. */
function couldBeUsed(
  { audit }: Waiver,
  rows: readonly AuditRow[],
  { complete }: WaiversInForce,
): boolean {
  const isLookedAt = (row: AuditRow) => isDecided(row) || row.status === "skipped";
  if (audit === undefined) return complete && rows.every(isLookedAt);
  return rows.some((row) => row.id === audit && isDecided(row));
}

function lastsLonger(a: Waiver, b: Waiver): number {
  return compareText(b.expires, a.expires) || compareWaivers(a, b);
}

function compareWaivers(a: Waiver, b: Waiver): number {
  return compareText(sortKey(a), sortKey(b));
}

function sortKey({ audit, fingerprint, path, expires, owner, reason }: Waiver): string {
  return JSON.stringify([audit ?? "", fingerprint ?? "", path ?? "", expires, owner, reason]);
}
