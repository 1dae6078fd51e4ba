import type { Secret } from "../core/secrets/secret.ts";
import type { Severity } from "../core/severity.ts";

/** A value that the install uses, to be searched literally. */
export interface OwnValue {
  /** Credential id. */
  readonly ruleId: string;
  readonly title: string;
  /** Environment name. */
  readonly name: string;
  readonly value: Secret;
  readonly severity: Severity;
  /** At least 80 bits by its rule. */
  readonly strong: boolean;
}

/** Why an own value is not searched: it would be found everywhere. */
export type LeftOutReason = "short" | "placeholder" | "common";

export interface LeftOutValue {
  readonly ruleId: string;
  readonly name: string;
  readonly why: LeftOutReason;
}
