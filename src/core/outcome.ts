import type { FindingDraft } from "./finding.ts";
import type { Gap, Reason } from "./look.ts";

export type Status = "pass" | "fail" | "unknown" | "not-applicable" | "skipped";

/** How one audit ended. Build it with {@link conclude} or {@link notApplicable}. */
export type Outcome =
  | { readonly status: "pass" }
  | {
      readonly status: "fail";
      readonly findings: readonly FindingDraft[];
      readonly gaps: readonly Gap[];
      readonly needs: readonly string[];
    }
  | {
      readonly status: "unknown";
      readonly reason: Reason;
      readonly gaps: readonly Gap[];
      readonly needs: readonly string[];
    }
  | { readonly status: "skipped"; readonly needs: readonly string[] }
  | { readonly status: "not-applicable"; readonly text: string };

/** What an audit saw, could not see, and was not given. All default to nothing. */
export interface Observations {
  readonly findings?: readonly FindingDraft[];
  readonly gaps?: readonly Gap[];
  /** What to type or write so that the audit can decide, as `--network` or `attest ID`. */
  readonly needs?: readonly string[];
}

/** The worst of fail > unknown > skipped > pass; a gap alone is enough to stop a pass. */
export function conclude(seen: Observations): Outcome {
  const findings = seen.findings ?? [];
  const gaps = seen.gaps ?? [];
  const needs = [...new Set(seen.needs ?? [])].toSorted();
  if (findings.length > 0) return { status: "fail", findings, gaps, needs };
  const first = gaps[0];
  if (first) return { status: "unknown", reason: reasonOf(gaps, first), gaps, needs };
  if (needs.length > 0) return { status: "skipped", needs };
  return { status: "pass" };
}

/** Shorthand: the whole audit could not look. */
export function unknown(reason: Reason, what = "all of it"): Outcome {
  return { status: "unknown", reason, gaps: [{ what, reason, count: 1 }], needs: [] };
}

/** The thing does not exist in this install; `text` says which thing. */
export function notApplicable(text: string): Outcome {
  return { status: "not-applicable", text };
}

function reasonOf(gaps: readonly Gap[], first: Gap): Reason {
  const total = gaps.reduce((sum, each) => sum + each.count, 0);
  const others = total - first.count;
  const also = others > 0 ? ` (and ${others} more)` : "";
  return { code: first.reason.code, text: `${first.what}: ${first.reason.text}${also}` };
}
