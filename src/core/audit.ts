import type { AuditContext } from "./audit-context.ts";
import type { Outcome } from "./outcome.ts";
import type { Severity } from "./severity.ts";
import type { StatementSpec } from "./statements/statement-spec.ts";

/** The vendor's rules, 1 to 11. */
export type VendorRule = 1 | 2 | 3 | 4 | 5 | 6 | 7 | 8 | 9 | 10 | 11;

/** What an audit cannot do without, besides the install itself. */
export type AuditNeed =
  | "git"
  | "linux"
  | "network"
  | "providers"
  | "webhook-probes"
  | "database"
  | "statement";

/** Everything `explain`, SARIF and the README say about an audit. Public. */
export interface AuditMeta {
  /** `area/name`, equal to the file's path below `src/audits`. Never renamed, never reused. */
  readonly id: string;
  /** The state we want, as a sentence without full stop: a list of passes reads as truths. */
  readonly title: string;
  readonly rule: VendorRule;
  readonly severity: Severity;
  /** Why it matters: one short paragraph. */
  readonly why: string;
  /** How to mend it by hand: one short paragraph, commands included. */
  readonly remedy: string;
  readonly needs: readonly AuditNeed[];
  readonly references: readonly string[];
  /** What `attest` asks; set exactly where `needs` names a statement. */
  readonly statement?: StatementSpec;
}

/** One audit: no class, no state, nothing printed. It reaches the world through its context. */
export interface Audit {
  readonly meta: AuditMeta;
  run(context: AuditContext): Outcome | Promise<Outcome>;
}
