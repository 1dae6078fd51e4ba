import type { GitLocation } from "../core/location.ts";
import type { SecretMatch } from "../core/ports/secret-search.ts";
import type { Place, RootTree } from "./find-places.ts";
import type { ScannedObjects } from "./scan-objects.ts";
import type { RefTrace } from "./trace-refs.ts";

export interface HistoryMatch {
  readonly match: SecretMatch;
  readonly location: GitLocation;
  /** Committer date of `location.commit`. */
  readonly dateMs?: number;
}

/** What the passes over the repository found out. */
interface Known {
  readonly scan: ScannedObjects;
  readonly trace: RefTrace;
  readonly roots: readonly RootTree[];
}

function placed(
  { scan, trace }: Known,
  { tree, commit }: RootTree,
): Pick<HistoryMatch, "dateMs"> & Pick<GitLocation, "commit" | "reachable" | "ref"> {
  if (commit === undefined) return { reachable: true, ...refIs(trace.direct.get(tree)) };
  const ref = trace.reachedFrom.get(commit);
  const dateMs = scan.commits.get(commit)?.dateMs;
  return {
    commit,
    reachable: ref !== undefined,
    ...refIs(ref),
    ...(dateMs === undefined ? {} : { dateMs }),
  };
}

function refIs(ref: string | undefined): { ref?: string } {
  return ref === undefined ? {} : { ref };
}

function located(
  match: SecretMatch,
  { dateMs, ...location }: Omit<GitLocation, "kind"> & { dateMs?: number },
): HistoryMatch {
  const full: GitLocation = { kind: "git", ...location };
  return { match, location: full, ...(dateMs === undefined ? {} : { dateMs }) };
}

/** Matches in contents. */
export function locateBlobs(
  known: Known,
  places: ReadonlyMap<string, Place>,
  staged: ReadonlyMap<string, string>,
): HistoryMatch[] {
  const { scan, trace, roots } = known;
  return [...scan.blobMatches].flatMap(([object, matches]) => {
    const place = places.get(object);
    const root = place && roots[place.root];
    const ref = trace.direct.get(object);
    const path = staged.get(object);
    return matches.map((match) => {
      const { line } = match;
      if (place && root) {
        const where = placed(known, root);
        // A tag on the blob itself beats a commit that no ref leads to.
        const better =
          where.reachable || ref === undefined ? where : { ...where, reachable: true, ref };
        return located(match, { object, type: "blob", path: place.path, line, ...better });
      }
      if (ref !== undefined) {
        return located(match, { object, type: "blob", line, reachable: true, ref });
      }
      if (path !== undefined) {
        return located(match, { object: "index", type: "index", path, line, reachable: false });
      }
      return located(match, { object, type: "blob", line, reachable: false });
    });
  });
}

/** Matches in file names. */
export function locateNames(known: Known, places: ReadonlyMap<string, Place>): HistoryMatch[] {
  const { scan, roots } = known;
  return [...scan.nameMatches].flatMap(([name, { tree, matches }]) => {
    const place = places.get(name);
    const root = place && roots[place.root];
    return matches.map((match) =>
      place && root
        ? located(match, {
            object: place.tree,
            type: "tree",
            path: place.path,
            ...placed(known, root),
          })
        : located(match, { object: tree, type: "tree", reachable: false }),
    );
  });
}

/** Matches in commits and tags themselves. */
export function locateTexts(known: Known): HistoryMatch[] {
  const { scan, trace } = known;
  return scan.textMatches.map(({ id, type, match, line }) => {
    const ref = trace.reachedFrom.get(id);
    const where = type === "commit" ? placed(known, { tree: "", commit: id }) : refIs(ref);
    const lineIs = line === undefined ? {} : { line };
    return located(match, { object: id, type, ...lineIs, reachable: ref !== undefined, ...where });
  });
}
