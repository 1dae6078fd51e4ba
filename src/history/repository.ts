import type { FileReader } from "../core/ports/files.ts";
import type { GitProcess, GitStore } from "../core/ports/git-process.ts";
import type { IgnoreVerdict, FirstCommit, RepositoryLocation } from "../core/ports/git-view.ts";
import type { Look } from "../core/look.ts";
import { blocked, found, gap } from "../core/look.ts";
import type { Gap } from "../core/look.ts";
import { once } from "../core/once.ts";
import { joinPath } from "../core/text/path-text.ts";
import type { SearchResult, SecretMatcher } from "../core/ports/secret-search.ts";
import { checkIgnored } from "./check-ignored.ts";
import type { ReadIgnoreFile } from "./check-ignored.ts";
import { firstCommits } from "./first-commits.ts";
import type { OwnValue } from "./first-commits.ts";
import { mergeResults, nothingBut, summarise } from "./history-result.ts";
import { diskIgnoreFiles, headIgnoreFiles } from "./ignore-files.ts";
import { listTree } from "./list-tree.ts";
import type { TreeFiles } from "./list-tree.ts";
import type { IndexEntry } from "./parse-index.ts";
import { describeRepository } from "./locate-repository.ts";
import { findSubmodules } from "./find-submodules.ts";
import { readIndex, stagedPaths } from "./read-index.ts";
import type { StagedPaths } from "./read-index.ts";
import { readNamedIds } from "./read-named-ids.ts";
import type { NamedIds } from "./read-named-ids.ts";
import { readRefs } from "./read-refs.ts";
import type { Refs } from "./read-refs.ts";
import { readShallow } from "./read-shallow.ts";
import { createRedact } from "./redact-text.ts";
import type { Redact } from "./redact-text.ts";
import { searchHistory } from "./search-history.ts";
import type { HistoryFound } from "./search-history.ts";
import { searchLfsObjects } from "./search-lfs-objects.ts";
import { searchOwnFiles } from "./search-own-files.ts";
import { searchStaged } from "./search-staged.ts";
import { tellingFirst } from "./trace-refs.ts";

export interface RepositoryPorts {
  readonly filesOf: (folder: string) => FileReader;
  readonly git: GitProcess;
  readonly matcher: SecretMatcher;
  /** The index where it was read already. */
  readonly index?: () => Look<readonly IndexEntry[]>;
}

/** One located repository. Each answer is computed at first use and kept. */
export class Repository {
  readonly location: RepositoryLocation;
  readonly #files: FileReader;
  readonly #ports: RepositoryPorts;
  readonly #redact: Redact;
  readonly #refs: () => Refs;
  readonly #index: () => Look<readonly IndexEntry[]>;
  readonly #staged: () => StagedPaths;
  readonly #named: () => NamedIds;
  readonly #head: () => Promise<Look<TreeFiles>>;
  readonly #searched: () => Promise<Look<HistoryFound>>;
  readonly #ignoreFiles: () => ReadIgnoreFile;

  constructor(location: RepositoryLocation, ports: RepositoryPorts) {
    const { commonDir, gitDir, objectFormat, workTree } = location;
    const files = ports.filesOf(commonDir);
    this.location = location;
    this.#files = files;
    this.#ports = ports;
    this.#redact = createRedact(ports.matcher);
    this.#refs = once(() => readRefs(location, files));
    this.#index = ports.index ?? once(() => readIndex(gitDir, objectFormat, files));
    this.#staged = once(() => stagedPaths(location, files));
    this.#named = once(() => readNamedIds(location, files));
    this.#head = once(() => this.#readHead());
    this.#searched = once(() => this.#search());
    this.#ignoreFiles = once(() => diskIgnoreFiles(workTree, ports.filesOf(workTree)));
  }

