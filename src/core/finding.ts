import type { FixPlan } from "./fix.ts";
import type { Location } from "./location.ts";
import type { Secret } from "./secrets/secret.ts";
import type { Severity } from "./severity.ts";

export type Confidence = "high" | "medium" | "low";
export type FindingState = "new" | "existing" | "waived";

/** What makes two sightings the same secret; the runner turns it into a fingerprint. */
export interface SecretIdentity {
  /** Credential id or id of a rule in `rules/secrets`. */
  readonly ruleId: string;
  readonly secret: Secret;
  /** At least 80 bits of randomness: only then may a keyed hash of the value be kept. */
  readonly strong: boolean;
  /** Environment name, where it is known; identifies a weak secret together with its path. */
  readonly name?: string;
}

/** A finding as an audit states it; the runner adds id, fingerprint and state. */
export interface FindingDraft {
  /** Default: the audit's own. */
  readonly severity?: Severity;
  /** Default: `high`. */
  readonly confidence?: Confidence;
  /** One line, lower case, no full stop, no secret. */
  readonly message: string;
  readonly location: Location;
  /** Up to 20 are kept; all are counted in `occurrences`. */
  readonly alsoAt?: readonly Location[];
  /** Default: 1 + `alsoAt.length`. */
  readonly occurrences?: number;
  /** Masked, at most 200 characters. */
  readonly evidence?: string;
  /** One line: what to do. Default: the audit's remedy. */
  readonly remedy?: string;
  /** Credential or rule this is about, where no secret value is known (an empty one, say). */
  readonly ruleId?: string;
  readonly identity?: SecretIdentity;
  /** Tells findings at one place apart, as two server blocks in one file. Not published. */
  readonly about?: string;
  readonly fix?: FixPlan;
  /** Covers the finding from the start, as a `guard:allow` remark does. */
  readonly waiver?: AppliedWaiver;
}

/** A waiver that covers a finding, as shown in the report. */
export interface AppliedWaiver {
  readonly reason: string;
  readonly owner?: string;
  readonly expires?: string;
}

/** A finding of the published report. Key order is part of the contract. */
export interface Finding {
  readonly fingerprint: string;
  readonly auditId: string;
  readonly ruleId?: string;
  readonly severity: Severity;
  readonly confidence: Confidence;
  readonly message: string;
  readonly location: Location;
  readonly alsoAt: readonly Location[];
  readonly occurrences: number;
  readonly evidence?: string;
  readonly remedy: string;
  readonly fix: "safe" | "review" | null;
  readonly state: FindingState;
  readonly waiver?: AppliedWaiver;
}
