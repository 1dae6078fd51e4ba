import type { Catalogue } from "../core/knowledge/provider.ts";
import type { SecretMatcher } from "../core/ports/secret-search.ts";
import { createByteSearch } from "./byte-search.ts";
import { resolveOverlaps } from "./candidate.ts";
import { compileRules } from "./compile-rule.ts";
import { withoutUtf16 } from "./decode-utf16.ts";
import { describeMatches } from "./describe-matches.ts";
import type { LeftOutValue, OwnValue } from "./own-value.ts";
import { prepareOwnValues } from "./own-value-search.ts";

export type { LeftOutValue, OwnValue } from "./own-value.ts";

export interface MatcherInput {
  readonly catalogue: Catalogue;
  readonly own: readonly OwnValue[];
  /** Default true; false searches own values alone. */
  readonly patterns?: boolean;
}

export interface CompiledMatcher extends SecretMatcher {
  /** Own values that are not searched because they would be found everywhere. */
  readonly leftOut: readonly LeftOutValue[];
}

/**
 * Compiles catalogue and own values into one matcher. A dense automaton over all literals reads
 * every byte once; patterns run only on bounded windows around its hits. Not reentrant.
 */
export function compileMatcher(input: MatcherInput): CompiledMatcher {
  const rules = input.patterns === false ? [] : compileRules(input.catalogue);
  const own = prepareOwnValues(input.own);
  const search = createByteSearch(rules, own);
  return {
    leftOut: own.leftOut,
    match(bytes) {
      const text = withoutUtf16(bytes);
      const candidates = search(text);
      return candidates.length === 0 ? [] : describeMatches(text, resolveOverlaps(candidates));
    },
  };
}
