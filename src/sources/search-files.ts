import type { FileReader } from "../core/ports/files.ts";
import { compareLocations } from "../core/location.ts";
import { type Gap, gap } from "../core/look.ts";
import { compareText } from "../core/text/path-text.ts";
import type {
  LocatedMatch,
  SearchResult,
  SecretMatch,
  SecretMatcher,
  SecretSearch,
} from "../core/ports/secret-search.ts";
import { type FileSearch, breathe, searchFile } from "./search-file.ts";

export interface SecretSearchPorts {
  readonly files: FileReader;
  readonly matcher: SecretMatcher;
}

/** Files of the tree beyond this are a gap: 1 GiB. Logs have no limit. */
const largestFile = 1024 ** 3;
/** How much is read between two turns of the event loop. */
const bytesPerTurn = 4 * 1024 * 1024;
const filesPerTurn = 100;

/**
 * Searches files one after the other, in byte order of their paths, a piece at a time. The result
 * does not depend on the order in which they were given.
 */
export function createSecretSearch({ files, matcher }: SecretSearchPorts): SecretSearch {
  return {
    inFiles: (paths) =>
      searchAll(
        paths,
        { files: "files", bytes: "bytes" },
        {
          files,
          matcher,
          maxBytes: largestFile,
          locate: (path, { line, column }: SecretMatch) => ({ kind: "file", path, line, column }),
        },
      ),
    inLogs: (paths) =>
      searchAll(
        paths,
        { files: "logs", bytes: "logBytes" },
        {
          files,
          matcher,
          maxBytes: Number.MAX_SAFE_INTEGER,
          locate: (path, { line }: SecretMatch) => ({ kind: "log", path, line }),
        },
      ),
  };
}

async function searchAll(
  paths: readonly string[],
  names: { readonly files: string; readonly bytes: string },
  search: FileSearch,
): Promise<SearchResult> {
  const matches: LocatedMatch[] = [];
  const gaps: Gap[] = [];
  const counts = { files: 0, bytes: 0, media: 0 };
  let turn = { files: 0, bytes: 0 };
  for (const path of [...new Set(paths)].toSorted(compareText)) {
    const seen = await searchFile(path, search);
    if (seen.kind === "blocked") gaps.push(gap(path, seen.reason));
    if (seen.kind !== "found") continue;
    const { value } = seen;
    // Not spread: a file can have more matches than a call can have arguments.
    for (const match of value.matches) matches.push(match);
    gaps.push(...value.gaps);
    if (value.isMedia) counts.media += 1;
    else counts.files += 1;
    counts.bytes += value.bytes;
    turn = { files: turn.files + 1, bytes: turn.bytes + value.bytes };
    if (turn.files >= filesPerTurn || turn.bytes >= bytesPerTurn) {
      turn = { files: 0, bytes: 0 };
      await breathe();
    }
  }
  return {
    matches: matches.toSorted((a, b) => compareLocations(a.location, b.location)),
    gaps,
    inputs: {
      [names.files]: counts.files,
      [names.bytes]: counts.bytes,
      ...(counts.media > 0 ? { media: counts.media } : {}),
    },
  };
}
