import type { FileReader } from "../core/ports/files.ts";
import type { RepositoryLocation } from "../core/ports/git-view.ts";
import type { Gap } from "../core/look.ts";
import { gap } from "../core/look.ts";
import { compareText, decodePath, joinPath } from "../core/text/path-text.ts";
import { isRefName, parsePackedRefs, parseRef } from "./parse-refs.ts";
import type { Ref } from "./parse-refs.ts";

export interface Refs {
  /** What HEAD leads to; absent before the first commit. */
  readonly head?: Ref;
  /** All refs with their value, in order of name; symbolic ones resolved. */
  readonly all: readonly Ref[];
  /** HEADs of linked worktrees. */
  readonly otherHeads: readonly Ref[];
  readonly gaps: readonly Gap[];
}

const maxDepth = 5;

/** Reads refs as bytes: no git program sees them. */
export function readRefs(location: RepositoryLocation, files: FileReader): Refs {
  const gaps: Gap[] = [];
  const contents = new Map<string, string>();
  readPacked(location, files, contents, gaps);
  const folders = new Set([location.commonDir, location.gitDir]);
  for (const folder of folders) readLoose(folder, "refs", files, contents, gaps);
  const resolve = (text: string, depth = 0): string | undefined => {
    const content = parseRef(text);
    if (content.kind === "id") return content.id;
    if (content.kind === "unknown" || depth > maxDepth) return undefined;
    const next = contents.get(content.target);
    return next === undefined ? undefined : resolve(next, depth + 1);
  };
  const all: Ref[] = [];
  for (const [name, text] of contents) {
    const id = resolve(text);
    if (id !== undefined) all.push({ name, id });
    else if (parseRef(text).kind === "unknown") gaps.push(notARef(location.commonDir, name));
  }
  const headOf = (folder: string): Ref | undefined => {
    const text = readText(joinPath(folder, "HEAD"), files, gaps);
    if (text === undefined) {
      if (files.stat(joinPath(folder, "HEAD")).kind === "absent") gaps.push(noHead(folder));
      return undefined;
    }
    const content = parseRef(text);
    if (content.kind === "unknown") gaps.push(notARef(folder, "HEAD"));
    const id = resolve(text);
    if (id === undefined) return undefined;
    return { name: content.kind === "symbolic" ? content.target : "HEAD", id };
  };
  const head = headOf(location.gitDir);
  const otherHeads = worktreeFolders(location, files).folders.flatMap(
    (folder) => headOf(folder) ?? [],
  );
  const sorted = all.toSorted((a, b) => compareText(a.name, b.name));
  return { ...(head ? { head } : {}), all: sorted, otherHeads, gaps };
}

export interface WorktreeFolders {
  readonly folders: readonly string[];
  readonly gaps: readonly Gap[];
}

/** The administrative folders of linked worktrees, and the main one when we are in a linked one. */
export function worktreeFolders(
  { commonDir, gitDir }: RepositoryLocation,
  files: FileReader,
): WorktreeFolders {
  const folder = joinPath(commonDir, "worktrees");
  const list = files.list(folder);
  const gaps = list.kind === "blocked" ? [gap(folder, list.reason)] : [];
  const folders = [commonDir];
  for (const { name, stat } of list.kind === "found" ? list.value : []) {
    const path = joinPath(folder, name);
    if (stat.kind === "directory") folders.push(path);
    else if (stat.kind === "link") gaps.push(gap(path, linked));
  }
  return { folders: folders.filter((each) => each !== gitDir), gaps };
}

const linked = { code: "link", text: "a link, which is not followed" } as const;

function readPacked(
  { commonDir }: RepositoryLocation,
  files: FileReader,
  contents: Map<string, string>,
  gaps: Gap[],
): void {
  const text = readText(joinPath(commonDir, "packed-refs"), files, gaps);
  for (const { name, id } of parsePackedRefs(text ?? "")) contents.set(name, id);
  if (files.stat(joinPath(commonDir, "reftable")).kind !== "absent") {
    gaps.push(gap(joinPath(commonDir, "reftable"), { code: "parse", text: "refs in a reftable" }));
  }
}

function readLoose(
  folder: string,
  name: string,
  files: FileReader,
  contents: Map<string, string>,
  gaps: Gap[],
): void {
  const path = joinPath(folder, name);
  const list = files.list(path);
  if (list.kind === "blocked") gaps.push(gap(path, list.reason));
  if (list.kind !== "found") return;
  for (const entry of list.value) {
    const child = `${name}/${entry.name}`;
    if (entry.stat.kind === "directory") readLoose(folder, child, files, contents, gaps);
    else if (!entry.name.endsWith(".lock") && isRefName(child)) {
      const text = readText(joinPath(folder, child), files, gaps);
      if (text !== undefined) contents.set(child, text);
    }
  }
}

function readText(path: string, files: FileReader, gaps: Gap[]): string | undefined {
  const content = files.read(path, { maxBytes: 256 * 1024 * 1024 });
  if (content.kind === "blocked") gaps.push(gap(path, content.reason));
  return content.kind === "found" ? decodePath(content.value.bytes) : undefined;
}

/** Without it git takes the folder for no repository at all. */
function noHead(folder: string): Gap {
  return gap(folder, { code: "git-failed", text: "the repository has no HEAD" });
}

function notARef(folder: string, name: string): Gap {
  return gap(joinPath(folder, name), { code: "parse", text: "not a ref that we understand" });
}
