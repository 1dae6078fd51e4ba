import { encodeUri } from "./encode-uri.ts";

/** One request: as it is sent, and as a server has it after decoding. */
export interface Spelling {
  readonly raw: string;
  readonly uri: string;
}

/**
 * Ways to ask for the same thing, the plain one first. Rules that look at the request as it was sent
 * miss the ones that are encoded; where slashes are kept, more of them miss other rules.
 */
export function spellingsOf(
  uri: string,
  { slashesKept = false, pathInfo = false }: { slashesKept?: boolean; pathInfo?: boolean } = {},
): readonly Spelling[] {
  const plain = { raw: encodeUri(uri), uri };
  const found = [plain, { raw: encodedWhole(uri), uri }];
  if (slashesKept) {
    for (const each of [`/${uri}`, uri.replaceAll("/", "//")]) {
      found.push({ raw: encodeUri(each), uri: each });
    }
  }
  if (pathInfo) found.push({ raw: `${plain.raw}/x`, uri: `${uri}/x` });
  return found;
}

/** Every letter as `%HH`, slashes left. */
function encodedWhole(uri: string): string {
  return encodeUri(uri).replaceAll(/%[0-9A-Fa-f]{2}|[^/]/g, (each) =>
    each.length > 1 ? each : `%${each.charCodeAt(0).toString(16).padStart(2, "0")}`,
  );
}
