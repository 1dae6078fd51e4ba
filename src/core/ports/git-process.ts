import type { Gap, Look } from "../look.ts";

export type GitObjectType = "commit" | "tree" | "blob" | "tag";

export type ObjectFormat = "sha1" | "sha256";

export interface GitObject {
  /** Lower-case hex. */
  readonly id: string;
  readonly type: GitObjectType;
  /** Valid only during the visit: the memory is used again for the next object. */
  readonly bytes: Uint8Array;
}

/** What a run over objects saw; what it could not read is in `gaps`. */
export interface ObjectsSeen {
  readonly count: number;
  readonly bytes: number;
  /** Ids of objects that are there and were not visited; each is in a gap as well. */
  readonly unread: readonly string[];
  readonly gaps: readonly Gap[];
}

export type VisitObject = (object: GitObject) => void;

/** A private, read-only view of one object folder. Close it, also after an error. */
export interface GitStore {
  /** What of the folder git was not shown: alternates, links, files its account cannot read. */
  readonly gaps: readonly Gap[];
  /** Every object once, reachable or not, in no particular order. */
  everyObject(visit: VisitObject): Promise<Look<ObjectsSeen>>;
  /** These objects in this order; one that is not there is a gap. */
  theseObjects(ids: readonly string[], visit: VisitObject): Promise<Look<ObjectsSeen>>;
  close(): void;
}

export interface OpenStoreRequest {
  /** Absolute path of the real `objects` folder. */
  readonly objects: string;
  readonly objectFormat: ObjectFormat;
}

export interface IgnoreRequest {
  /** Ignore files, by path relative to the top of the work tree. */
  readonly files: readonly { readonly path: string; readonly bytes: Uint8Array }[];
  /** Which of `paths` are folders: `name/` patterns match only those. */
  readonly folders: readonly string[];
  /** Relative to the top of the work tree. */
  readonly paths: readonly string[];
}

export interface IgnoreAnswer {
  readonly path: string;
  /** The last pattern that matched, `!` included; absent when none did. */
  readonly pattern?: string;
  /** The ignore file that holds it, relative to the top, and its 1-based line. */
  readonly source?: string;
  readonly line?: number;
}

/**
 * Runs the git program without ever showing it a configuration that is not ours: it gets a private
 * empty repository, an object folder of checked links, a fixed environment and, where we are root,
 * another account. Nothing that the audited repository says can execute.
 */
export interface GitProcess {
  open(request: OpenStoreRequest): Promise<Look<GitStore>>;
  /** Exactly git's ignore rules over the given ignore files alone. */
  checkIgnore(request: IgnoreRequest): Promise<Look<readonly IgnoreAnswer[]>>;
}
