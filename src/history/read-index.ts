import type { FileReader } from "../core/ports/files.ts";
import type { ObjectFormat } from "../core/ports/git-process.ts";
import type { RepositoryLocation } from "../core/ports/git-view.ts";
import type { Gap, Look } from "../core/look.ts";
import { blocked, found, gap } from "../core/look.ts";
import { joinPath } from "../core/text/path-text.ts";
import { parseIndex } from "./parse-index.ts";
import type { IndexEntry } from "./parse-index.ts";
import { worktreeFolders } from "./read-refs.ts";

const submodule = 0o160000;
const maxBytes = 512 * 1024 * 1024;

/** What is staged in the work tree of `gitDir`; nothing before the first `git add`. */
export function readIndex(
  gitDir: string,
  format: ObjectFormat,
  files: FileReader,
): Look<readonly IndexEntry[]> {
  const content = files.read(joinPath(gitDir, "index"), { maxBytes });
  if (content.kind === "blocked") return content;
  if (content.kind === "absent") return found([]);
  const parsed = parseIndex(content.value.bytes, format === "sha1" ? 20 : 32);
  return parsed.kind === "index" ? found(parsed.entries) : blocked("parse", parsed.text);
}

export interface StagedPaths {
  /** Blob id to path. */
  readonly paths: ReadonlyMap<string, string>;
  /** The blobs of the entries; a submodule's commit is in its own repository. */
  readonly ids: ReadonlySet<string>;
  readonly gaps: readonly Gap[];
}

/** What is in the index here and in those of linked worktrees. */
export function stagedPaths(location: RepositoryLocation, files: FileReader): StagedPaths {
  const paths = new Map<string, string>();
  const ids = new Set<string>();
  const worktrees = worktreeFolders(location, files);
  const gaps: Gap[] = [...worktrees.gaps];
  for (const folder of [location.gitDir, ...worktrees.folders]) {
    const entries = readIndex(folder, location.objectFormat, files);
    if (entries.kind === "blocked") gaps.push(gap(joinPath(folder, "index"), entries.reason));
    if (entries.kind !== "found") continue;
    for (const { id, mode, path } of entries.value) {
      if (!paths.has(id)) paths.set(id, path);
      if ((mode & 0o170000) !== submodule) ids.add(id);
    }
  }
  return { paths, ids, gaps };
}
