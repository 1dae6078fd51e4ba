import { openGitView } from "../../src/history/open-git-view.ts";
import type { GitViewInputs } from "../../src/history/open-git-view.ts";
import { createInstallFiles } from "../../src/platform/files/file-reader.ts";
import { createGitProcess } from "../../src/platform/git/git-process.ts";
import type { GitView } from "../../src/core/ports/git-view.ts";
import type { Look } from "../../src/core/look.ts";
import { literalMatcher } from "./literal-matcher.ts";

/** The git view of a folder with all its real parts. */
export function gitView(root: string, changes: Partial<GitViewInputs> = {}): GitView {
  return openGitView({
    root,
    files: createInstallFiles(root),
    filesOf: createInstallFiles,
    git: createGitProcess(),
    matcher: literalMatcher(),
    own: [],
    ...changes,
  });
}

/** The value of a look that must have found something. */
export function valueOf<T>(look: Look<T>): T {
  if (look.kind === "found") return look.value;
  throw new Error(look.kind === "absent" ? "absent" : `blocked: ${look.reason.text}`);
}
