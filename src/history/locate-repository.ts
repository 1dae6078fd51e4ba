import type { FileReader, FileStat } from "../core/ports/files.ts";
import type { RepositoryLocation } from "../core/ports/git-view.ts";
import type { Look } from "../core/look.ts";
import { absent, blocked, found } from "../core/look.ts";
import { decodePath, joinPath, parentOf } from "../core/text/path-text.ts";
import { parseGitConfig } from "./parse-git-config.ts";
import { resolvePath } from "./resolve-path.ts";

/**
 * The repository that `root` is in: at `root` or above it, as git looks for it. The way up ends at
 * another file system, as git's does, and passes over a `.git` that somebody else put into a
 * shared folder such as /tmp. A link in the place of `.git` or of its objects is not followed.
 */
export function locateRepository(root: string, files: FileReader): Look<RepositoryLocation> {
  const top = files.stat(root);
  if (top.kind !== "found") return top.kind === "absent" ? absent : top;
  if (isBare(root, files)) return describeRepository(root, root, files);
  for (let folder = root; ; folder = parentOf(folder)) {
    const place = files.stat(folder);
    if (place.kind !== "found") return place;
    if (place.value.dev !== top.value.dev) return absent;
    const here = repositoryIn(folder, place.value, files);
    if (here.kind !== "absent") return here;
    if (folder === "/") return absent;
  }
}

function repositoryIn(
  folder: string,
  parent: FileStat,
  files: FileReader,
): Look<RepositoryLocation> {
  const path = joinPath(folder, ".git");
  const stat = files.stat(path);
  if (stat.kind !== "found") return stat;
  const isStrangers = stat.value.uid !== parent.uid && stat.value.uid !== 0;
  if (isStrangers && (parent.mode & 0o1002) === 0o1002) return absent;
  if (stat.value.kind === "link") return blocked("link", ".git is a link, which is not followed");
  if (stat.value.kind === "file") return throughGitFile(path, stat.value, folder, files);
  if (stat.value.kind !== "directory") return blocked("not-a-file", ".git is no folder");
  // git too takes such a folder for an ordinary one and looks further up.
  return isEmptyOfGit(path, files) ? absent : describeRepository(path, folder, files);
}

/** Nothing of a repository is there. One that lost its objects is broken, and says so. */
function isEmptyOfGit(gitDir: string, files: FileReader): boolean {
  const parts = ["objects", "HEAD", "refs", "packed-refs", "index", "config"];
  return parts.every((name) => files.stat(joinPath(gitDir, name)).kind === "absent");
}

/** `.git` is a file in linked worktrees and submodules: it names the real folder. */
function throughGitFile(
  path: string,
  stat: FileStat,
  workTree: string,
  files: FileReader,
): Look<RepositoryLocation> {
  const content = files.read(path, { maxBytes: 64 * 1024 });
  if (content.kind !== "found") return content;
  const target = /^gitdir: (.+?)\s*$/.exec(decodePath(content.value.bytes))?.[1];
  if (target === undefined) return blocked("parse", ".git is a file that names no folder");
  const gitDir = resolvePath(workTree, target);
  const place = files.stat(gitDir);
  if (place.kind === "absent") return blocked("io", ".git names a folder that is not there");
  if (place.kind === "blocked") return place;
  if (place.value.kind !== "directory") return blocked("link", ".git names what is no folder");
  // Whoever writes the file chooses the folder: it must be theirs, or name this place in turn.
  if (place.value.uid !== stat.uid && !pointsBack(gitDir, path, files)) {
    return blocked("permission", ".git names a folder of somebody else");
  }
  return describeRepository(gitDir, workTree, files);
}

function pointsBack(gitDir: string, path: string, files: FileReader): boolean {
  const back = files.read(joinPath(gitDir, "gitdir"), { maxBytes: 64 * 1024 });
  if (back.kind !== "found") return false;
  return resolvePath(gitDir, decodePath(back.value.bytes).trim()) === path;
}

/** The repository whose folder is `gitDir`. */
export function describeRepository(
  gitDir: string,
  workTree: string,
  files: FileReader,
): Look<RepositoryLocation> {
  const common = commonDirOf(gitDir, files);
  if (common.kind !== "found") return common;
  const commonDir = common.value;
  const objects = files.stat(joinPath(commonDir, "objects"));
  if (objects.kind === "absent") return blocked("git-failed", "the repository has no objects");
  if (objects.kind === "blocked") return objects;
  if (objects.value.kind === "link") return blocked("link", "its objects folder is a link");
  if (objects.value.kind !== "directory") return blocked("not-a-file", "objects is no folder");
  const refs = files.stat(joinPath(commonDir, "refs"));
  if (refs.kind === "blocked") return refs;
  if (refs.kind === "found" && refs.value.kind === "link") {
    return blocked("link", "its refs folder is a link");
  }
  if (refs.kind === "found" && refs.value.kind !== "directory") {
    return blocked("not-a-file", "refs is no folder");
  }
  const config = files.read(joinPath(commonDir, "config"));
  if (config.kind === "blocked") return config;
  const entries = config.kind === "found" ? parseGitConfig(decodePath(config.value.bytes)) : [];
  const format = entries.findLast(
    ({ section, key }) => section === "extensions" && key === "objectformat",
  )?.value;
  const objectFormat = format?.toLowerCase() === "sha256" ? "sha256" : "sha1";
  const partial = entries.some(
    ({ section, key, value }) =>
      (section === "remote" && key === "promisor" && value !== "false") ||
      (section === "extensions" && key === "partialclone"),
  );
  const shallow = files.stat(joinPath(commonDir, "shallow"));
  const isCut = shallow.kind === "found" && shallow.value.size > 0;
  return found({ gitDir, commonDir, workTree, objectFormat, shallow: isCut, partial });
}

/** A linked worktree has its own HEAD and index and shares the rest. */
function commonDirOf(gitDir: string, files: FileReader): Look<string> {
  const content = files.read(joinPath(gitDir, "commondir"), { maxBytes: 64 * 1024 });
  if (content.kind === "absent") return found(gitDir);
  if (content.kind === "blocked") return content;
  const commonDir = resolvePath(gitDir, decodePath(content.value.bytes).trim());
  const [mine, theirs] = [files.stat(gitDir), files.stat(commonDir)];
  if (theirs.kind !== "found") return blocked("io", "commondir names a folder that is not there");
  if (theirs.value.kind !== "directory")
    return blocked("link", "commondir names what is no folder");
  const isMine = mine.kind === "found" && mine.value.uid === theirs.value.uid;
  if (!isMine && commonDir !== parentOf(parentOf(gitDir))) {
    return blocked("permission", "commondir names a folder of somebody else");
  }
  return found(commonDir);
}

function isBare(folder: string, files: FileReader): boolean {
  const kindOf = (name: string) => {
    const stat = files.stat(joinPath(folder, name));
    return stat.kind === "found" ? stat.value.kind : undefined;
  };
  return (
    kindOf("HEAD") === "file" && kindOf("objects") === "directory" && kindOf("refs") === "directory"
  );
}
