import type { Buffer } from "node:buffer";
import type { SecretMatch } from "../core/ports/secret-search.ts";
import { Secret } from "../core/secrets/secret.ts";
import type { Candidate } from "./candidate.ts";
import { findInlineAllow } from "./inline-allow.ts";
import { createLinePlaces } from "./line-places.ts";

/** Turns sightings (in byte order, free of overlaps) into matches with their places. */
export function describeMatches(
  bytes: Buffer,
  candidates: readonly Candidate[],
): readonly SecretMatch[] {
  const placeOf = createLinePlaces(bytes);
  return candidates.flatMap((candidate, index) => {
    const { source, start } = candidate;
    const { line, column, lineStart } = placeOf(start);
    const place = { line, column };
    if (source.kind === "own") {
      const { ruleId, title, value, strong, severity, name } = source.own;
      const facts = { ruleId, title, secret: value, strong, severity, ownName: name };
      return { ...facts, confidence: "high" as const, form: source.form, ...place };
    }
    const { rule } = source;
    if (rule.isPublic) return [];
    const reason = findInlineAllow(bytes, lineStart, candidates, index);
    return {
      ruleId: rule.ruleId,
      title: rule.title,
      secret: secretAt(bytes, candidate, rule.pattern.prefixes),
      strong: rule.pattern.strong,
      severity: rule.severity,
      confidence: rule.confidence,
      form: "plain" as const,
      ...place,
      ...(reason === undefined ? {} : { allowedBecause: reason }),
    };
  });
}

/** Read from the bytes anew: a part of a window's text would keep the whole window in memory. */
function secretAt(bytes: Buffer, { start, end }: Candidate, prefixes: readonly string[]): Secret {
  const value = bytes.toString("utf8", start, end);
  const prefix = prefixes.find((each) => value.startsWith(each));
  return new Secret(value, prefix);
}
