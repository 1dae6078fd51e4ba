import type { FileReader } from "../core/ports/files.ts";
import type { GitProcess } from "../core/ports/git-process.ts";
import type { GitView } from "../core/ports/git-view.ts";
import type { Look } from "../core/look.ts";
import type { SecretMatcher } from "../core/ports/secret-search.ts";
import { found } from "../core/look.ts";
import { checkIgnored } from "./check-ignored.ts";
import type { OwnValue } from "./first-commits.ts";
import { firstCommits } from "./first-commits.ts";
import { locateRepository } from "./locate-repository.ts";
import { Repository } from "./repository.ts";

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
 * is asked for, and nothing twice. No git program ever sees the repository's configuration.
 */
export function openGitView(inputs: GitViewInputs): GitView {
  const { git, files, filesOf = () => files } = inputs;
  let located: Look<Repository> | undefined;
  const repository = (): Look<Repository> => (located ??= open(inputs, filesOf));
  const ask = async <T>(what: (repository: Repository) => Promise<Look<T>>): Promise<Look<T>> => {
    const here = repository();
    return here.kind === "found" ? what(here.value) : here;
  };
  return {
    get location() {
      const here = repository();
      return here.kind === "found" ? found(here.value.location) : here;
    },
    indexPaths: () => {
      const here = repository();
      return here.kind === "found" ? here.value.indexPaths() : here;
    },
    headPaths: () => ask((repo) => repo.headPaths()),
    ignored: (paths, rules) =>
      ask(async (repo) => {
        const ignoreFiles = await repo.ignoreFiles(rules);
        if (ignoreFiles.kind !== "found") return ignoreFiles;
        const { workTree } = repo.location;
        return checkIgnored({ workTree, files, git, readIgnoreFile: ignoreFiles.value }, paths);
      }),
    history: () => ask((repo) => repo.history()),
    ownFiles: () => ask((repo) => Promise.resolve(found(repo.ownFiles()))),
    firstCommits: () =>
      ask(async (repo) => {
        const matches = await repo.historyMatches();
        return matches.kind === "found" ? found(firstCommits(matches.value, inputs.own)) : matches;
      }),
    staged: () => ask((repo) => repo.staged()),
  };
}

function open(
  { root, files, git, matcher }: GitViewInputs,
  filesOf: (folder: string) => FileReader,
): Look<Repository> {
  const location = locateRepository(root, files);
  if (location.kind !== "found") return location;
  return found(new Repository(location.value, { filesOf, git, matcher }));
}
