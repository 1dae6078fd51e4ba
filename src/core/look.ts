/** Why something could not be looked at; part of the published report (`reason.code`). */
export type ReasonCode =
  | "permission"
  | "not-a-file"
  | "link"
  | "io"
  | "timeout"
  | "too-large"
  | "git-missing"
  | "git-failed"
  | "parse"
  | "crash"
  | "expired"
  | "needs-root"
  | "filesystem"
  | "untrusted";

/** A reason for not knowing: a stable code for machines and a short lower-case text for people. */
export interface Reason {
  readonly code: ReasonCode;
  readonly text: string;
}

/**
 * The result of looking at something that may not be there and may not be visible.
 *
 * `absent` is knowledge (it is certainly not there); `blocked` is the lack of it. Keeping the two
 * apart in the type is what stops "could not look" from turning into a pass.
 */
export type Look<T> =
  | { readonly kind: "found"; readonly value: T }
  | { readonly kind: "absent" }
  | { readonly kind: "blocked"; readonly reason: Reason };

export const absent: Look<never> = { kind: "absent" };

export function found<T>(value: T): Look<T> {
  return { kind: "found", value };
}

export function blocked(code: ReasonCode, text: string): Look<never> {
  return { kind: "blocked", reason: { code, text } };
}

/** Something in scope that was not read. `count` is how many such things this entry stands for. */
export interface Gap {
  readonly what: string;
  readonly reason: Reason;
  readonly count: number;
}

export function gap(what: string, reason: Reason, count = 1): Gap {
  return { what, reason, count };
}
