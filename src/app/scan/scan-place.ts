import path from "node:path";
import { isEnvFileName } from "../../core/install/env-names.ts";
import { environmentError } from "../../core/error.ts";
import type { GitView } from "../../core/ports/git-view.ts";
import type { FileKind } from "../../core/ports/files.ts";
import { type Gap, type Reason, gap } from "../../core/look.ts";
import { baseName, isInside, parentOf } from "../../core/text/path-text.ts";
import type { SecretMatcher, SecretSearch } from "../../core/ports/secret-search.ts";
import { linksOut } from "../../core/install/links-out.ts";
import { otherRepositories } from "../../core/install/other-repositories.ts";
import { openGitView } from "../../history/open-git-view.ts";
import { createSecretSearch } from "../../sources/search-files.ts";
import type { Ports } from "../ports.ts";

/** One path of the command line, opened. */
export interface ScanPlace {
  /** Absolute, links resolved. */
  readonly path: string;
  readonly isFolder: boolean;
  /** Top of the repository around it, else the folder it is or lies in. */
  readonly top: string;
  readonly git: GitView;
  readonly secrets: SecretSearch;
}

export type ScanPorts = Pick<
  Ports,
  | "assertTrusted"
  | "clock"
  | "config"
  | "cwd"
  | "filesOf"
  | "git"
  | "host"
  | "keyedHash"
  | "ruleFiles"
  | "tool"
  | "treeOf"
> & { readonly hostName: string };

/** @throws GuardError `NO_SUCH_PATH` */
export function openPlace(ports: ScanPorts, given: string, matcher: SecretMatcher): ScanPlace {
  const real = ports.host.realPath(path.resolve(ports.cwd, given));
  const stat = real.kind === "found" ? ports.host.stat(real.value) : real;
  if (real.kind !== "found" || stat.kind !== "found") {
    const why = stat.kind === "blocked" ? stat.reason.text : "there is no such file or folder";
    throw environmentError("NO_SUCH_PATH", `cannot scan ${given}: ${why}`);
  }
  const isFolder = stat.value.kind === "directory";
  const folder = isFolder ? real.value : parentOf(real.value);
  const files = ports.filesOf(folder);
  const filesOf = (root: string) => ports.filesOf(root);
  const git = openGitView({ root: folder, files, filesOf, git: ports.git, matcher, own: [] });
  const { location } = git;
  return {
    path: real.value,
    isFolder,
    top: location.kind === "found" ? location.value.workTree : folder,
    git,
    secrets: createSecretSearch({ files, matcher }),
  };
}

export interface ChosenFiles {
  readonly paths: readonly string[];
  readonly gaps: readonly Gap[];
  /** Untracked, ignored env files, which are left out: secrets belong there. */
  readonly envFiles: number;
}

export interface FileChoice {
  /** Files that git ignores too. */
  readonly all: boolean;
  readonly history: boolean;
  /** All that is searched: what is mounted in one of them may be another one. */
  readonly places: readonly Pick<ScanPlace, "path">[];
}

/** What naming the thing itself has searched. */
const scanReasons: Readonly<Partial<Record<FileKind, Reason>>> = {
  mount: { code: "filesystem", text: "mounted from elsewhere; scan it too" },
  "hard-link": { code: "link", text: "a hard link to somebody else's file; scan it too" },
};

/**
 * The files of a place that are searched. Left out are files that git ignores, unless `all` is
 * wanted or the file was named itself, and env files that git ignores in any case. Where git
 * cannot say, nothing is left out.
 */
export async function chooseFiles(
  place: ScanPlace,
  { treeOf, host }: Pick<ScanPorts, "treeOf" | "host">,
  { all, history, places }: FileChoice,
): Promise<ChosenFiles> {
  const tree = place.isFolder ? treeOf(place.path) : undefined;
  const paths = tree
    ? tree.entries.filter(({ stat }) => stat.kind === "file").map((entry) => entry.path)
    : [place.path];
  const links = (tree?.entries ?? []).filter(({ stat }) => stat.kind === "link");
  const unread = new Map(
    (tree?.entries ?? []).flatMap(({ path, stat }) => {
      const reason = scanReasons[stat.kind];
      return reason && baseName(path) !== ".git" ? [[path, reason] as const] : [];
    }),
  );
  const others = [...links.map((each) => each.path), ...unread.keys()];
  const ignored = await ignoredBy(place.git, [...paths, ...others]);
  const { location } = place.git;
  // Compressed, and the business of history.
  const objects = location.kind === "found" ? `${location.value.commonDir}/objects` : undefined;
  const chosen: string[] = [];
  let envFiles = 0;
  for (const each of paths) {
    if (objects !== undefined && place.path !== each && isInside(objects, each)) continue;
    if (!ignored.has(each)) chosen.push(each);
    else if (isEnvFileName(baseName(each))) envFiles += 1;
    else if (all || !place.isFolder) chosen.push(each);
  }
  const tracked = place.git.indexPaths();
  // What git keeps of a link is its text, which no file of the repository is behind.
  const known = new Set(tracked.kind === "found" ? tracked.value : []);
  const followed = links.filter(({ path }) => !known.has(path) && (all || !ignored.has(path)));
  const workTree = location.kind === "found" ? location.value.workTree : undefined;
  const isLeftOut = (path: string) =>
    (!all && ignored.has(path)) || places.some((each) => each.path === path);
  const gaps = [
    ...(tree?.gaps ?? []).filter(({ what }) => !unread.has(what)),
    ...[...unread].flatMap(([path, reason]) => (isLeftOut(path) ? [] : [gap(path, reason)])),
    ...linksOut(followed, place.top, host),
    ...(history ? otherRepositories(tree?.entries ?? [], workTree) : []),
  ];
  return { paths: chosen, gaps, envFiles };
}

/** Untracked and ignored. */
async function ignoredBy(git: GitView, paths: readonly string[]): Promise<ReadonlySet<string>> {
  const tracked = git.indexPaths();
  if (tracked.kind !== "found") return new Set();
  const known = new Set(tracked.value);
  const untracked = paths.filter((each) => !known.has(each));
  const verdicts = untracked.length > 0 ? await git.ignored(untracked, "disk") : undefined;
  if (verdicts?.kind !== "found") return new Set();
  return new Set(verdicts.value.filter((each) => each.ignored).map((each) => each.path));
}
