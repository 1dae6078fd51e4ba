import type { CredentialSpec } from "../knowledge/provider.ts";
import type { Secret } from "../secrets/secret.ts";
import { matchesPattern } from "../secrets/secret-shape.ts";

/**
 * At least 80 bits of randomness: the rule says so of what it matches, and it matches this value.
 * Whatever else stands under the credential's name counts as weak and is never hashed.
 */
export function isStrongValue(
  { pattern }: Pick<CredentialSpec, "pattern">,
  value: Secret,
): boolean {
  return pattern?.strong === true && matchesPattern(value, pattern.pattern);
}
