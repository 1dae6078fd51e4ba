import type { AuditContext } from "../../core/audit-context.ts";
import { envListGaps } from "../../core/install/seen-env-files.ts";
import type { Audit } from "../../core/audit.ts";
import { isEnvCopyName, isEnvExampleName, isEnvFileName } from "../../core/install/env-names.ts";
import { commandWord } from "../../core/text/command-word.ts";
import type { FindingDraft } from "../../core/finding.ts";
import { type Gap, type Look, gap } from "../../core/look.ts";
import { conclude, notApplicable, unknown } from "../../core/outcome.ts";
import { baseName, compareText, relativeTo } from "../../core/text/path-text.ts";
import { seemsRandom } from "../../core/secrets/secret-shape.ts";
import { shownPath } from "../../core/install/shown-path.ts";

export const envUntracked: Audit = {
  meta: {
    id: "gitignore/env-untracked",
    title: "Git tracks no env file",
    rule: 1,
    severity: "critical",
    why: "A tracked env file goes into every clone, every fork and every backup of the repository, and each change of a key is kept for ever. .gitignore has no effect on a file that is tracked already.",
    remedy:
      "`git rm --cached .env`, commit, and add it to .gitignore; the file itself stays. Older commits still hold the values: rotate every credential in it. Rewriting the history does not help against copies.",
    needs: ["git"],
    references: [
      "https://git-scm.com/docs/git-rm",
      "https://docs.github.com/en/authentication/keeping-your-account-and-data-secure/removing-sensitive-data-from-a-repository",
    ],
  },
  async run(context) {
    const { git } = context;
    if (git.location.kind === "absent") return notApplicable("it is in no git repository");
    if (git.location.kind === "blocked") return unknown(git.location.reason, "the repository");
    const { workTree } = git.location.value;
    const index = git.indexPaths();
    const head = await git.headPaths();
    const gaps: Gap[] = [
      ...gapOf("the index", index),
      ...gapOf("HEAD", head),
      ...envListGaps(context.install),
    ];
    const [staged, committed] = [new Set(pathsOf(index)), new Set(pathsOf(head))];
    const findings: FindingDraft[] = [];
    for (const path of [...new Set([...staged, ...committed])].toSorted(compareText)) {
      const verdict = await isCredentialFile(path, context);
      gaps.push(...verdict.gaps);
      if (verdict.holds) {
        const places = { staged: staged.has(path), committed: committed.has(path) };
        findings.push(findingOf(path, places, workTree, context));
      }
    }
    return conclude({ findings, gaps });
  },
};

function gapOf(what: string, look: Look<unknown>): readonly Gap[] {
  return look.kind === "blocked" ? [gap(what, look.reason)] : [];
}

function pathsOf(look: Look<readonly string[]>): readonly string[] {
  return look.kind === "found" ? look.value : [];
}

/** An env file or a copy of one always; an example when real credentials stand in it. */
async function isCredentialFile(
  path: string,
  context: AuditContext,
): Promise<{ readonly holds: boolean; readonly gaps: readonly Gap[] }> {
  const name = baseName(path);
  if (!isEnvExampleName(name)) {
    const isNamed = context.install.envFiles.some((file) => file.path === path);
    return { holds: isNamed || isEnvFileName(name) || isEnvCopyName(name), gaps: [] };
  }
  const named = context.credentialsIn(path);
  const { matches, gaps } = await context.secrets.inFiles([path]);
  const isRandom = named.kind === "found" && named.value.some(({ value }) => seemsRandom(value));
  // The search reads more than can be taken apart line by line.
  const unread =
    named.kind === "blocked" && gaps.length === 0
      ? [gap(path, named.reason)]
      : gapOfAbsent(path, named);
  return { holds: matches.length > 0 || isRandom, gaps: [...gaps, ...unread] };
}

function gapOfAbsent(path: string, look: Look<unknown>): readonly Gap[] {
  if (look.kind !== "absent") return [];
  return [gap(path, { code: "io", text: "git has it, but it is not on the disk" })];
}

function findingOf(
  path: string,
  { staged, committed }: { readonly staged: boolean; readonly committed: boolean },
  workTree: string,
  { install }: AuditContext,
): FindingDraft {
  const name = shownPath(install, path);
  const where = staged && committed ? "" : staged ? ", not committed yet" : " in the last commit";
  const what = isEnvExampleName(baseName(path)) ? "holds credentials and is tracked" : "is tracked";
  const at = workTree === install.root ? "git" : `git -C ${commandWord(workTree)}`;
  const command = `${at} rm --cached -- ${commandWord(relativeTo(workTree, path))}`;
  return {
    message: `${name} ${what} by git${where}`,
    location: { kind: "file", path },
    remedy: staged
      ? `${command}; then commit, and rotate what it holds`
      : "commit its removal, and rotate what it holds",
  };
}
