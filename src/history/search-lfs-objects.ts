import type { FileReader } from "../core/ports/files.ts";
import type { Gap } from "../core/look.ts";
import { gap } from "../core/look.ts";
import { joinPath } from "../core/text/path-text.ts";
import type { LocatedMatch, SearchResult, SecretMatcher } from "../core/ports/secret-search.ts";
import { matchContent } from "./match-content.ts";

const maxBytes = 64 * 1024 * 1024;

/**
 * Contents that git-lfs keeps beside the object store, by their own ids.
 *
 * @see https://github.com/git-lfs/git-lfs/blob/main/docs/spec.md
 */
export function searchLfsObjects(
  commonDir: string,
  files: FileReader,
  matcher: SecretMatcher,
): SearchResult {
  const matches: LocatedMatch[] = [];
  const gaps: Gap[] = [];
  let count = 0;
  const walk = (folder: string) => {
    const list = files.list(folder);
    if (list.kind === "blocked") gaps.push(gap(folder, list.reason));
    if (list.kind !== "found") return;
    for (const { name, stat } of list.value) {
      const path = joinPath(folder, name);
      if (stat.kind === "directory") {
        walk(path);
        continue;
      }
      const content = files.read(path, { maxBytes });
      if (content.kind === "blocked") gaps.push(gap(path, content.reason));
      if (content.kind !== "found") continue;
      count += 1;
      const { matches: inside, reason } = matchContent(matcher, content.value.bytes);
      if (reason) gaps.push(gap(path, reason));
      for (const match of inside) {
        const { line, column } = match;
        matches.push({ match, location: { kind: "file", path, line, column } });
      }
    }
  };
  walk(joinPath(commonDir, "lfs/objects"));
  return { matches, gaps, inputs: count === 0 ? {} : { lfsObjects: count } };
}
