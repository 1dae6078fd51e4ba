import type { Secret } from "./secret.ts";

/** A reference to a value that stands elsewhere, or a blank to be filled in, as a whole text. */
const references = [
  /^<[^<>]{1,80}>$/,
  /^\{\{?[^{}]{0,80}\}\}?$/,
  /^\$\{[^{}]{1,120}\}$/,
  /^\$\([^()]{1,120}\)$/,
  /^\$\{\{[^{}]{1,120}\}\}$/,
  /^\$[A-Z_][A-Z0-9_]{2,63}$/,
  /^%[A-Z_][A-Z0-9_]{2,63}%$/,
  /^\[[A-Za-z][A-Za-z _-]{2,60}\]$/,
  /^@[A-Z_]{3,60}@$/,
  /^__[A-Za-z_]{2,60}__$/,
  /^(?:process\.env|os\.environ|import\.meta\.env|ENV|env|getenv|config|secret|vault)[.([]/,
];

/** Whole texts that a manual or an example file puts where a value belongs. */
const blanks = new Set(
  (
    "changeme changeit changethis replaceme replacethis fixme todo tbd none null nil undefined " +
    "empty unset notset disabled dummy sample placeholder example redacted removed hidden masked " +
    "secrethere keyhere tokenhere passwordhere mykey mysecret mytoken mypassword myapikey xxx yyy " +
    "foo bar baz foobar string value insertkey enterkey somekey somesecret sometoken"
  ).split(" "),
);

/** Words that no random text of this alphabet holds by chance, anywhere in it. */
const telling =
  /example|placeholder|change[-_ ]?(?:me|this)|replace[-_ ]?(?:me|this|with)|redacted|your[-_ ]?(?:own|new|real|actual|live|test|api|app|bot|secret|stripe|paypal|discord|telegram|webhook|panel|ipn|key|token|pass|password|client|value|db|database|user)|(?:key|secret|token|password|value|id)[-_ ]goes?[-_ ]here|insert[-_ ](?:your|key|token|secret)|enter[-_ ]your|put[-_ ]your|not[-_ ]a[-_ ]real|dummy[-_ ]?(?:key|token|secret|value|password)|fake[-_ ]?(?:key|token|secret|value|password)|sample[-_ ]?(?:key|token|secret|value|password)/i;

/** What masking leaves behind, and blanks: `sk_live_...a4b2`, `****`, `xxxxxx`. */
const masked = /\.{3}|…|\*{3}|•{3}|[xX]{6}|#{4}|_{6}/;

/** The public head of a token: `sk_live_`, `ghp_`, `whsec_`, `SG.`, `base64:`. */
const publicHead =
  /^(?:base64:|SG\.|[A-Za-z][A-Za-z0-9]{1,11}[_-](?:(?:live|test|prod|proj|org|pat|v1)[_-])?)/;

/**
 * Whether a text is what an example file or a manual puts where a secret belongs: a blank, a
 * reference to another value, a masked value, or a token whose body is one character again and
 * again or counts upwards. An empty text is not: it is empty.
 */
export function isPlaceholder(text: string): boolean {
  const value = unquoted(text.trim());
  if (value === "") return false;
  if (references.some((reference) => reference.test(value))) return true;
  if (blanks.has(value.toLowerCase().replaceAll(/[-_ .]/g, ""))) return true;
  if (telling.test(value) || masked.test(value)) return true;
  const body = value.replace(publicHead, "").replace(/={1,2}$/, "");
  return isOneCharacter(value) || isOneCharacter(body) || counts(body) || isBlankBody(value, body);
}

/** {@link isPlaceholder} of a secret's value. */
export function isPlaceholderSecret(secret: Secret): boolean {
  return isPlaceholder(secret.reveal());
}

function unquoted(text: string): string {
  const first = text.charAt(0);
  const same = text.length > 1 && text.endsWith(first);
  return same && /["'`]/.test(first) ? text.slice(1, -1).trim() : text;
}

function isOneCharacter(text: string): boolean {
  return text.length >= 4 && text === text.charAt(0).repeat(text.length);
}

/** `sk_live_here`, `whsec_test`: a head and then a blank. */
function isBlankBody(value: string, body: string): boolean {
  if (body === value) return false;
  return blanks.has(body.toLowerCase()) || /^(?:here|test|key|secret|token|live)$/i.test(body);
}

const countingFrom = 16;

/** `1234567890abcdef`, `abcdefghijklmnop`: nearly every character is the one after the last. */
function counts(text: string): boolean {
  if (text.length < countingFrom) return false;
  let steps = 0;
  for (let index = 1; index < text.length; index += 1) {
    if (follows(text.charAt(index - 1), text.charAt(index))) steps += 1;
  }
  return steps >= (text.length - 1) * 0.8;
}

function follows(before: string, after: string): boolean {
  const step = after.charCodeAt(0) - before.charCodeAt(0);
  if (step === 1) return true;
  return /^(?:9[0aA]|[fFzZ][0aA])$/.test(before + after);
}
