import { looksRandom } from "../core/secrets/randomness.ts";

/** Prefixes that services put before their secrets; what follows is hidden, random or not. */
const known =
  /\b(?:[sr]k_(?:live|test)_|whsec_|gh[opsur]_|github_pat_|xox[a-z]-|base64:)[A-Za-z0-9_+/=~-]{8,}/g;
/** Standard base64, whose slashes look like a path's. */
const base64 = /[A-Za-z0-9+/]{16,}={0,2}/g;
const run = /[A-Za-z0-9_+=~:-]{20,}/g;
/** Moments, and folders of our own state: a name and twelve hex digits. */
const harmless = /^(?:[\dTZ:.+-]+|[A-Za-z0-9_-]+-[0-9a-f]{12})$/;

/**
 * Hides what looks like a key in a message of ours: an argument or a file's text may be a secret
 * that somebody pasted in the wrong place.
 */
export function redact(text: string): string {
  return text
    .replaceAll(known, "(hidden)")
    .replaceAll(base64, (part) => (/[A-Z]/.test(part) && looksSecret(part) ? "(hidden)" : part))
    .replaceAll(run, (part) => (looksSecret(part) ? "(hidden)" : part));
}

function looksSecret(part: string): boolean {
  if (harmless.test(part) || !/\d/.test(part) || !/[A-Za-z]/.test(part)) return false;
  return looksRandom(part);
}
