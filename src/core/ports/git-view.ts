import type { Look } from "../look.ts";
import type { SearchResult } from "./secret-search.ts";

export interface RepositoryLocation {
  /** Absolute path of the `.git` folder in use (of the linked worktree, where it is one). */
  readonly gitDir: string;
  /** The folder with `objects` and `refs`; equals `gitDir` except in linked worktrees. */
  readonly commonDir: string;
  /** Top of the checkout. */
  readonly workTree: string;
  readonly objectFormat: "sha1" | "sha256";
  readonly shallow: boolean;
  /** A promisor remote is configured: objects may be missing on purpose. */
  readonly partial: boolean;
}

export interface IgnoreVerdict {
  /** As asked, absolute. */
  readonly path: string;
  readonly ignored: boolean;
  /** The deciding pattern and its place, `.gitignore:3`. */
  readonly rule?: string;
}

/** When a value first appeared in history; evidence for its age. */
export interface FirstCommit {
  readonly commit: string;
  /** Milliseconds since 1970, committer date. */
  readonly dateMs: number;
}

/**
 * What the audits may ask of the repository around the install. Nothing of the repository's
 * configuration is ever given to a git program; see `history/`.
 */
export interface GitView {
  /** `absent`: the install is in no repository. `blocked`: there is something, unreadable. */
  readonly location: Look<RepositoryLocation>;
  /** Absolute paths of everything in the index. */
  indexPaths(): Look<readonly string[]>;
  /** Absolute paths of everything in HEAD's tree; empty before the first commit. */
  headPaths(): Promise<Look<readonly string[]>>;
  /**
   * Would git ignore these (absolute) paths, by the ignore files in the tree alone: as they are on
   * disk, or as they stand in HEAD?
   */
  ignored(
    paths: readonly string[],
    rules: "disk" | "head",
  ): Promise<Look<readonly IgnoreVerdict[]>>;
  /** Every object, reachable or not, and the index. */
  history(): Promise<Look<SearchResult>>;
  /** `.git/config`, hooks, packed refs, branch names, reflogs. */
  ownFiles(): Promise<Look<SearchResult>>;
  /** First commit that holds the value, by credential id; from the same pass as `history`. */
  firstCommits(): Promise<Look<ReadonlyMap<string, FirstCommit>>>;
  /** Blobs in the index that HEAD does not have at the same path: what a commit would add. */
  staged(): Promise<Look<SearchResult>>;
}
