import type { FileReader } from "../core/files.ts";
import type { GitProcess, GitStore } from "../core/git-process.ts";
import type { RepositoryLocation } from "../core/git-view.ts";
import type { Look } from "../core/look.ts";
import { found } from "../core/look.ts";
import { joinPath } from "../core/path-text.ts";
import type { SearchResult, SecretMatcher } from "../core/secret-search.ts";
import type { ReadIgnoreFile } from "./check-ignored.ts";
import { summarise } from "./history-result.ts";
import { diskIgnoreFiles, headIgnoreFiles } from "./ignore-files.ts";
import { listTree } from "./list-tree.ts";
import type { TreeFiles } from "./list-tree.ts";
import { readIndex, stagedPaths } from "./read-index.ts";
import { readRefs } from "./read-refs.ts";
import { readShallow } from "./read-shallow.ts";
import { createRedact } from "./redact-text.ts";
import { searchHistory } from "./search-history.ts";
import type { HistoryMatch } from "./search-history.ts";
import { searchLfsObjects } from "./search-lfs-objects.ts";
import { searchOwnFiles } from "./search-own-files.ts";
import { searchStaged } from "./search-staged.ts";
import { tellingFirst } from "./trace-refs.ts";

export interface RepositoryPorts {
  readonly filesOf: (folder: string) => FileReader;
  readonly git: GitProcess;
  readonly matcher: SecretMatcher;
}

export interface Repository {
  readonly location: RepositoryLocation;
  indexPaths(): Look<readonly string[]>;
  headPaths(): Promise<Look<readonly string[]>>;
  /** Reads ignore files as they are on disk, or as they stand in HEAD. */
  ignoreFiles(rules: "disk" | "head"): Promise<Look<ReadIgnoreFile>>;
  history(): Promise<Look<SearchResult>>;
  historyMatches(): Promise<Look<readonly HistoryMatch[]>>;
  ownFiles(): SearchResult;
  staged(): Promise<Look<SearchResult>>;
}

/** One located repository. Each answer is computed at first use and kept. */
export function openRepository(location: RepositoryLocation, ports: RepositoryPorts): Repository {
  const { matcher } = ports;
  const { commonDir, objectFormat, gitDir, workTree } = location;
  const files = ports.filesOf(commonDir);
  const redact = createRedact(matcher);
  const refs = once(() => readRefs(location, files));
  const index = once(() => readIndex(gitDir, objectFormat, files));
  const onDisk = once(() => diskIgnoreFiles(workTree, ports.filesOf(workTree)));
  const staged = once(() => stagedPaths(location, files));
  const withStore = <T>(use: (store: GitStore) => Promise<Look<T>>) =>
    usingStore(ports.git, location, use);
  const head = once(async (): Promise<Look<TreeFiles>> => {
    const commit = refs().head?.id;
    if (commit === undefined) {
      // Before the first commit there is nothing in HEAD; a HEAD that cannot be read is another matter.
      const [problem] = refs().gaps;
      return problem ? { kind: "blocked", reason: problem.reason } : found(new Map());
    }
    return withStore((store) => listTree(store, objectFormat, commit));
  });
  const searched = once(() =>
    withStore((store) =>
      searchHistory({
        store,
        format: objectFormat,
        matcher,
        redact,
        refs: tellingFirst(refs().head, [...refs().all, ...refs().otherHeads]),
        shallow: readShallow(location, files),
        staged: staged().paths,
      }),
    ),
  );
  const absolute = (path: string) => joinPath(workTree, path);
  return {
    location,
    indexPaths: () => {
      const entries = index();
      if (entries.kind !== "found") return entries;
      return found([...new Set(entries.value.map(({ path }) => absolute(path)))]);
    },
    headPaths: async () => {
      const tree = await head();
      return tree.kind === "found" ? found([...tree.value.keys()].map(absolute)) : tree;
    },
    ignoreFiles: async (rules) => {
      if (rules === "disk") return found(onDisk());
      const tree = await head();
      if (tree.kind !== "found") return tree;
      return withStore((store) => headIgnoreFiles(store, tree.value));
    },
    history: async () => {
      const result = await searched();
      if (result.kind !== "found") return result;
      const lfs = searchLfsObjects(commonDir, files, matcher);
      return found(summarise(location, result.value, lfs, [...refs().gaps, ...staged().gaps]));
    },
    historyMatches: async () => {
      const result = await searched();
      return result.kind === "found" ? found(result.value.matches) : result;
    },
    ownFiles: () => searchOwnFiles({ location, files, matcher, redact, refs: refs().all }),
    staged: async () => {
      const entries = index();
      if (entries.kind !== "found") return entries;
      const tree = await head();
      if (tree.kind !== "found") return tree;
      return withStore((store) =>
        searchStaged(store, entries.value, tree.value, { matcher, redact }),
      );
    },
  };
}

async function usingStore<T>(
  git: GitProcess,
  { commonDir, objectFormat }: RepositoryLocation,
  use: (store: GitStore) => Promise<Look<T>>,
): Promise<Look<T>> {
  const store = await git.open({ objects: joinPath(commonDir, "objects"), objectFormat });
  if (store.kind !== "found") return store;
  try {
    return await use(store.value);
  } finally {
    store.value.close();
  }
}

function once<T>(make: () => T): () => T {
  let made: { readonly value: T } | undefined;
  return () => (made ??= { value: make() }).value;
}
