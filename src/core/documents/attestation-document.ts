import type { Status } from "../outcome.ts";
import type { Severity } from "../severity.ts";
import type { Answer } from "../statements/statement-spec.ts";
import type { ToolInfo } from "./report.ts";

/**
 * `none`: nothing was ever stated. `replaced`: by a newer one. `overdue`: a review too long ago.
 * `to-come`: dated after this moment. `damaged`: a line that may have been newer cannot be read.
 */
export type AttestationState =
  | "none"
  | "holds"
  | "expired"
  | "overdue"
  | "to-come"
  | "withdrawn"
  | "replaced"
  | "damaged";

/** One audit that takes statements with its newest one, or an older one that was replaced. */
export interface AttestationRow {
  readonly audit: string;
  readonly title: string;
  readonly severity: Severity;
  readonly state: AttestationState;
  /** What the audit makes of it now; null for what was replaced. */
  readonly verdict: Status | null;
  readonly answer: Answer | null;
  /** ISO days; `until` is the last day on which it holds. */
  readonly date: string | null;
  readonly until: string | null;
  readonly by: string | null;
  /** ISO 8601: when it was written down. */
  readonly at: string | null;
  readonly note: string | null;
  /** `now`: what the file is at this moment, compared with its hash then. */
  readonly evidence: {
    readonly path: string;
    readonly sha256: string;
    readonly now: "same" | "changed" | "gone" | "unreadable";
  } | null;
}

/** `kind: "attestation"`. Key order is part of the contract. */
export interface AttestationDocument {
  readonly schemaVersion: 1;
  readonly tool: ToolInfo;
  readonly kind: "attestation";
  readonly install: { readonly root: string; readonly host: string };
  readonly startedAt: string;
  readonly status: "listed" | "stated" | "withdrawn";
  readonly attestations: readonly AttestationRow[];
  readonly notes: readonly string[];
  readonly exitCode: 0;
  readonly exitReason: string;
}
