import { idPlace } from "../catalogue/claim-id.ts";
import { loadCatalogue } from "../catalogue/load-catalogue.ts";
import { refuse } from "../catalogue/parse-rule-file.ts";
import { type PatternLimits, findPatternDanger } from "../catalogue/pattern-danger.ts";
import { isIn } from "../catalogue/rule-folder.ts";
import type { Catalogue, SecretRule } from "../core/knowledge/provider.ts";
import type { RuleFile } from "../core/knowledge/rule-file.ts";
import { type RandomBelow, mintTemplate } from "../core/mint/mint.ts";
import { compileMatcher } from "../detect/compile-matcher.ts";

/**
 * The catalogue with an install's own rules. Each must find its own examples: with a wrong keyword
 * it would find nothing for ever, and nobody would hear of it.
 *
 * @throws GuardError `RULE_INVALID` with file, line and column.
 */
export function extendedCatalogue(
  shipped: readonly RuleFile[],
  own: readonly RuleFile[],
): Catalogue {
  const catalogue = loadCatalogue([...shipped, ...own]);
  for (const file of own.filter((each) => isIn("rules.d", each))) {
    for (const rule of loadCatalogue([file]).secretRules) prove(rule, file);
  }
  return catalogue;
}

/**
 * Nobody measured these on hostile text, which a file of the install may be: one match of them
 * cannot be interrupted.
 */
const unmeasured: PatternLimits = { mostWays: 5_000, repeatedAlternatives: false };

function prove(rule: SecretRule, file: RuleFile): void {
  const { id, pattern } = rule;
  const fail = (message: string, hint: string) => refuse(file, idPlace(file, id), message, hint);
  if (pattern.matches.length === 0) {
    fail(
      `rule "${id}" has no example`,
      'add one that it finds, as in: matches: ["acme_{alnum:32}"]',
    );
  }
  const danger = findPatternDanger(pattern.pattern, unmeasured);
  if (danger !== undefined) {
    fail(`rule "${id}": ${danger} in "regex"`, "write fixed lengths, and no (a|b){1,9}");
  }
  const matcher = compileMatcher({ catalogue: { providers: [], secretRules: [rule] }, own: [] });
  const finds = (example: string) =>
    mintSome(example, (text) =>
      fail(text, "use one such as {alnum:32}, {hex:40} or {digits:8}"),
    ).map((text) => matcher.match(new TextEncoder().encode(text)).length > 0);
  for (const example of pattern.matches) {
    if (finds(example).every(Boolean)) continue;
    fail(
      `rule "${id}" does not find its example ${JSON.stringify(example)}`,
      "correct the example, the regex, its boundary or its keywords",
    );
  }
  for (const example of pattern.ignores) {
    if (!finds(example).some(Boolean)) continue;
    fail(
      `rule "${id}" finds ${JSON.stringify(example)}, which it is to ignore`,
      "make the regex narrower",
    );
  }
}

const seeds = [1, 2, 3, 4];

function mintSome(example: string, fail: (message: string) => never): readonly string[] {
  try {
    return seeds.map((seed) => mintTemplate(example, repeatable(seed)));
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    return fail(`${error.message} in an example`);
  }
}

/** The same text every time: a rule is right or wrong, not sometimes. */
function repeatable(seed: number): RandomBelow {
  let state = seed;
  return (below) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return Math.floor((state / 2 ** 32) * below);
  };
}
