import type { ToolInfo } from "./report.ts";
import type { Severity } from "../severity.ts";

export interface UndoChange {
  /** Relative to the install root when inside it. */
  readonly path: string;
  /** `0600 -> 0644`, `back in place`, `3 lines taken out`. */
  readonly text: string;
  readonly reopens: readonly { readonly auditId: string; readonly severity: Severity }[];
  /**
   * `changed`: somebody changed the file since; nothing at all is put back then. `lost`: it is left
   * as it is, because what was kept of it held a value that is dead and was deleted.
   */
  readonly state: "pending" | "undone" | "changed" | "lost";
}

export type TransactionStatus = "open" | "committed" | "rolled-back" | "undoing" | "undone";

export interface TransactionRow {
  readonly number: number;
  readonly kind: "fix" | "rotation";
  /** ISO 8601, UTC. */
  readonly at: string;
  readonly status: TransactionStatus;
  readonly changes: number;
  /** What was kept for undo is deleted: after 30 days, or because it is no longer needed. */
  readonly pruned: boolean;
  /** Changes that cannot be put back: what was kept of them held a value that is dead. */
  readonly lost: number;
}

/** The published result of `undo`. Key order is part of the contract. */
export interface UndoDocument {
  readonly schemaVersion: 1;
  readonly tool: ToolInfo;
  readonly kind: "undo";
  readonly install: { readonly root: string; readonly host: string | null };
  /** ISO 8601, UTC. */
  readonly startedAt: string;
  readonly status: "nothing" | "listed" | "planned" | "undone" | "refused";
  readonly transaction: number | null;
  /** When the transaction was made. */
  readonly at: string | null;
  readonly changes: readonly UndoChange[];
  /** With `--list` only. */
  readonly transactions?: readonly TransactionRow[];
  readonly notes: readonly string[];
  readonly exitCode: number;
  readonly exitReason: string;
}
