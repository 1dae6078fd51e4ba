import { fixedPath } from "../children/fixed-path.ts";

export interface GitFolders {
  readonly gitDir: string;
  readonly objects?: string;
  readonly workTree?: string;
}

/**
 * The whole environment of a git child: nothing is inherited, no configuration but our private
 * repository's is read, nothing is fetched, nothing is hidden by replacements or grafts.
 */
export function gitEnvironment(
  { gitDir, objects, workTree }: GitFolders,
  path = fixedPath,
): Record<string, string> {
  return {
    PATH: path,
    LC_ALL: "C",
    HOME: "/nonexistent",
    XDG_CONFIG_HOME: "/nonexistent",
    GIT_CONFIG_NOSYSTEM: "1",
    GIT_CONFIG_GLOBAL: "/dev/null",
    GIT_CONFIG_SYSTEM: "/dev/null",
    GIT_ATTR_NOSYSTEM: "1",
    GIT_NO_LAZY_FETCH: "1",
    GIT_ALLOW_PROTOCOL: "none",
    GIT_NO_REPLACE_OBJECTS: "1",
    GIT_GRAFT_FILE: "/dev/null",
    GIT_OPTIONAL_LOCKS: "0",
    GIT_TERMINAL_PROMPT: "0",
    GIT_DIR: gitDir,
    ...(objects === undefined ? {} : { GIT_OBJECT_DIRECTORY: objects }),
    ...(workTree === undefined ? {} : { GIT_WORK_TREE: workTree }),
  };
}

/** Before the subcommand of every git child; our own repository needs none of it, by design. */
export const gitArguments: readonly string[] = [
  "--no-pager",
  "--no-optional-locks",
  ...[
    "core.fsmonitor=false",
    "core.hooksPath=/dev/null",
    "core.excludesFile=/dev/null",
    "core.attributesFile=/dev/null",
    "core.commitGraph=false",
    "core.multiPackIndex=false",
    "log.showSignature=false",
    "advice.graftFileDeprecated=false",
    "protocol.allow=never",
  ].flatMap((setting) => ["-c", setting]),
];
