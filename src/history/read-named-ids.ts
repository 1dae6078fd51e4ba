import type { FileReader } from "../core/ports/files.ts";
import type { RepositoryLocation } from "../core/ports/git-view.ts";
import type { Gap } from "../core/look.ts";
import { gap } from "../core/look.ts";
import { decodePath, joinPath } from "../core/text/path-text.ts";
import { worktreeFolders } from "./read-refs.ts";

export interface NamedIds {
  /** Ids of objects that ought to be in the store. */
  readonly ids: ReadonlySet<string>;
  readonly gaps: readonly Gap[];
}

const maxBytes = 256 * 1024 * 1024;
/** `HEAD`, `MERGE_HEAD`, `ORIG_HEAD`, `FETCH_HEAD`, `AUTO_MERGE` and their like. */
const pseudoRef = /^(?:[A-Z]+_)*(?:HEAD|MERGE|START|EXPECTED_REV)$/;
const refIds = /^\^?([0-9a-f]{40}(?:[0-9a-f]{24})?)(?=\s|$)/gm;
const reflogIds = /^([0-9a-f]{40}(?:[0-9a-f]{24})?) ([0-9a-f]{40}(?:[0-9a-f]{24})?) /gm;

/**
 * The objects that git's own files speak of: refs, packed refs with what they peel to, reflogs,
 * the heads of merges and fetches, here and in linked worktrees. One that the store lacks is
 * history that nobody searched.
 */
export function readNamedIds(location: RepositoryLocation, files: FileReader): NamedIds {
  const ids = new Set<string>();
  const gaps: Gap[] = [];
  const collect = (path: string, form: RegExp) => {
    const content = files.read(path, { maxBytes });
    if (content.kind === "blocked") gaps.push(gap(path, content.reason));
    if (content.kind !== "found") return;
    for (const [, ...named] of decodePath(content.value.bytes).matchAll(form)) {
      for (const id of named) if (id !== undefined && !/^0+$/.test(id)) ids.add(id);
    }
  };
  const walk = (folder: string, form: RegExp) => {
    const list = files.list(folder);
    if (list.kind === "blocked") gaps.push(gap(folder, list.reason));
    if (list.kind !== "found") return;
    for (const { name, stat } of list.value) {
      const path = joinPath(folder, name);
      if (stat.kind === "directory") walk(path, form);
      else if (!name.endsWith(".lock")) collect(path, form);
    }
  };
  const worktrees = worktreeFolders(location, files);
  gaps.push(...worktrees.gaps);
  for (const folder of new Set([location.gitDir, ...worktrees.folders])) {
    const list = files.list(folder);
    if (list.kind === "blocked") gaps.push(gap(folder, list.reason));
    const names = list.kind === "found" ? list.value.map(({ name }) => name) : [];
    for (const name of names) {
      if (name === "packed-refs" || pseudoRef.test(name)) collect(joinPath(folder, name), refIds);
    }
    walk(joinPath(folder, "refs"), refIds);
    walk(joinPath(folder, "logs"), reflogIds);
  }
  return { ids, gaps };
}
