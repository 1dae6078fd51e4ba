import { describe, expect, test } from "vitest";
import { mintTemplate } from "../../src/core/mint/mint.ts";
import type { SecretPattern } from "../../src/core/knowledge/provider.ts";
import { compileMatcher } from "../../src/detect/compile-matcher.ts";
import { findValidator } from "../../src/detect/validators/find-validator.ts";
import { seededRandom } from "../support/mint.ts";
import { shippedCatalogue } from "../support/shipped-catalogue.ts";

const { providers, secretRules } = shippedCatalogue();
const credentials = providers.flatMap((provider) => provider.credentials);
const patterns = [
  ...credentials.flatMap(({ id, public: isPublic, pattern }) =>
    pattern ? [{ id, isPublic, pattern }] : [],
  ),
  ...secretRules.map(({ id, pattern }) => ({ id, isPublic: false, pattern })),
];
const matcher = compileMatcher({ catalogue: shippedCatalogue(), own: [] });

/** The secrets that a rule finds in `text`, decided in the plainest way there is. */
function findAll(rule: SecretPattern, text: string): string[] {
  const { pattern, keywords, anchor, within, validator, minEntropy = 0 } = rule;
  const valid = validator === undefined ? undefined : findValidator(validator);
  const lower = text.toLowerCase();
  return [...text.matchAll(new RegExp(pattern, "g"))]
    .filter(({ 0: match, index }) => {
      if (anchor !== undefined) return anchorExpression(anchor).test(match);
      const from = within === 0 ? index : Math.max(0, index - within);
      const to = within === 0 ? index + match.length : index;
      return keywords.some((keyword) => lower.slice(from, to).includes(keyword));
    })
    .map(([match]) => match)
    .filter((match) => entropy(match) >= minEntropy && (valid?.(match) ?? true));
}

function anchorExpression(anchor: string): RegExp {
  const parts = anchor.match(/\\\.|[^]/g) ?? [];
  const source = parts.map((part) => {
    if (part === ".") return "[^]";
    if (part === "|" || part === "\\.") return part;
    return part.replaceAll(/[^\w:-]/g, "\\$&");
  });
  return new RegExp(source.join(""));
}

const seeds = [1, 2, 3, 4, 5, 6, 7, 8];

describe.each(patterns)("$id", ({ id, isPublic, pattern }) => {
  test("has at least two examples of each kind", () => {
    expect(pattern.matches.length).toBeGreaterThanOrEqual(2);
    expect(pattern.ignores.length).toBeGreaterThanOrEqual(2);
  });

  test.each(pattern.matches)("finds one secret in %s", (template) => {
    for (const seed of seeds) {
      expect(findAll(pattern, mintTemplate(template, seededRandom(seed)))).toHaveLength(1);
    }
  });

  test.each(pattern.matches)("is reported by the shipped matcher for %s", (template) => {
    if (isPublic) return;
    for (const seed of seeds) {
      const bytes = Buffer.from(mintTemplate(template, seededRandom(seed)));
      expect(matcher.match(bytes).map(({ ruleId }) => ruleId)).toContain(id);
    }
  });

  test.each(pattern.ignores)("finds nothing in %s", (template) => {
    for (const seed of seeds) {
      expect(findAll(pattern, mintTemplate(template, seededRandom(seed)))).toEqual([]);
    }
  });
});

/** Shannon entropy in bits per character. */
function entropy(text: string): number {
  const counts = new Map<string, number>();
  for (const character of text) counts.set(character, (counts.get(character) ?? 0) + 1);
  return [...counts.values()]
    .map((count) => count / text.length)
    .reduce((sum, share) => sum - share * Math.log2(share), 0);
}
