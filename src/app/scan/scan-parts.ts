import { noneInGitConfig } from "../../audits/secrets/none-in-git-config.ts";
import { noneInHistory } from "../../audits/secrets/none-in-history.ts";
import { noneInWorktree } from "../../audits/secrets/none-in-worktree.ts";
import type { AuditMeta } from "../../core/audit.ts";
import { environmentError } from "../../core/error.ts";
import type { Look } from "../../core/look.ts";
import type { SearchResult, SecretMatcher } from "../../core/ports/secret-search.ts";
import { searchStream } from "../../sources/search-stream.ts";
import { mergeResults, resultOrGap } from "../audit/merge-results.ts";
import type { ScanOptions } from "./scan-options.ts";
import { type FileChoice, type ScanPlace, type ScanPorts, chooseFiles } from "./scan-place.ts";

/** One row of the report: an audit with the sources that stand for it. */
export interface ScanPart {
  readonly meta: AuditMeta;
  /** For progress. */
  readonly what: string;
  /** Ends the message of a finding. */
  readonly where: string;
  readonly search: () => Promise<SearchResult>;
}

interface ScanSources {
  readonly places: readonly ScanPlace[];
  readonly matcher: SecretMatcher;
}

/** The rows that the options ask for. */
export function scanParts(
  ports: ScanPorts,
  options: ScanOptions,
  { places, matcher }: ScanSources,
): readonly ScanPart[] {
  const { stdin, staged, history } = options;
  if (staged || history) for (const place of places) requireRepository(place);
  const searched = history || !staged ? places : [];
  const parts: ScanPart[] = [];
  if (searched.length > 0 || stdin) {
    parts.push({
      meta: noneInWorktree.meta,
      what: "files",
      where: "in a file",
      search: async () =>
        mergeResults([
          ...(stdin ? [await searchStream(stdin, matcher)] : []),
          ...(await eachPlace(searched, (place) =>
            searchPlace(ports, place, { all: history || !options.ignore, history, places }),
          )),
        ]),
    });
  }
  if (staged || history) {
    parts.push({
      meta: noneInHistory.meta,
      what: history ? "git history" : "staged changes",
      where: history ? "in git history" : "in what the next commit would add",
      search: async () =>
        mergeResults([
          ...(staged ? await eachPlace(places, searchStaged) : []),
          ...(history
            ? await eachPlace(places, ({ git }) => whole(git.history(), "git history"))
            : []),
        ]),
    });
  }
  if (history) {
    parts.push({
      meta: noneInGitConfig.meta,
      what: "git's own files",
      where: "in git's own files",
      search: async () =>
        mergeResults(
          await eachPlace(places, ({ git }) => whole(git.ownFiles(), "git's own files")),
        ),
    });
  }
  return parts;
}

async function eachPlace(
  places: readonly ScanPlace[],
  search: (place: ScanPlace) => Promise<SearchResult>,
): Promise<readonly SearchResult[]> {
  const results: SearchResult[] = [];
  for (const place of places) results.push(await search(place));
  return results;
}

async function searchPlace(
  ports: ScanPorts,
  place: ScanPlace,
  choice: FileChoice,
): Promise<SearchResult> {
  const chosen = await chooseFiles(place, ports, choice);
  const result = await place.secrets.inFiles(chosen.paths);
  return {
    matches: result.matches,
    gaps: [...chosen.gaps, ...result.gaps],
    inputs: { ...result.inputs, envFiles: chosen.envFiles },
  };
}

/** A repository with nothing staged is an input all the same: it is clean. */
async function searchStaged({ git }: ScanPlace): Promise<SearchResult> {
  const staged = await whole(git.staged(), "staged changes");
  return { ...staged, inputs: { ...staged.inputs, repositories: 1 } };
}

async function whole(look: Promise<Look<SearchResult>>, what: string): Promise<SearchResult> {
  return resultOrGap(await look, what);
}

/** Where history was asked for, no repository is no clean result. */
function requireRepository({ path, git }: ScanPlace): void {
  if (git.location.kind !== "absent") return;
  throw environmentError(
    "NO_REPOSITORY",
    `there is no git repository at ${path}`,
    "scan the files alone: leave out --history and --staged",
  );
}
