import type { ToolInfo } from "./report.ts";
import type { Severity } from "../severity.ts";

/** A finding that was there when the baseline was written. */
export interface BaselineEntry {
  readonly fingerprint: string;
  readonly auditId: string;
  readonly severity: Severity;
}

/**
 * What `--write-baseline` writes. It holds no secret: the key only makes the fingerprints of a
 * later run the same, wherever it runs.
 */
export interface Baseline {
  readonly schemaVersion: 1;
  readonly tool: ToolInfo;
  readonly kind: "baseline";
  readonly install: { readonly root: string | null; readonly host: string | null };
  /** ISO 8601, UTC. */
  readonly startedAt: string;
  /** Hex, 16 to 64 bytes. Keys fingerprints; no secret by itself. */
  readonly key: string;
  /** By audit, then by fingerprint. */
  readonly findings: readonly BaselineEntry[];
}
