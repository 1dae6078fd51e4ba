import { looksRandom } from "./randomness.ts";
import { matchesGlob } from "../text/select-ids.ts";
import { Secret } from "./secret.ts";

/** Whether the whole value matches the (bounded) regular expression. */
export function hasShape(secret: Secret, shape: string): boolean {
  return new RegExp(`^(?:${shape})$`).test(secret.reveal());
}

/** Whether the value, trimmed and in lower case, is one of `words`. */
export function isOneOf(secret: Secret, words: readonly string[]): boolean {
  return words.includes(secret.reveal().trim().toLowerCase());
}

/** Which of `words` the value is, trimmed and in lower case; for showing harmless words. */
export function findWord(secret: Secret, words: readonly string[]): string | undefined {
  return words.find((word) => isOneOf(secret, [word]));
}

/** Which of `globs` the value, trimmed and in lower case, fits. */
export function findGlob(secret: Secret, globs: readonly string[]): string | undefined {
  const text = secret.reveal().trim().toLowerCase();
  return globs.find((glob) => matchesGlob(glob, text));
}

/** The value as a whole number of at most six digits: a setting that is no secret. */
export function wholeNumber(secret: Secret): number | undefined {
  const text = secret.reveal().trim();
  return /^\d{1,6}$/.test(text) ? Number(text) : undefined;
}

/** The user name in a URL: before its host, else in its query. */
export function userOfUrl(secret: Secret): Secret | undefined {
  const text = secret.reveal().trim();
  const user =
    /^[A-Za-z][A-Za-z0-9+.-]{0,20}:\/\/([^/?#@:\s]{1,128})(?::[^/?#@\s]{0,256})?@/.exec(
      text,
    )?.[1] ?? /[?&]user(?:name)?=([^&#\s]{1,128})/.exec(text)?.[1];
  return user === undefined ? undefined : new Secret(user);
}

/** Whether the (bounded) regular expression matches somewhere in the value. */
export function matchesPattern(secret: Secret, pattern: string): boolean {
  return new RegExp(pattern).test(secret.reveal());
}

/** {@link looksRandom} of a secret's value: generated rather than written. */
export function seemsRandom(secret: Secret): boolean {
  return looksRandom(secret.reveal());
}

/** Whether the value, where it has six characters or more, stands somewhere in the text. */
export function isPartOf(secret: Secret, text: string): boolean {
  return secret.length >= 6 && text.includes(secret.reveal());
}
