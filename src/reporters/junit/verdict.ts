import { plural } from "../../core/exit.ts";
import type { Finding } from "../../core/finding.ts";
import type { PublishedGap } from "../../core/documents/report.ts";
import type { AuditPart } from "../by-rule.ts";
import { waivedText } from "../waiver-text.ts";
import { placeText } from "../human/where.ts";

/** What stands inside a test case that is not a plain success. */
export interface Verdict {
  readonly element: "failure" | "error" | "skipped";
  readonly message: string;
  /** Severity of a failure, code of an error. */
  readonly type?: string;
  readonly lines: readonly string[];
}

/** Undefined for a pass. A gap is never a pass: what was not seen is an error. */
export function verdictOf({ row, findings }: AuditPart): Verdict | undefined {
  const open = findings.filter(({ state }) => state === "new");
  const unseen = row.gaps.map(gapLine);
  const lines = [...open.flatMap(findingLines), ...notCounted(findings), ...unseen];
  const [worst] = open;
  if (worst) {
    const message =
      open.length === 1 ? worst.message : `${plural(open.length, "finding")}: ${row.title}`;
    return { element: "failure", type: worst.severity, message, lines };
  }
  const isSeen = row.gaps.every(({ waived }) => waived === true);
  if (row.waiver !== undefined && isSeen && row.status === "unknown") {
    const message = `could not look, ${waivedText(row.waiver)}`;
    return { element: "skipped", message, lines };
  }
  if (row.status === "unknown" || !isSeen) {
    const { code = "gap", text = row.gaps[0]?.reason ?? "no reason given" } = row.reason ?? {};
    return { element: "error", type: code, message: `could not look: ${text}`, lines };
  }
  return row.status === "pass" ? undefined : quietVerdict({ row, findings }, lines);
}

/** Failures that are all waived or known make no exit code, and no red test. */
function quietVerdict({ row, findings }: AuditPart, lines: readonly string[]): Verdict {
  const needs = row.needs ?? [];
  const reason = row.reason?.text ?? row.title;
  if (row.status === "not-applicable") {
    return { element: "skipped", message: `not applicable: ${reason}`, lines };
  }
  if (row.status === "skipped") {
    return { element: "skipped", message: `needs ${needs.join(", ")}`, lines };
  }
  const message =
    findings.length > 0
      ? notCounted(findings)
          .map((line) => line.trim())
          .join("; ")
      : reason;
  const element = findings.length > 0 ? "skipped" : "failure";
  return { element, message, lines };
}

function findingLines(finding: Finding): readonly string[] {
  const { severity, message, evidence, remedy, location, alsoAt, occurrences } = finding;
  const hidden = occurrences - 1 - alsoAt.length;
  return [
    `${severity}: ${message}`,
    ...[location, ...alsoAt].map((place) => `  at ${placeText(place)}`),
    ...(hidden > 0 ? [`  and ${hidden} more`] : []),
    ...(evidence === undefined ? [] : [`  seen: ${evidence}`]),
    ...(remedy === "" ? [] : [`  remedy: ${remedy}`]),
  ];
}

function notCounted(findings: readonly Finding[]): readonly string[] {
  const count = (state: Finding["state"]) => findings.filter((each) => each.state === state).length;
  const waived = findings.filter(({ state }) => state === "waived");
  const existing = count("existing");
  return [
    ...(waived.length > 0 ? [`waived: ${plural(waived.length, "finding")}`] : []),
    ...waived.flatMap(({ message, waiver }) =>
      waiver === undefined ? [] : [`  ${message}, ${waivedText(waiver)}`],
    ),
    ...(existing > 0 ? [`known before: ${plural(existing, "finding")}`] : []),
  ];
}

export function gapLine({ what, reason, count, waived }: PublishedGap): string {
  const state = waived === true ? ", waived" : "";
  return `could not look: ${what}: ${reason}${count > 1 ? ` (${count})` : ""}${state}`;
}
