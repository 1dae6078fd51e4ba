import type { DirectoryEntry, FileReader } from "../core/ports/files.ts";
import type { RepositoryLocation } from "../core/ports/git-view.ts";
import type { GitLocation, GitPlace } from "../core/location.ts";
import type { Gap } from "../core/look.ts";
import { gap } from "../core/look.ts";
import {
  baseName,
  encodePath,
  isInside,
  joinPath,
  parentOf,
  relativeTo,
} from "../core/text/path-text.ts";
import type {
  LocatedMatch,
  SearchResult,
  SecretMatch,
  SecretMatcher,
} from "../core/ports/secret-search.ts";
import { findUrlSecrets } from "./find-url-secrets.ts";
import type { Ref } from "./parse-refs.ts";
import type { Redact } from "./redact-text.ts";
import { resolvePath } from "./resolve-path.ts";

export interface OwnFileInputs {
  readonly location: RepositoryLocation;
  readonly files: FileReader;
  readonly matcher: SecretMatcher;
  readonly redact: Redact;
  readonly refs: readonly Ref[];
}

const maxBytes = 64 * 1024 * 1024;

/**
 * Everything git keeps beside the objects: configuration, hooks, refs and their names, reflogs,
 * messages being written, the same of linked worktrees and submodules.
 */
export function searchOwnFiles(inputs: OwnFileInputs): SearchResult {
  const { location, refs } = inputs;
  const matches: LocatedMatch[] = [];
  const gaps: Gap[] = [];
  let files = 0;
  let bytes = 0;
  const readFile = (path: string) => {
    const content = inputs.files.read(path, { maxBytes });
    if (content.kind === "blocked") gaps.push(gap(path, content.reason));
    if (content.kind !== "found" || isIndex(content.value.bytes)) return;
    files += 1;
    bytes += content.value.bytes.length;
    matches.push(...matchesIn(inputs, relativeTo(location.commonDir, path), content.value.bytes));
  };
  const walk = (folder: string) => {
    const list = inputs.files.list(folder);
    if (list.kind === "blocked") gaps.push(gap(folder, list.reason));
    if (list.kind !== "found") return;
    for (const entry of list.value) {
      const path = joinPath(folder, entry.name);
      if (isReadElsewhere(folder, entry, location)) continue;
      if (entry.stat.kind === "directory") walk(path);
      else if (entry.stat.kind === "link") gaps.push(...linkGaps(inputs, path));
      // The socket of a file system monitor is nothing to read.
      else if (entry.stat.kind !== "socket") readFile(path);
    }
  };
  for (const { name } of refs) matches.push(...matchesInName(inputs, name));
  walk(location.commonDir);
  if (!isInside(location.commonDir, location.gitDir)) walk(location.gitDir);
  return { matches, gaps, inputs: { gitFiles: files, gitFileBytes: bytes } };
}

/** Objects and indexes are `history`'s; a bare repository may hold more than git's files. */
function isReadElsewhere(
  folder: string,
  { name, stat }: DirectoryEntry,
  { commonDir, gitDir, workTree }: RepositoryLocation,
): boolean {
  if (name === "index") return folder === gitDir || folder === commonDir;
  if (name === "objects" && stat.kind === "directory") {
    const parent = baseName(folder);
    return folder === commonDir || parent === "lfs" || folder.includes("/modules/");
  }
  // A bare repository in whose folder somebody keeps a checkout.
  return folder === commonDir && name === ".git" && workTree === commonDir;
}

/** Indexes of linked worktrees and submodules. */
function isIndex(bytes: Uint8Array): boolean {
  return String.fromCharCode(...bytes.subarray(0, 4)) === "DIRC";
}

function matchesIn(
  { matcher, redact }: OwnFileInputs,
  name: string,
  bytes: Uint8Array,
): readonly LocatedMatch[] {
  const matches = matcher.match(bytes);
  const known = new Set(matches.map(({ line }) => line));
  const ours = findUrlSecrets(bytes).filter(({ line }) => !known.has(line));
  return [...matches, ...ours].map((match) => ({
    match,
    location: place(redact(name), placeOf(name), match.line),
  }));
}

function matchesInName({ matcher, redact }: OwnFileInputs, name: string): readonly LocatedMatch[] {
  const matches: readonly SecretMatch[] = matcher.match(encodePath(name));
  return matches.map((match) => ({
    match,
    location: { ...place(redact(name), "ref"), ref: redact(name), reachable: true },
  }));
}

function place(object: string, type: GitPlace, line?: number): GitLocation {
  return { kind: "git", object, type, ...(line === undefined ? {} : { line }), reachable: false };
}

function placeOf(name: string): GitPlace {
  if (/(?:^|\/)logs\//.test(name)) return "reflog";
  return /(?:^|\/)(?:refs(?:\/|$)|packed-refs$|[A-Z_]*HEAD$)/.test(name) ? "ref" : "config";
}

/** A link to a file of the checkout is read there; one that leads out is not followed. */
function linkGaps({ files, location }: OwnFileInputs, path: string): readonly Gap[] {
  const target = files.readLink(path);
  if (target.kind === "absent") return [];
  if (target.kind === "blocked") return [gap(path, target.reason)];
  const real = resolvePath(parentOf(path), target.value);
  if (isInside(location.workTree, real)) return [];
  return [gap(path, { code: "link", text: "a link out of the repository, which is not followed" })];
}
