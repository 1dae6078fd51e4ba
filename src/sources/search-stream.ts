import { Buffer } from "node:buffer";
import type { LocatedMatch, SearchResult, SecretMatcher } from "../core/ports/secret-search.ts";
import { type Gap, gap } from "../core/look.ts";
import { sortOf } from "../detect/file-kind.ts";
import { createChunkSearch } from "./chunk-search.ts";
import { createMatchCollector } from "./match-collector.ts";

/** Enough to tell what it is. */
const headBytes = 512;

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
  let head: Uint8Array = new Uint8Array();
  for await (const piece of pieces) {
    bytes += piece.length;
    if (head.length < headBytes) head = Buffer.concat([head, piece]).subarray(0, headBytes);
    text.push(piece);
  }
  text.finish();
  const matches: readonly LocatedMatch[] = collector.matches();
  return {
    matches,
    gaps: [...collector.gaps(), ...packedGaps(head)],
    inputs: { stdin: bytes > 0 ? 1 : 0, bytes },
  };
}

/** What comes packed through a pipe is searched as it comes; whoever sent it can unpack it. */
function packedGaps(head: Uint8Array): readonly Gap[] {
  const sort = sortOf(head);
  if (sort.kind !== "gzip" && sort.kind !== "packed") return [];
  const format = sort.kind === "gzip" ? "gzip" : sort.format;
  return [gap(streamPath, { code: "parse", text: `${format} in a pipe is not unpacked` })];
}
