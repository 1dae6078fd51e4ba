import { Buffer } from "node:buffer";
import type { SecretForm } from "../core/ports/secret-search.ts";
import type { Care } from "./own-value-care.ts";

/** One way in which a value can be spelled in bytes. */
export interface Spelling {
  readonly form: SecretForm;
  readonly bytes: Uint8Array;
  /** Letter case makes no difference (hex). */
  readonly anyCase: boolean;
}

/** Fewer base64 or hex characters than these can be chance. */
const fewestBase64 = 8;
const fewestHex = 12;
/** Longer values (key files) are searched by their beginning, so that windows stay bounded. */
export const longestSpelling = 4096;

/**
 * All spellings of a value worth searching, each once. Encodings cover the value in the middle of
 * something longer: base64 at its three alignments, without the ragged characters at either end.
 */
export function spellingsOf(value: string, care: Care): readonly Spelling[] {
  const found = new Map<string, Spelling>();
  const add = (form: SecretForm, text: string, anyCase = false) => {
    const bytes = Buffer.from(text, "utf8").subarray(0, longestSpelling);
    if (!found.has(text)) found.set(text, { form, bytes, anyCase });
  };
  add("plain", value);
  for (const text of percentSpellings(value)) add("percent", text);
  for (const text of escapedSpellings(value)) add("json", text);
  const bytes = Buffer.from(value, "utf8");
  // A guarded value may be a word; its encodings are as rare as those of a random one.
  if (care === "free" || bytes.length >= 8) {
    for (const text of base64Spellings(bytes)) add("base64", text);
  }
  const hex = bytes.toString("hex");
  if (hex.length >= fewestHex) add("hex", hex, true);
  return [...found.values()];
}

function base64Spellings(bytes: Buffer): string[] {
  return [0, 1, 2].flatMap((shift) => {
    const padded = Buffer.concat([Buffer.alloc(shift), bytes]);
    const from = Math.ceil((shift * 8) / 6);
    const to = Math.floor((padded.length * 8) / 6);
    return (["base64", "base64url"] as const)
      .map((encoding) => padded.toString(encoding).slice(from, to))
      .filter((text) => text.length >= fewestBase64);
  });
}

/** As JavaScript, RFC 3986 (PHP `rawurlencode`) and forms write it, hex digits in both cases. */
function percentSpellings(value: string): string[] {
  // A lone surrogate cannot be written in a URL.
  const script = encodeURIComponent(value.toWellFormed());
  const strict = script.replaceAll(/[!'()*]/g, percentOf);
  const form = strict.replaceAll("~", percentOf).replaceAll("%20", "+");
  return [script, strict, form].flatMap((text) => [
    text,
    text.replaceAll(/%[0-9A-F]{2}/g, (escape) => escape.toLowerCase()),
  ]);
}

function percentOf(character: string): string {
  return `%${character.charCodeAt(0).toString(16).toUpperCase()}`;
}

/** As JSON strings: minimal, with `\/` and `\u` with four digits (PHP), and HTML-safe. */
function escapedSpellings(value: string): string[] {
  const plain = JSON.stringify(value).slice(1, -1);
  const slashes = plain.replaceAll("/", "\\/");
  const ascii = (text: string) => text.replaceAll(/[^\x20-\x7e]/g, (unit) => unicodeEscape(unit));
  const htmlSafe = ascii(plain).replaceAll(/[<>&'+]/g, (unit) => unicodeEscape(unit));
  return [plain, slashes, ascii(plain), ascii(slashes), htmlSafe];
}

function unicodeEscape(unit: string): string {
  return `\\u${unit.charCodeAt(0).toString(16).padStart(4, "0")}`;
}
