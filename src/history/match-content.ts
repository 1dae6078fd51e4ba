import { gunzipSync } from "node:zlib";
import type { Reason } from "../core/look.ts";
import type { SecretMatch, SecretMatcher } from "../core/ports/secret-search.ts";
import { sortOf } from "../detect/file-kind.ts";

export interface ContentMatches {
  readonly matches: readonly SecretMatch[];
  /** Why not all of it was searched. */
  readonly reason?: Reason;
}

/** Unpacked contents beyond this are not held: 256 MiB. */
const mostBytes = 256 * 1024 * 1024;

/** Searches what a file held: gzip is unpacked, of what else is packed it is said that it was not. */
export function matchContent(matcher: SecretMatcher, bytes: Uint8Array): ContentMatches {
  const sort = sortOf(bytes);
  if (sort.kind === "packed") {
    return {
      matches: matcher.match(bytes),
      reason: { code: "parse", text: `${sort.format} is not unpacked` },
    };
  }
  if (sort.kind !== "gzip") return { matches: matcher.match(bytes) };
  try {
    const unpacked = gunzipSync(bytes, { maxOutputLength: mostBytes });
    const inner = sortOf(unpacked);
    const matches = matcher.match(unpacked);
    if (inner.kind !== "gzip" && inner.kind !== "packed") return { matches };
    return { matches, reason: { code: "parse", text: "packed twice, unpacked once" } };
  } catch (error) {
    const isLarge = error instanceof RangeError;
    return {
      matches: matcher.match(bytes),
      reason: isLarge
        ? { code: "too-large", text: "unpacks to over 256 MiB" }
        : { code: "parse", text: "gzip damaged" },
    };
  }
}
