import type { GitStore, ObjectFormat } from "../core/ports/git-process.ts";
import type { GitLocation } from "../core/location.ts";
import type { Gap, Look } from "../core/look.ts";
import { found, gap } from "../core/look.ts";
import type { SecretMatcher } from "../core/ports/secret-search.ts";
import { findPlaces } from "./find-places.ts";
import type { Place, RootTree } from "./find-places.ts";
import { locateBlobs, locateNames, locateTexts } from "./locate-matches.ts";
import type { HistoryMatch } from "./locate-matches.ts";
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
  /** Ids that refs, reflogs and indexes name. */
  readonly named: Iterable<string>;
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
  const { store, format } = inputs;
  const scanned = await scanObjects(inputs);
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
    ...locateBlobs({ scan, trace, roots }, places.value.blobs, inputs.staged),
    ...locateNames({ scan, trace, roots }, places.value.names),
    ...locateTexts({ scan, trace, roots }),
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
