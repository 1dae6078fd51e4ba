import type { LocatedMatch, SearchResult, SecretMatcher } from "../core/secret-search.ts";
import { createChunkSearch } from "./chunk-search.ts";
import { createMatchCollector } from "./match-collector.ts";

/** The name under which piped text is reported. */
export const streamPath = "-";

/** Searches what is piped in. Nothing piped in counts as no input at all. */
export async function searchStream(
  pieces: AsyncIterable<Uint8Array>,
  matcher: SecretMatcher,
): Promise<SearchResult> {
  const collector = createMatchCollector(streamPath);
  const text = createChunkSearch(matcher, (match) => {
    const { line, column } = match;
    collector.add(match, { kind: "file", path: streamPath, line, column });
  });
  let bytes = 0;
  for await (const piece of pieces) {
    bytes += piece.length;
    text.push(piece);
  }
  text.finish();
  const matches: readonly LocatedMatch[] = collector.matches();
  return { matches, gaps: collector.gaps(), inputs: { stdin: bytes > 0 ? 1 : 0, bytes } };
}
