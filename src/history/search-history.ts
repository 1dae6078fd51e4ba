import type { GitStore, ObjectFormat } from "../core/git-process.ts";
import type { GitLocation } from "../core/location.ts";
import type { Gap, Look } from "../core/look.ts";
import { found, gap } from "../core/look.ts";
import type { SecretMatch, SecretMatcher } from "../core/secret-search.ts";
import { findPlaces } from "./find-places.ts";
import type { Place, RootTree } from "./find-places.ts";
import { orderCommits } from "./order-commits.ts";
import { authorOf, parseCommit } from "./parse-commit.ts";
import type { Ref } from "./parse-refs.ts";
import type { Redact } from "./redact-text.ts";
import { scanObjects } from "./scan-objects.ts";
import type { ScannedObjects } from "./scan-objects.ts";
import { traceRefs } from "./trace-refs.ts";
import type { RefTrace } from "./trace-refs.ts";

export interface HistoryInputs {
  readonly store: GitStore;
  readonly format: ObjectFormat;
  readonly matcher: SecretMatcher;
  readonly redact: Redact;
  /** The most telling first. */
  readonly refs: readonly Ref[];
  readonly shallow: ReadonlySet<string>;
  /** Blob id to path, of everything in an index. */
  readonly staged: ReadonlyMap<string, string>;
}

export interface HistoryMatch {
  readonly match: SecretMatch;
  readonly location: GitLocation;
  /** Committer date of `location.commit`. */
  readonly dateMs?: number;
}

export interface HistoryFound {
  readonly matches: readonly HistoryMatch[];
  readonly gaps: readonly Gap[];
  readonly objects: number;
  readonly commits: number;
  readonly bytes: number;
}

/** Everything in the object store that matches, with the first commit, path and ref of each. */
export async function searchHistory(inputs: HistoryInputs): Promise<Look<HistoryFound>> {
  const { store, format, matcher } = inputs;
  const scanned = await scanObjects(store, matcher, format, inputs.shallow);
  if (scanned.kind !== "found") return scanned;
  const scan = scanned.value;
  const trace = traceRefs(inputs.refs, scan.commits, scan.tags);
  const roots = rootsOf(scan, trace);
  const wanted = {
    blobs: new Set(scan.blobMatches.keys()),
    names: new Set(scan.nameMatches.keys()),
  };
  const isNeeded = wanted.blobs.size + wanted.names.size > 0;
  const none = { blobs: new Map<string, Place>(), names: new Map<string, Place>() };
  const places = isNeeded ? await findPlaces(store, format, roots, wanted) : found(none);
  if (places.kind !== "found") return places;
  const bare = [
    ...blobMatches(inputs, scan, trace, roots, places.value.blobs),
    ...nameMatches(scan, trace, roots, places.value.names),
    ...textMatches(scan, trace),
  ];
  const authors = await authorsOf(store, bare);
  if (authors.kind !== "found") return authors;
  const matches = bare.map((each) => finish(each, authors.value, inputs.redact));
  const gaps = [...scan.gaps];
  if (scan.missing > 0) gaps.push(missingGap(scan.missing));
  const { count: objects, bytes } = scan;
  return found({ matches, gaps, objects, commits: scan.commits.size, bytes });
}

/** Reachable commits first, each group oldest first: the first root that holds a blob names it. */
function rootsOf(scan: ScannedObjects, trace: RefTrace): readonly RootTree[] {
  const ordered = orderCommits(scan.commits).map((commit) => ({
    commit,
    tree: scan.commits.get(commit)?.tree ?? "",
  }));
  const known = ordered.filter(({ tree }) => tree !== "");
  const isReached = ({ commit }: { commit: string }) => trace.reachedFrom.has(commit);
  const direct = [...trace.direct.keys()].filter((id) => !scan.blobMatches.has(id));
  return [
    ...known.filter(isReached),
    ...direct.map((tree) => ({ tree })),
    ...known.filter((root) => !isReached(root)),
  ];
}

function placed(
  scan: ScannedObjects,
  trace: RefTrace,
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

function blobMatches(
  { staged }: HistoryInputs,
  scan: ScannedObjects,
  trace: RefTrace,
  roots: readonly RootTree[],
  places: ReadonlyMap<string, Place>,
): HistoryMatch[] {
  return [...scan.blobMatches].flatMap(([object, matches]) => {
    const place = places.get(object);
    const root = place && roots[place.root];
    const ref = trace.direct.get(object);
    const path = staged.get(object);
    return matches.map((match) => {
      const { line } = match;
      if (place && root) {
        const where = placed(scan, trace, root);
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

function nameMatches(
  scan: ScannedObjects,
  trace: RefTrace,
  roots: readonly RootTree[],
  places: ReadonlyMap<string, Place>,
): HistoryMatch[] {
  return [...scan.nameMatches].flatMap(([name, { tree, matches }]) => {
    const place = places.get(name);
    const root = place && roots[place.root];
    return matches.map((match) =>
      place && root
        ? located(match, {
            object: place.tree,
            type: "tree",
            path: place.path,
            ...placed(scan, trace, root),
          })
        : located(match, { object: tree, type: "tree", reachable: false }),
    );
  });
}

function textMatches(scan: ScannedObjects, trace: RefTrace): HistoryMatch[] {
  return scan.textMatches.map(({ id, type, match, line }) => {
    const ref = trace.reachedFrom.get(id);
    const where = type === "commit" ? placed(scan, trace, { tree: "", commit: id }) : refIs(ref);
    const lineIs = line === undefined ? {} : { line };
    return located(match, { object: id, type, ...lineIs, reachable: ref !== undefined, ...where });
  });
}

async function authorsOf(
  store: GitStore,
  matches: readonly HistoryMatch[],
): Promise<Look<ReadonlyMap<string, string>>> {
  const ids = new Set(matches.flatMap(({ location }) => location.commit ?? []));
  const authors = new Map<string, string>();
  const seen = await store.theseObjects([...ids], ({ id, type, bytes }) => {
    if (type !== "commit") return;
    const author = authorOf(parseCommit(bytes).people);
    if (author !== undefined) authors.set(id, author);
  });
  return seen.kind === "found" ? found(authors) : seen;
}

/** Names of people, refs and files are shown, and may hold a secret themselves. */
function finish(
  { match, location, dateMs }: HistoryMatch,
  authors: ReadonlyMap<string, string>,
  redact: Redact,
): HistoryMatch {
  const author = location.commit === undefined ? undefined : authors.get(location.commit);
  const shown: GitLocation = {
    ...location,
    ...(location.path === undefined ? {} : { path: redact(location.path) }),
    ...(location.ref === undefined ? {} : { ref: redact(location.ref) }),
    ...(author === undefined ? {} : { author: redact(author) }),
    ...(dateMs === undefined ? {} : { date: isoDay(dateMs) }),
  };
  return { match, location: shown, ...(dateMs === undefined ? {} : { dateMs }) };
}

function isoDay(ms: number): string {
  const date = new Date(ms);
  return Number.isNaN(date.getTime()) ? "1970-01-01" : date.toISOString().slice(0, 10);
}

function missingGap(count: number): Gap {
  const text = "named by others and not in the repository";
  return gap("git objects", { code: "git-failed", text }, count);
}
