import type { Credential } from "../core/credentials/credential.ts";
import type { Catalogue } from "../core/knowledge/provider.ts";
import { isPartOf } from "../core/secrets/secret-shape.ts";
import { compileMatcher } from "../detect/compile-matcher.ts";
import { ownValueOf } from "./audit/own-value-of.ts";

/**
 * What kind of secret people typed into a text that we print or keep: one of the install's own
 * values, or anything that a rule knows; undefined for none.
 */
export function createSecretInText({
  catalogue,
  credentials,
}: {
  readonly catalogue: Catalogue;
  readonly credentials: readonly Credential[];
}): (text: string) => string | undefined {
  let matcher: ReturnType<typeof compileMatcher> | undefined;
  return (text) => {
    matcher ??= compileMatcher({ catalogue, own: credentials.map(ownValueOf) });
    const [match] = matcher.match(new TextEncoder().encode(text));
    if (match) return match.title;
    const hasOwn = credentials.some(({ value }) => isPartOf(value, text));
    return hasOwn ? "a credential of the install" : undefined;
  };
}
