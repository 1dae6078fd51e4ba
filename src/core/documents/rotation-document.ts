import type { ToolInfo } from "./report.ts";

/** One credential in `rotate status`. */
export interface RotationRow {
  readonly credential: string;
  readonly title: string;
  readonly stored: "env" | "settings";
  /** ISO date since when the value is known; null when nothing is known. */
  readonly since: string | null;
  /** The value may be older than `since`. */
  readonly atLeast: boolean;
  /** Whole days; null as `since`. */
  readonly ageDays: number | null;
  /** `12 months`. */
  readonly limit: string;
  /** ISO date; null when the age is not known, or only a lower bound that is not over yet. */
  readonly due: string | null;
  readonly state: "ok" | "soon" | "overdue" | "unknown";
  /** `recorded by jo`, `git 9c41e7b`, `.env mtime`, `IPTVbp settings`. */
  readonly knownFrom: string;
  readonly evidence: "recorded" | "observed" | "git" | "file-time" | "none";
}

/** A rotation that was begun. */
export interface RotationProgress {
  readonly id: string;
  readonly credential: string;
  readonly mode: "planned" | "breach";
  readonly startedAt: string;
  readonly by: string;
  /** What is still to be done, in order; empty when it has ended. */
  readonly left: readonly string[];
  /** What is known of the old value. */
  readonly oldValue: "works" | "stated-dead" | "unknown";
  readonly overlapEnds: string | null;
}

/** `kind: "rotation"`. */
export interface RotationDocument {
  readonly schemaVersion: 1;
  readonly tool: ToolInfo;
  readonly kind: "rotation";
  readonly install: { readonly root: string; readonly host: string };
  readonly startedAt: string;
  readonly status: "listed" | "recorded" | "open" | "done" | "backed-out" | "rolled-back";
  readonly credentials: readonly RotationRow[];
  readonly rotations: readonly RotationProgress[];
  readonly notes: readonly string[];
  readonly exitCode: 0 | 4;
  readonly exitReason: string;
}
