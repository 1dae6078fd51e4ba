import { Secret } from "../core/secrets/secret.ts";

/**
 * What a variable has to hold after the change: the new value itself, or, where the variable is a
 * URL with the old one as its password, that URL with the new password.
 *
 * @returns undefined when the variable does not hold the old value.
 */
export function newEntryValue(entry: Secret, old: Secret, next: Secret): Secret | undefined {
  if (entry.equals(old)) return next;
  const parts = /^([a-z][a-z0-9+.-]*:\/\/[^\s/?#:@]*:)([^\s/?#]*)(@.*)$/is.exec(entry.reveal());
  if (!parts) return undefined;
  const [, before = "", password = "", after = ""] = parts;
  if (password !== old.reveal() && decoded(password) !== old.reveal()) return undefined;
  return new Secret(before + encodeURIComponent(next.reveal()) + after);
}

/** Whether the old value is a part of what a variable holds, or all of it. */
export function holdsAsPart(entry: Secret, old: Secret): boolean {
  return entry.reveal().includes(old.reveal());
}

/** Whether a URL may hold the value as it is. */
export function isPlainInUrl(value: Secret): boolean {
  return encodeURIComponent(value.reveal()) === value.reveal();
}

function decoded(text: string): string | undefined {
  try {
    return decodeURIComponent(text);
  } catch {
    // A stray percent sign: then it stands for itself.
    return undefined;
  }
}
