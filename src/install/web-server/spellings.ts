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
  options: {
    readonly slashes?: "merged" | "kept" | "kept-inside";
    readonly pathInfo?: boolean;
  } = {},
): readonly Spelling[] {
  const found = [spelled(uri), { raw: encodedWhole(uri), uri }];
  // Apache takes slashes at the beginning together even where it keeps the others.
  const more = `/${uri.slice(1).replaceAll("/", "//")}`;
  if (options.slashes === "kept") found.push(spelled(`/${uri}`), spelled(`/${more}`));
  if (options.slashes === "kept-inside") found.push(spelled(more));
  if (options.pathInfo) found.push(spelled(`${uri}/x`));
  return found;
}

function spelled(uri: string): Spelling {
  return { raw: encodeUri(uri), uri };
}

/** Every letter as `%HH`, slashes left. */
function encodedWhole(uri: string): string {
  return encodeUri(uri).replaceAll(/%[0-9A-Fa-f]{2}|[^/]/g, (each) =>
    each.length > 1 ? each : `%${each.charCodeAt(0).toString(16).padStart(2, "0")}`,
  );
}
