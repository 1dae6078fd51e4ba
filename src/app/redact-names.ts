import type { SecretMatcher } from "../core/ports/secret-search.ts";
import { createRedact } from "../history/redact-text.ts";

/** Takes secrets out of the names in a document: see {@link createRedactNames}. */
export type RedactNames = <T>(document: T) => T;

/** Where names of files, refs and keys stand; elsewhere ordinary words are. */
const nameFields = new Set(["path", "ref", "key", "what"]);
/** Ours alone, never read from an install. */
const ownFields = new Set([
  "fingerprint",
  "fingerprints",
  "auditId",
  "auditIds",
  "ruleId",
  "kind",
  "type",
  "commit",
  "severity",
  "remedy",
  "waiver",
]);

/**
 * A file may be called like a key, and its name stands in locations, gaps and messages. Names lose
 * all that matches; in sentences only what is a key beyond doubt is hidden, for a weak own value may
 * be an ordinary word.
 */
export function createRedactNames(matcher: SecretMatcher): RedactNames {
  const name = createRedact(matcher);
  const text = createRedact({
    match: (bytes) => matcher.match(bytes).filter(({ strong }) => strong),
  });
  const copy = (value: unknown, redact: (text: string) => string): unknown => {
    if (typeof value === "string") return redact(value);
    if (Array.isArray(value)) return value.map((each) => copy(each, redact));
    if (typeof value !== "object" || value === null) return value;
    const entries = Object.entries(value).map(([key, inner]) => [
      key,
      ownFields.has(key) ? inner : copy(inner, nameFields.has(key) ? name : text),
    ]);
    return Object.fromEntries(entries);
  };
  return <T>(document: T): T => copy(document, text) as T;
}
