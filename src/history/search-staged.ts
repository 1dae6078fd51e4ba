import type { GitStore } from "../core/ports/git-process.ts";
import type { Gap, Look } from "../core/look.ts";
import { found, gap } from "../core/look.ts";
import { encodePath } from "../core/text/path-text.ts";
import type { LocatedMatch, SearchResult, SecretMatcher } from "../core/ports/secret-search.ts";
import type { TreeFiles } from "./list-tree.ts";
import type { IndexEntry } from "./parse-index.ts";
import { matchContent } from "./match-content.ts";
import type { Redact } from "./redact-text.ts";

const submodule = 0o160000;

/** What a commit would add: staged contents that HEAD does not have at that path, and new names. */
export async function searchStaged(
  store: GitStore,
  entries: readonly IndexEntry[],
  head: TreeFiles,
  { matcher, redact }: { readonly matcher: SecretMatcher; readonly redact: Redact },
): Promise<Look<SearchResult>> {
  const added = entries.filter(
    ({ path, id, mode, isIntent }) =>
      (mode & 0o170000) !== submodule && !isIntent && head.get(path) !== id,
  );
  const paths = new Map<string, string[]>();
  for (const { id, path } of added) paths.set(id, [...(paths.get(id) ?? []), path]);
  const matches: LocatedMatch[] = [];
  const place = (path: string, line?: number) => ({
    kind: "git" as const,
    object: "index",
    type: "index" as const,
    path: redact(path),
    ...(line === undefined ? {} : { line }),
    reachable: false,
  });
  const gaps: Gap[] = [];
  const seen = await store.theseObjects([...paths.keys()], ({ id, bytes }) => {
    const { matches: inside, reason } = matchContent(matcher, bytes);
    if (reason) gaps.push(gap(redact(paths.get(id)?.[0] ?? `object ${id}`), reason));
    for (const match of inside) {
      for (const path of paths.get(id) ?? []) {
        matches.push({ match, location: place(path, match.line) });
      }
    }
  });
  if (seen.kind !== "found") return seen;
  for (const { path } of added) {
    if (head.has(path)) continue;
    for (const match of matcher.match(encodePath(path))) {
      matches.push({ match, location: place(path) });
    }
  }
  gaps.push(...seen.value.gaps);
  return found({ matches, gaps, inputs: { staged: added.length, stagedBytes: seen.value.bytes } });
}
