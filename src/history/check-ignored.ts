import type { FileReader } from "../core/ports/files.ts";
import type { GitProcess } from "../core/ports/git-process.ts";
import type { IgnoreVerdict } from "../core/ports/git-view.ts";
import type { Look } from "../core/look.ts";
import { found } from "../core/look.ts";
import { isInside, joinPath, relativeTo } from "../core/text/path-text.ts";

/** The ignore file of a folder (relative to the top, empty for the top itself). */
export type ReadIgnoreFile = (path: string) => Look<Uint8Array>;

export interface IgnoreInputs {
  readonly workTree: string;
  readonly files: FileReader;
  readonly git: GitProcess;
  readonly readIgnoreFile: ReadIgnoreFile;
}

/**
 * Would the ignore files of the tree make git pass over these absolute paths? Only those on the
 * way to a path can say so; a private `info/exclude` or a global file does not count.
 */
export async function checkIgnored(
  { workTree, files, git, readIgnoreFile }: IgnoreInputs,
  paths: readonly string[],
): Promise<Look<readonly IgnoreVerdict[]>> {
  const asked = paths
    .filter((path) => isInside(workTree, path) && path !== workTree)
    .map((path) => ({ path, relative: relativeTo(workTree, path) }))
    .filter(({ relative }) => !relative.split("/").includes(".git"));
  const ignoreFiles: { path: string; bytes: Uint8Array }[] = [];
  for (const folder of new Set(asked.flatMap(({ relative }) => foldersAbove(relative)))) {
    const name = folder === "" ? ".gitignore" : `${folder}/.gitignore`;
    const content = readIgnoreFile(name);
    // git does not follow such a link either: its rules do not count.
    if (content.kind === "blocked" && content.reason.code !== "link") return content;
    if (content.kind === "found") ignoreFiles.push({ path: name, bytes: content.value });
  }
  const isFolder = (path: string) => {
    const stat = files.stat(path);
    if (stat.kind === "blocked") return stat.reason.code === "filesystem";
    return stat.kind === "found" && stat.value.kind === "directory";
  };
  const answers = await git.checkIgnore({
    files: ignoreFiles,
    folders: asked.filter(({ path }) => isFolder(path)).map(({ relative }) => relative),
    paths: [...new Set(asked.map(({ relative }) => relative))],
  });
  if (answers.kind !== "found") return answers;
  const verdicts = new Map<string, Omit<IgnoreVerdict, "path">>();
  for (const { path, pattern, source, line } of answers.value) {
    const isIgnored = pattern !== undefined && !pattern.startsWith("!");
    const rule = source === undefined ? {} : { rule: `${source}:${line ?? 0}` };
    verdicts.set(joinPath(workTree, path), { ignored: isIgnored, ...rule });
  }
  return found(paths.map((path) => ({ path, ...(verdicts.get(path) ?? { ignored: false }) })));
}

/** `a/b/c` → ``, `a`, `a/b`. */
function foldersAbove(path: string): string[] {
  const parts = path.split("/");
  return parts.map((_part, index) => parts.slice(0, index).join("/"));
}
