import type { Finding } from "../core/finding.ts";
import type { Edit, FixPlan, FixSafety } from "../core/fix.ts";
import { compareText } from "../core/text/path-text.ts";
import { compareSeverity, type Severity } from "../core/severity.ts";
import { mergeEdits } from "./merge-edits.ts";
import type { PlannedFix } from "./planned-fix.ts";

/** A finding with what would mend it. */
export interface FixableFinding {
  readonly finding: Pick<Finding, "auditId" | "fingerprint" | "severity">;
  readonly plan: FixPlan;
}

/** The plan: safe fixes first, then by audit and path; fixes that share a file are one entry. */
export function planFixes(fixables: readonly FixableFinding[]): readonly PlannedFix[] {
  return groupBySharedFile(fixables).map(planGroup).toSorted(comparePlanned);
}

interface Group {
  readonly safety: FixSafety;
  readonly paths: ReadonlySet<string>;
  readonly members: readonly FixableFinding[];
}

/** Safe and review ones are kept apart even on one file: a person decides about the latter only. */
function groupBySharedFile(
  fixables: readonly FixableFinding[],
): readonly (readonly FixableFinding[])[] {
  let groups: readonly Group[] = [];
  for (const fixable of fixables) {
    const { safety, edits } = fixable.plan;
    if (edits.length === 0) continue;
    const paths = new Set(edits.map(({ path }) => path));
    const touches = (group: Group) => group.safety === safety && shareAny(group.paths, paths);
    const joined = groups.filter(touches);
    const group: Group = {
      safety,
      paths: new Set([...joined.flatMap((each) => [...each.paths]), ...paths]),
      members: [...joined.flatMap(({ members }) => members), fixable],
    };
    groups = [...groups.filter((each) => !touches(each)), group];
  }
  return groups.map(({ members }) => members);
}

function shareAny(a: ReadonlySet<string>, b: ReadonlySet<string>): boolean {
  return [...a].some((path) => b.has(path));
}

function planGroup(group: readonly FixableFinding[]): PlannedFix {
  const sorted = group.toSorted(
    (a, b) =>
      compareText(a.finding.auditId, b.finding.auditId) ||
      compareText(a.finding.fingerprint, b.finding.fingerprint),
  );
  const edits: readonly Edit[] = sorted.flatMap(({ plan }) => plan.edits);
  const { changes, conflicts } = mergeEdits(edits);
  const cautions = unique(sorted.flatMap(({ plan }) => plan.caution ?? []));
  return {
    safety: sorted.some(({ plan }) => plan.safety === "review") ? "review" : "safe",
    auditIds: unique(sorted.map(({ finding }) => finding.auditId)),
    fingerprints: unique(sorted.map(({ finding }) => finding.fingerprint)),
    severity: worst(sorted.map(({ finding }) => finding.severity)),
    title: unique(sorted.map(({ plan }) => plan.title)).join("; "),
    ...(cautions.length > 0 ? { caution: cautions.join("; ") } : {}),
    changes,
    ...(conflicts.length > 0 ? { refused: "two audits want different things of one file" } : {}),
  };
}

function comparePlanned(a: PlannedFix, b: PlannedFix): number {
  if (a.safety !== b.safety) return a.safety === "safe" ? -1 : 1;
  return (
    compareText(a.auditIds[0] ?? "", b.auditIds[0] ?? "") ||
    compareText(a.changes[0]?.path ?? "", b.changes[0]?.path ?? "") ||
    compareText(a.fingerprints[0] ?? "", b.fingerprints[0] ?? "")
  );
}

function worst(severities: readonly Severity[]): Severity {
  return severities.toSorted(compareSeverity)[0] ?? "info";
}

function unique(values: readonly string[]): readonly string[] {
  return [...new Set(values)];
}
