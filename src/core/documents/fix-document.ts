import type { Edit, FixSafety } from "../fix.ts";
import type { ToolInfo } from "./report.ts";
import type { Severity } from "../severity.ts";

/** One line of a fix as people see it: `@` is the line number that the next ones stand at. */
export interface DiffLine {
  readonly sign: "@" | " " | "-" | "+";
  readonly text: string;
}

export interface FixChange {
  /** Relative to the install root when inside it. */
  readonly path: string;
  readonly edits: readonly Edit["kind"][];
  readonly lines: readonly DiffLine[];
}

/**
 * `pending`: would be, or was not, applied. `left`: needs a person, so `--yes` leaves it.
 * `refused`: cannot be done here; `reason` says why.
 */
export type FixState = "pending" | "applied" | "rolled-back" | "left" | "refused";

/** One entry of the plan: what belongs to one finding, or to several that share a file. */
export interface FixRow {
  /** 1-based. */
  readonly number: number;
  readonly safety: FixSafety;
  readonly auditIds: readonly string[];
  readonly fingerprints: readonly string[];
  readonly severity: Severity;
  readonly title: string;
  readonly caution?: string;
  readonly state: FixState;
  readonly reason?: string;
  /** After it was applied: `0600; www-data can still read it`. */
  readonly result?: string;
  readonly changes: readonly FixChange[];
}

/** The published result of `fix`. Key order is part of the contract. */
export interface FixDocument {
  readonly schemaVersion: 1;
  readonly tool: ToolInfo;
  readonly kind: "fix";
  readonly install: { readonly root: string; readonly host: string | null };
  /** ISO 8601, UTC. */
  readonly startedAt: string;
  readonly status: "nothing" | "planned" | "applied" | "rolled-back" | "refused";
  /** Number for `undo`; null when nothing was changed. */
  readonly transaction: number | null;
  readonly fixes: readonly FixRow[];
  readonly notes: readonly string[];
  readonly exitCode: number;
  readonly exitReason: string;
}
