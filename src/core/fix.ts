import type { EnvDialect } from "./install/install.ts";
import type { FileOwner } from "./ports/files.ts";
import type { Secret } from "./secrets/secret.ts";

/**
 * One change to one file, as data. Each states what it expects to find (`from`), so that a file
 * that moved on since the audit is refused instead of overwritten. Paths are absolute.
 */
export type Edit =
  | { readonly kind: "mode"; readonly path: string; readonly from: number; readonly to: number }
  | {
      readonly kind: "owner";
      readonly path: string;
      readonly from: FileOwner;
      readonly to: FileOwner;
    }
  | {
      /** Adds lines to an ignore file, which is made when it does not exist. */
      readonly kind: "ignore-lines";
      readonly path: string;
      readonly add: readonly string[];
    }
  | {
      /** Moves a file out of the install into the transaction; gone after 30 days. */
      readonly kind: "move-away";
      readonly path: string;
    }
  | {
      /** Sets one variable of an env file to a value that is no secret. */
      readonly kind: "set-env";
      readonly path: string;
      readonly key: string;
      readonly value: string;
      /** How the file is read; default `dotenv`. */
      readonly dialect?: EnvDialect;
    }
  | {
      /**
       * Sets one variable of an env file to a secret: a cut over. Only transactions of the kind
       * `rotation` carry it; in a journal the value is `[redacted]`.
       */
      readonly kind: "set-secret";
      readonly path: string;
      readonly key: string;
      readonly value: Secret;
      readonly dialect: EnvDialect;
    };

/** `safe` fixes run under `--yes`; `review` ones only when a person said so. */
export type FixSafety = "safe" | "review";

/** What `fix` would do about one finding. Only the `fixes` folder carries it out. */
export interface FixPlan {
  readonly title: string;
  readonly safety: FixSafety;
  /** Why a person has to decide; shown with `review` plans. */
  readonly caution?: string;
  readonly edits: readonly Edit[];
}
