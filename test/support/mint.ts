import { mintTemplate, type RandomBelow } from "../../src/core/mint/mint.ts";
import { shippedCatalogue } from "./shipped-catalogue.ts";

export { mintTemplate } from "../../src/core/mint/mint.ts";

/** A repeatable random source for tests (mulberry32). */
export function seededRandom(seed: number): RandomBelow {
  let state = seed >>> 0;
  return (below) => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return Math.floor((((mixed ^ (mixed >>> 14)) >>> 0) / 0x1_0000_0000) * below);
  };
}

/**
 * The bare value of a credential, such as `mint("stripe.secret-key")`, or a text that a secret rule
 * matches: the same for the same seed, another one for another seed. Nothing token-shaped needs to
 * be committed.
 */
export function mint(id: string, seed = 1): string {
  const template = templateOf(id);
  if (template === undefined) throw new Error(`no example for ${id}`);
  return mintTemplate(template, seededRandom(seed));
}

function templateOf(id: string): string | undefined {
  const { providers, secretRules } = shippedCatalogue();
  const spec = providers.flatMap(({ credentials }) => credentials).find((one) => one.id === id);
  if (spec) return spec.example ?? spec.pattern?.matches[0];
  return secretRules.find((rule) => rule.id === id)?.pattern.matches[0];
}
