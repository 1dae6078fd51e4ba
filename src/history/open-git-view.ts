import type { FileReader } from "../core/ports/files.ts";
import type { GitProcess } from "../core/ports/git-process.ts";
import type { GitView } from "../core/ports/git-view.ts";
import type { Look } from "../core/look.ts";
import type { SecretMatcher } from "../core/ports/secret-search.ts";
import { found } from "../core/look.ts";
import { once } from "../core/once.ts";
import { joinPath } from "../core/text/path-text.ts";
import type { OwnValue } from "./first-commits.ts";
import { locateRepository } from "./locate-repository.ts";
import { readIndex } from "./read-index.ts";
import type { Repository } from "./repository.ts";

export interface GitViewInputs {
  /** Absolute, links resolved. */
  readonly root: string;
  /** Follows no link. The repository may lie above `root`. */
  readonly files: FileReader;
  /** A reader that follows no link below the folder given; default: `files` for all. */
  readonly filesOf?: (folder: string) => FileReader;
  readonly git: GitProcess;
  readonly matcher: SecretMatcher;
  /** Values whose age is wanted. */
  readonly own: readonly OwnValue[];
}

/**
 * The repository around `root`, with everything the product reads of it. Nothing is read before it
 * is asked for, and nothing twice; what searches objects is loaded where there are any. No git
 * program ever sees the repository's configuration.
 */
export function openGitView(inputs: GitViewInputs): GitView {
  const { root, git, files, matcher, filesOf = () => files } = inputs;
  const location = once(() => locateRepository(root, files));
  const index = once(() => {
    const here = location();
    if (here.kind !== "found") return here;
    const { gitDir, commonDir, objectFormat } = here.value;
    return readIndex(gitDir, objectFormat, filesOf(commonDir));
  });
  const repository = once(async (): Promise<Look<Repository>> => {
    const here = location();
    if (here.kind !== "found") return here;
    const { Repository: Opened } = await import("./repository.ts");
    return found(new Opened(here.value, { filesOf, git, matcher, index }));
  });
  const ask = async <T>(what: (repository: Repository) => Promise<Look<T>>): Promise<Look<T>> => {
    const here = await repository();
    return here.kind === "found" ? what(here.value) : here;
  };
  return {
    get location() {
      return location();
    },
    indexPaths: () => {
      const here = location();
      if (here.kind !== "found") return here;
      const entries = index();
      if (entries.kind !== "found") return entries;
      const { workTree } = here.value;
      return found([...new Set(entries.value.map(({ path }) => joinPath(workTree, path)))]);
    },
    headPaths: () => ask((repo) => repo.headPaths()),
    ignored: (paths, rules) => ask((repo) => repo.ignored(paths, rules)),
    history: () => ask((repo) => repo.history()),
    ownFiles: () => ask((repo) => Promise.resolve(found(repo.ownFiles()))),
    firstCommits: () => ask((repo) => repo.firstCommits(inputs.own)),
    staged: () => ask((repo) => repo.staged()),
  };
}
