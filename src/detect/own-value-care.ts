import { isPlaceholder } from "../core/secrets/placeholder.ts";
import { looksRandom } from "../core/secrets/randomness.ts";
import { usualPasswords } from "../core/secrets/usual-passwords.ts";
import type { LeftOutReason } from "./own-value.ts";

/**
 * How much a sighting of an own value's bytes says.
 *
 * - `free`: nobody writes these bytes by chance. Found anywhere, also inside a longer word
 *   (`mysql -pVALUE`) and encoded.
 * - `guarded`: a word or a short text that occurs without being the password (`shipping`,
 *   `iptvshop`). Counts only as a whole word right after a name that says "credential"
 *   (`DB_PASSWORD=…`, `'pass' => '…'`, `-p …`, `://user:…@`).
 * - otherwise it is not searched at all.
 */
export type Care = "free" | "guarded" | LeftOutReason;

const shortest = 6;
const longEnough = 16;

export function careFor(value: string): Care {
  if (value.length < shortest) return "short";
  if (isPlaceholder(value)) return "placeholder";
  if (usualPasswords.has(value.toLowerCase())) return "common";
  if (looksRandom(value)) return "free";
  return value.length >= longEnough && !isOneWord(value) ? "free" : "guarded";
}

/** Letters alone, as in a class name, or digits alone, as in a telephone number or a time. */
function isOneWord(value: string): boolean {
  return /^(?:[A-Za-z]+|\d+)$/.test(value);
}

/** How far before a guarded value its name is looked for, in bytes. */
export const contextBefore = 96;

const credentialName =
  /(?:pass(?:w(?:or)?d|phrase|code)?|pwd|pw|secret|token|api_?key|private_?key|credentials?|auth|login)(?:_?(?:value|text|confirm|prod|production|live|old|new|\d))?["'`\])]{0,3}\s{0,4}(?:=>|:=|[:=,(]|\s)\s{0,4}(?:[bfru]?["'`]|\\")?$/i;
const urlUser = /:\/\/[^\s/:@]{0,64}:$/;
const shortOption = /(?:^|\s)(?:-p|-a|--pass(?:word)?)[ =]?["']?$/;

/**
 * Whether a guarded value stands where a credential stands.
 *
 * @param before the text of the line before the value, as far as {@link contextBefore}.
 * @param after the character that follows; empty at the end.
 */
export function standsAsCredential(before: string, after: string, name: string): boolean {
  if (/[A-Za-z0-9_]/.test(after)) return false;
  if (urlUser.test(before)) return after === "@";
  if (credentialName.test(before) || shortOption.test(before)) return true;
  return endsWithName(before, name);
}

/** `DB_PW_MAIN=`, `"DB_PW_MAIN": "`: the install's own name for it. */
function endsWithName(before: string, name: string): boolean {
  const bare = before.replace(/["'`\])\s]{0,4}(?:=>|:=|[:=,(]|\s)\s{0,4}["'`]?$/, "");
  return bare !== before && bare.toUpperCase().endsWith(name.toUpperCase());
}
