import type { AuditMeta } from "../audit.ts";

/** What a local audit may claim. The set is closed: no command, no script, no import. */
export type Assertion = FileAssertion | EnvAssertion | TextAssertion | ListenAssertion;

/** At least one of `exists`, `mode` and `owner` is there. */
export interface FileAssertion {
  readonly kind: "file";
  /** Relative to the install root, or absolute; may hold `*`, `?` and `[...]`. */
  readonly path: string;
  readonly exists?: boolean;
  /** The permission bits that a file may have at most. */
  readonly mode?: number;
  /** `root`, `root:adm`, `0:0`. */
  readonly owner?: string;
}

/** At least one of `set`, `oneOf` and `pattern` is there. */
export interface EnvAssertion {
  readonly kind: "env";
  readonly name: string;
  /** Whether it must have a value, or must have none. */
  readonly set?: boolean;
  readonly oneOf?: readonly string[];
  /** Bounded regular expression that must match somewhere in the value. */
  readonly pattern?: string;
}

export interface TextAssertion {
  readonly kind: "text";
  readonly path: string;
  /** Whether each file must hold it, or none may. */
  readonly wanted: boolean;
  readonly what: { readonly literal: string } | { readonly pattern: string };
}

export interface ListenAssertion {
  readonly kind: "listen";
  readonly port: number;
  /** `loopback`: if anything listens there, then only on addresses of this host alone. */
  readonly on: "somewhere" | "nowhere" | "loopback";
}

/** An audit of one install, from `audits.d/*.yaml` beside its configuration. */
export interface LocalAudit {
  readonly meta: AuditMeta;
  readonly assertion: Assertion;
}
