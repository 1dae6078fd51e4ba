import type { SecretPattern } from "../core/knowledge/provider.ts";
import { findPatternDanger } from "./pattern-danger.ts";
import type { Fields } from "./yaml-fields.ts";

export const patternKeys = [
  "regex",
  "boundary",
  "keywords",
  "anchor",
  "within",
  "validator",
  "prefixes",
  "strong",
  "confidence",
  "min-entropy",
  "matches",
  "ignores",
] as const;

/** Checks implemented in `detect/validators`. */
const validators = [
  "nowpayments-key",
  "discord-token",
  "github-crc",
  "pem-private-key",
  "jwt",
  "laravel-key",
  "aws-key-id",
] as const;

/** Reads the `pattern:` of a credential or a secret rule. */
export function readPattern(fields: Fields): SecretPattern {
  const { keywords, anchor, within } = readPrefilter(fields);
  const minEntropy = fields.maybeNumber("min-entropy");
  return {
    pattern: readRegex(fields),
    keywords,
    ...(anchor === undefined ? {} : { anchor }),
    within,
    ...(fields.has("validator") ? { validator: fields.choice("validator", validators) } : {}),
    prefixes: fields.texts("prefixes").toSorted((a, b) => b.length - a.length),
    strong: fields.flag("strong"),
    confidence: fields.has("confidence")
      ? fields.choice("confidence", ["high", "medium", "low"])
      : "high",
    ...(minEntropy === undefined ? {} : { minEntropy }),
    matches: fields.texts("matches"),
    ignores: fields.texts("ignores"),
  };
}

function readPrefilter(fields: Fields) {
  const keywords = fields.texts("keywords");
  const anchor = fields.maybeText("anchor");
  if (keywords.length === 0 && anchor === undefined) {
    fields.fail("regex", "a pattern needs keywords or an anchor", "name a literal of every match");
  }
  const upper = keywords.find((keyword) => keyword !== keyword.toLowerCase());
  if (upper !== undefined) fields.fail("keywords", `keyword "${upper}" is not in lower case`);
  return { keywords, anchor, within: fields.maybeNumber("within") ?? 0 };
}

function readRegex(fields: Fields): string {
  const regex = checkedRegex(fields, "regex");
  const boundary = fields.maybeText("boundary");
  return boundary === undefined ? regex : withBoundary(regex, boundary);
}

/** A regular expression that compiles and cannot run away. */
export function checkedRegex(fields: Fields, key: string): string {
  const regex = fields.text(key);
  if (!compiles(regex)) return fields.fail(key, `"${key}" is no regular expression`);
  const danger = findPatternDanger(regex);
  if (danger === undefined) return regex;
  return fields.fail(key, `${danger} in "${key}"`, "write a bounded one such as {1,64}");
}

function compiles(regex: string): boolean {
  try {
    return new RegExp(regex).flags === "";
  } catch {
    return false;
  }
}

/** Escapes that end in a letter or digit: `%3D`, `\n`, `\u003d`, the colours of a terminal. */
const escapes = String.raw`%[0-9A-Fa-f]{2}|\\[bfnrt]|\\u[0-9A-Fa-f]{4}|\[[0-9;]{1,12}m`;

/** Keeps a match from being cut out of a longer token; behind an escape a token may begin. */
function withBoundary(regex: string, characters: string): string {
  const start = `(?:(?<![${characters}])|(?<=${escapes}))`;
  return `${start}(?:${regex})(?![${characters}])`;
}
