import { encodePath } from "../core/text/path-text.ts";
import type { SecretMatcher } from "../core/ports/secret-search.ts";

/** Takes secrets out of a text that is to be shown: a file name, a branch, a person's name. */
export type Redact = (text: string) => string;

/** Names are shown in locations, and a secret can sit in a name. */
export function createRedact(matcher: SecretMatcher): Redact {
  const known = new Map<string, string>();
  const compute = (text: string): string => {
    const matches = matcher.match(encodePath(text));
    if (matches.length === 0) return text;
    let shown = text;
    for (const { secret } of matches) {
      if (secret.length > 0) shown = shown.replaceAll(secret.reveal(), () => secret.masked);
    }
    // Spelled in another way, as base64 say: then nothing of it is shown.
    return shown === text || matcher.match(encodePath(shown)).length > 0 ? "(not shown)" : shown;
  };
  return (text) => {
    const before = known.get(text);
    if (before !== undefined) return before;
    const shown = compute(text);
    known.set(text, shown);
    return shown;
  };
}
