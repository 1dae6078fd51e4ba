import { Secret } from "../../src/core/secrets/secret.ts";
import type { SecretMatch, SecretMatcher } from "../../src/core/ports/secret-search.ts";

/** Finds words of one form literally, so that a test sees where something was read. */
export function literalMatcher(form: RegExp = /MARK[a-z0-9]{12}/g): SecretMatcher {
  return {
    match(bytes) {
      const text = Buffer.from(bytes).toString("latin1");
      return [...text.matchAll(form)].map((found) => matchOf(text, found[0], found.index));
    },
  };
}

/** A marker that the default form of {@link literalMatcher} finds. */
export function marker(name: string): string {
  return `MARK${name
    .toLowerCase()
    .replaceAll(/[^a-z0-9]/g, "")
    .padEnd(12, "0")
    .slice(0, 12)}`;
}

function matchOf(text: string, value: string, at: number): SecretMatch {
  const before = text.slice(0, at).split("\n");
  return {
    ruleId: "test.marker",
    title: "marker",
    secret: new Secret(value),
    strong: true,
    severity: "high",
    confidence: "high",
    form: "plain",
    line: before.length,
    column: (before.at(-1)?.length ?? 0) + 1,
  };
}
