import type { Edit, FixSafety } from "../core/fix.ts";
import type { Severity } from "../core/severity.ts";

/** One entry of the plan: one finding's fix, or several that touch a common file. */
export interface PlannedFix {
  readonly safety: FixSafety;
  readonly auditIds: readonly string[];
  readonly fingerprints: readonly string[];
  /** The worst of its findings. */
  readonly severity: Severity;
  readonly title: string;
  readonly caution?: string;
  readonly changes: readonly PlannedChange[];
  /** Why it cannot be done here. */
  readonly refused?: string;
  /** Version of each file when the plan was shown; others are not applied. */
  readonly seen?: ReadonlyMap<string, string>;
}

/** Everything that happens to one file, in the order in which it happens. */
export interface PlannedChange {
  /** Absolute. */
  readonly path: string;
  readonly edits: readonly Edit[];
}
