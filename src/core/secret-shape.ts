import type { Secret } from "./secret.ts";

/** Whether the whole value matches the (bounded) regular expression. */
export function hasShape(secret: Secret, shape: string): boolean {
  return new RegExp(`^(?:${shape})$`).test(secret.reveal());
}

/** Whether the value, trimmed and in lower case, is one of `words`. */
export function isOneOf(secret: Secret, words: readonly string[]): boolean {
  return words.includes(secret.reveal().trim().toLowerCase());
}
