/** A whole number from 0 up to, not including, `below`. */
export type RandomBelow = (below: number) => number;

const digits = "0123456789";
const upper = "ABCDEFGHIJKLMNOPQRSTUVWXYZ";
const lower = "abcdefghijklmnopqrstuvwxyz";

/** Characters of the placeholder `{name:length}`. */
export const alphabets: Readonly<Record<string, string>> = {
  alnum: digits + upper + lower,
  base32: `${upper}234567`,
  base64: `${digits}${upper}${lower}+/`,
  base64url: `${digits}${upper}${lower}-_`,
  crockford: "0123456789ABCDEFGHJKMNPQRSTVWXYZ",
  digits,
  hex: `${digits}abcdef`,
  lower,
  lownum: digits + lower,
  upnum: digits + upper,
  upper,
};

/** `length` characters of `alphabet`. */
export function randomText(alphabet: string, length: number, random: RandomBelow): string {
  return Array.from({ length }, () => alphabet.charAt(random(alphabet.length))).join("");
}

/** `length` bytes as a string of code units 0 to 255, ready for `btoa`. */
export function randomBinary(length: number, random: RandomBelow): string {
  return Array.from({ length }, () => String.fromCharCode(random(256))).join("");
}

/** Base64 of a binary string in the URL alphabet, without padding. */
export function base64url(binary: string): string {
  return btoa(binary).replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "");
}
