import { looksRandom } from "../core/randomness.ts";

/** Prefixes that services put before their secrets; what follows is hidden, random or not. */
const knownPrefix = /^(?:[sr]k_(?:live|test)_|whsec_|gh[opsur]_|github_pat_|xox[a-z]-|base64:)/;
const run = /[A-Za-z0-9_+=~:-]{16,}/g;
/** Folders of our own state: a name and twelve hex digits. */
const stateFolder = /^[A-Za-z0-9_-]+-[0-9a-f]{12}$/;

/**
 * Hides what looks like a key in a message of ours: an argument or a file's text may be a secret
 * that somebody pasted in the wrong place.
 */
export function redact(text: string): string {
  return text.replaceAll(run, (part) => (looksSecret(part) ? "(hidden)" : part));
}

function looksSecret(part: string): boolean {
  if (knownPrefix.test(part)) return true;
  if (stateFolder.test(part) || !/\d/.test(part) || !/[A-Za-z]/.test(part)) return false;
  return looksRandom(part);
}
