import { clean } from "../human/layout.ts";

/**
 * Text from outside, for an attribute or between tags. Control characters and lone surrogates are
 * `\xHH` already; the two others that XML 1.0 forbids become U+FFFD.
 * https://www.w3.org/TR/xml/#charsets
 */
export function xmlText(text: string): string {
  return clean(text)
    .replaceAll(/[\ufffe\uffff]/g, "\ufffd")
    .replaceAll(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);
}
