import type { Waiver } from "../acceptance/waiver.ts";
import type { AppliedWaiver, Finding } from "../finding.ts";
import type { Status } from "../outcome.ts";
import type { Severity } from "../severity.ts";

export interface ToolInfo {
  readonly name: string;
  readonly version: string;
}

/** A gap as published; `code` is the machine-readable half of the reason. */
export interface PublishedGap {
  readonly what: string;
  readonly reason: string;
  readonly count: number;
  readonly code: string;
  /** Somebody accepts that it is not seen: it makes no exit code 3. */
  readonly waived?: true;
}

export interface AuditRow {
  readonly id: string;
  readonly title: string;
  readonly rule: number;
  readonly status: Status;
  readonly severity: Severity;
  readonly reason?: { readonly code: string; readonly text: string };
  readonly needs?: readonly string[];
  readonly gaps: readonly PublishedGap[];
  readonly durationMs: number;
  /** Covers every gap of the audit. The status stays what it is. */
  readonly waiver?: AppliedWaiver;
}

export interface AuditCounts {
  readonly pass: number;
  readonly fail: number;
  readonly unknown: number;
  readonly notApplicable: number;
  readonly skipped: number;
}

export interface Summary {
  readonly audits: AuditCounts;
  /** State `new` only. */
  readonly findings: Readonly<Record<Severity, number>>;
  /** (pass + fail) ÷ (pass + fail + unknown + skipped); null at 0 ÷ 0. */
  readonly coverage: number | null;
  readonly exitCode: number;
  readonly exitReason: string;
}

/** The published result of `audit`, `scan` and `demo`. Key order is part of the contract. */
export interface Report {
  readonly schemaVersion: 1;
  readonly tool: ToolInfo;
  readonly kind: "report";
  readonly install: { readonly root: string | null; readonly host: string | null };
  /** ISO 8601, UTC. */
  readonly startedAt: string;
  readonly durationMs: number;
  readonly summary: Summary;
  readonly audits: readonly AuditRow[];
  readonly findings: readonly Finding[];
  readonly looked: {
    readonly inputs: Readonly<Record<string, number>>;
    readonly gaps: readonly PublishedGap[];
  };
  /** Present when a waivers file was in force. */
  readonly waivers?: WaiversUse;
  /** Present when the run was compared with a baseline. */
  readonly baseline?: BaselineUse;
}

export interface WaiversUse {
  /** Relative to `install.root` when inside it. */
  readonly file: string;
  /** How many of its entries covered something. */
  readonly applied: number;
  readonly expired: readonly Waiver[];
  /** Those that covered nothing, as far as the run could tell. */
  readonly unused: readonly Waiver[];
}

export interface BaselineUse {
  /** Relative to `install.root` when inside it. */
  readonly file: string;
  /** How many findings it knows. */
  readonly known: number;
  /** How many of its entries are no longer found. */
  readonly gone: number;
}
