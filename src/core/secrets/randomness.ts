import { usualPasswords } from "./usual-passwords.ts";
import type { Secret } from "./secret.ts";

/** Why a value that a person chose does not hold up. */
export type Weakness = "short" | "common" | "predictable";

/** Vendor rule 11 asks for 12 characters. */
const shortest = 12;
/** Below this many independent choices a value is guessed from rules, not by trying everything. */
const fewestChoices = 8;

/** Shannon entropy of the characters, in bits per character: 0 for one character or none. */
export function shannonBitsPerChar(text: string): number {
  const counts = new Map<string, number>();
  for (const character of text) counts.set(character, (counts.get(character) ?? 0) + 1);
  const total = [...counts.values()].reduce((sum, count) => sum + count, 0);
  let bits = 0;
  for (const count of counts.values()) bits -= (count / total) * Math.log2(count / total);
  return bits;
}

/** What makes a password-like value guessable, the plainest reason first; undefined when nothing. */
export function weaknessOf(secret: Secret): Weakness | undefined {
  const value = secret.reveal();
  if (isCommon(value)) return "common";
  if (value.length < shortest) return "short";
  return choicesIn(value) < fewestChoices ? "predictable" : undefined;
}

/** Whether the text, without appended digits and marks, is one of the usual passwords. */
export function isCommon(value: string): boolean {
  const lower = value.toLowerCase();
  return usualPasswords.has(lower) || usualPasswords.has(bare(lower)) || isSpelled(lower);
}

function bare(lower: string): string {
  return lower.replace(/^[^a-z]+/, "").replace(/[^a-z]+$/, "");
}

/** `p4$$w0rd` for `password`. */
function isSpelled(lower: string): boolean {
  const letters: Readonly<Record<string, string>> = {
    "0": "o",
    "1": "i",
    "3": "e",
    "4": "a",
    "5": "s",
    "7": "t",
    "@": "a",
    $: "s",
    "!": "i",
  };
  const plain = lower
    .replace(/[^a-z]+$/, "")
    .replaceAll(/[013457@$!]/g, (mark) => letters[mark] ?? mark);
  return usualPasswords.has(plain);
}

const rows = ["qwertyuiop", "asdfghjkl", "zxcvbnm", "1234567890", "qwertz", "azerty"];
const words = [...usualPasswords]
  .filter((word) => word.length >= 4)
  .toSorted((a, b) => b.length - a.length);

/**
 * How many independent choices a value took, roughly: a common word, a year, a stretch that counts
 * or follows the keyboard, and a repetition of what stood before count as one or two, any other
 * character as one.
 */
function choicesIn(value: string): number {
  const lower = value.toLowerCase();
  let choices = 0;
  for (let at = 0; at < lower.length;) {
    const known = knownStretch(lower, at);
    choices += known > 0 ? 1 : Number(lower[at] !== lower[at - 1]);
    at += Math.max(known, 1);
  }
  return choices;
}

/** Length of the stretch at `at` that is no choice character by character; 0 when it is one. */
function knownStretch(lower: string, at: number): number {
  const word = words.find((each) => lower.startsWith(each, at))?.length ?? 0;
  const year = /^(?:19|20)\d\d/.test(lower.slice(at, at + 4)) ? 4 : 0;
  return Math.max(word, year, runAt(lower, at), rowAt(lower, at), repeatAt(lower, at));
}

/** `aaaa`, `3456`, `dcba`: at least three characters a fixed step apart. */
function runAt(text: string, at: number): number {
  const step = text.charCodeAt(at + 1) - text.charCodeAt(at);
  if (!(Math.abs(step) <= 1)) return 0;
  let end = at + 1;
  while (end < text.length && text.charCodeAt(end) - text.charCodeAt(end - 1) === step) end += 1;
  return end - at >= 3 ? end - at : 0;
}

function rowAt(text: string, at: number): number {
  let longest = 0;
  for (const row of rows) {
    let length = 4;
    while (at + length <= text.length && row.includes(text.slice(at, at + length))) {
      longest = Math.max(longest, length);
      length += 1;
    }
  }
  return longest;
}

/** A stretch of three or more characters that stood earlier in the value. */
function repeatAt(text: string, at: number): number {
  const before = text.slice(0, at);
  let length = 0;
  while (at + length < text.length && before.includes(text.slice(at, at + length + 1))) length += 1;
  return length >= 3 ? length : 0;
}

/** The letter pairs that make up most of English text and of names in programs. */
const usualPairs = new Set(
  (
    "th he in er an re nd at on nt ha es st en ed to it ou ea hi is or ti as te et ng of al de se le " +
    "sa si ar ve ra ld ur ro ri io ic ne me ma li ce co om us ta ll la el so no ho lo il un na ch di " +
    "ss pe ec tr ac am ut ca ot ol ly pr mo pa oo sh po em id ad be ge ul fo up im us ns rt ct su do " +
    "ie ee ai tu ke ay ow os ir ev wh op wi if fi ub ap ni ty ey ig go mi vi sp ct rd ck ag ab rs ls"
  ).split(" "),
);

/**
 * Whether a text looks generated rather than written: many different characters, and letter pairs
 * that words do not have. For texts of 8 characters and more; shorter ones never look random.
 */
export function looksRandom(text: string): boolean {
  if (text.length < 8) return false;
  if (shannonBitsPerChar(text) < Math.min(3, Math.log2(text.length) * 0.8)) return false;
  const lower = text.toLowerCase();
  let usual = 0;
  let pairs = 0;
  for (let index = 1; index < lower.length; index += 1) {
    const pair = lower.slice(index - 1, index + 1);
    // Marks part words, and numbers say nothing; a digit beside a letter is no pair of words.
    if (/[^a-z0-9]|\d\d/.test(pair)) continue;
    pairs += 1;
    if (usualPairs.has(pair)) usual += 1;
  }
  return pairs > 0 && usual / pairs < 0.5;
}

/** {@link looksRandom} of a secret's value. */
export function isRandomSecret(secret: Secret): boolean {
  return looksRandom(secret.reveal());
}