  async headPaths(): Promise<Look<readonly string[]>> {
    const tree = await this.#head();
    if (tree.kind !== "found") return tree;
    return found([...tree.value.keys()].map((path) => this.#absolute(path)));
  }

  /** By the ignore files as they are on disk, or as they stand in HEAD. */
  async ignored(
    paths: readonly string[],
    rules: "disk" | "head",
  ): Promise<Look<readonly IgnoreVerdict[]>> {
    const readIgnoreFile = rules === "disk" ? found(this.#ignoreFiles()) : await this.#inHead();
    if (readIgnoreFile.kind !== "found") return readIgnoreFile;
    const { workTree } = this.location;
    const files = this.#ports.filesOf(workTree);
    const { git } = this.#ports;
    return checkIgnored({ workTree, files, git, readIgnoreFile: readIgnoreFile.value }, paths);
  }

  async history(): Promise<Look<SearchResult>> {
    const result = await this.#searched();
    if (result.kind !== "found") return result;
    const lfs = searchLfsObjects(this.location.commonDir, this.#files, this.#ports.matcher);
    const gaps = oncePerPlace([
      ...this.#refs().gaps,
      ...this.#staged().gaps,
      ...this.#named().gaps,
    ]);
    const own = summarise(this.location, result.value, lfs, gaps);
    return found(mergeResults([own, ...(await this.#submodules())]));
  }

  async firstCommits(own: readonly OwnValue[]): Promise<Look<ReadonlyMap<string, FirstCommit>>> {
    const result = await this.#searched();
    return result.kind === "found" ? found(firstCommits(result.value.matches, own)) : result;
  }

  ownFiles(): SearchResult {
    const { location } = this;
    const files = this.#files;
    const { matcher } = this.#ports;
    return searchOwnFiles({
      location,
      files,
      matcher,
      redact: this.#redact,
      refs: this.#refs().all,
    });
  }

  async staged(): Promise<Look<SearchResult>> {
    const entries = this.#index();
    if (entries.kind !== "found") return entries;
    const tree = await this.#head();
    if (tree.kind !== "found") return tree;
    const { matcher } = this.#ports;
    return this.#withStore((store) =>
      searchStaged(store, entries.value, tree.value, { matcher, redact: this.#redact }),
    );
  }

  async #inHead(): Promise<Look<ReadIgnoreFile>> {
    const tree = await this.#head();
    if (tree.kind !== "found") return tree;
    return this.#withStore((store) => headIgnoreFiles(store, tree.value));
  }

  #readHead(): Promise<Look<TreeFiles>> {
    const { head, gaps } = this.#refs();
    if (head) return this.#withStore((it) => listTree(it, this.location.objectFormat, head.id));
    // Nothing is in HEAD before the first commit; a HEAD that cannot be read is another matter.
    const [problem] = gaps;
    return Promise.resolve(
      problem ? { kind: "blocked", reason: problem.reason } : found(new Map<string, string>()),
    );
  }

  #search(): Promise<Look<HistoryFound>> {
    const { head, all, otherHeads } = this.#refs();
    return this.#withStore((store) =>
      searchHistory({
        store,
        format: this.location.objectFormat,
        matcher: this.#ports.matcher,
        redact: this.#redact,
        refs: tellingFirst(head, [...all, ...otherHeads]),
        shallow: readShallow(this.location, this.#files),
        staged: this.#staged().paths,
        named: [...this.#named().ids, ...this.#staged().ids],
      }),
    );
  }

  /** Submodules are repositories of their own inside this one's folder. */
  async #submodules(): Promise<readonly SearchResult[]> {
    const { commonDir, workTree } = this.location;
    const { folders, gaps } = findSubmodules(commonDir, this.#files);
    const { filesOf, git, matcher } = this.#ports;
    const inner = { filesOf, git, matcher };
    const results = [nothingBut(gaps)];
    for (const folder of folders) {
      const location = describeRepository(folder, workTree, this.#files);
      // One that borrows objects from elsewhere could borrow ours, and we would never end.
      const isForeign = location.kind === "found" && location.value.commonDir !== folder;
      const own = isForeign ? blocked("link", "a submodule with others' objects") : location;
      const result = own.kind === "found" ? await new Repository(own.value, inner).history() : own;
      if (result.kind === "found") results.push(result.value);
      if (result.kind === "blocked") results.push(nothingBut([gap(folder, result.reason)]));
    }
    return results;
  }

  #absolute(path: string): string {
    return joinPath(this.location.workTree, path);
  }

  #withStore<T>(use: (store: GitStore) => Promise<Look<T>>): Promise<Look<T>> {
    return usingStore(this.#ports.git, this.location, use);
  }
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

/** Refs are read for what they are called and for what they name; one complaint is enough. */
function oncePerPlace(gaps: readonly Gap[]): readonly Gap[] {
  return [...new Map(gaps.map((each) => [each.what, each])).values()];
}
