import type { Severity } from "../severity.ts";

/** What `explain` says about one thing. Key order is part of the contract. */
export interface Explanation {
  readonly id: string;
  readonly subject: "audit" | "vendor-rule" | "credential" | "secret-rule";
  readonly title: string;
  /** Absent for a vendor rule. */
  readonly severity?: Severity;
  /** The vendor rule, 1 to 11, where there is one. */
  readonly rule?: number;
  readonly why: string;
  readonly remedy: string;
  /** What to do one after the other when it leaked, where a provider says so. */
  readonly steps: readonly string[];
  readonly facts: readonly { readonly name: string; readonly text: string }[];
  /** The audits of a vendor rule. */
  readonly audits: readonly { readonly id: string; readonly title: string }[];
  readonly references: readonly string[];
  /** The command that settles it, without the program's name, where there is one. */
  readonly next?: string;
}
