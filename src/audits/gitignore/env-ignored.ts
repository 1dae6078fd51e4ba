import type { AuditContext } from "../../core/audit-context.ts";
import { envListGaps } from "../../core/install/seen-env-files.ts";
import type { Audit } from "../../core/audit.ts";
import { isEnvCopyName, isEnvExampleName, isEnvFileName } from "../../core/install/env-names.ts";
import type { FindingDraft } from "../../core/finding.ts";
import type { FixPlan } from "../../core/fix.ts";
import { filesOfCheckout } from "../../core/install/git-tree-files.ts";
import type { RepositoryLocation } from "../../core/ports/git-view.ts";
import { ignoreLineForName } from "../../core/install/ignore-line.ts";
import type { FileStat } from "../../core/ports/files.ts";
import { type Look, gap } from "../../core/look.ts";
import { conclude, notApplicable, unknown } from "../../core/outcome.ts";
import { baseName, compareText, isInside, joinPath } from "../../core/text/path-text.ts";
import { shownPath } from "../../core/install/shown-path.ts";
import { wordList } from "../../core/text/word-list.ts";

/** Names that come sooner or later, so they count even where there is no such file yet. */
const usualNames = [".env", ".env.local", ".env.production", ".env.backup"];

export const envIgnored: Audit = {
  meta: {
    id: "gitignore/env-ignored",
    title: "Git ignores every env file and its copies",
    rule: 1,
    severity: "high",
    why: "One `git add .` is enough to put every key into the history, from where it is never quite removed, and one push to hand it to everybody with access. An exclude file of your own does not protect the next clone.",
    remedy:
      "Add the lines `.env*`, `!.env.example` and `!.env.sample` to .gitignore, in this order and behind all others, and commit it. `git check-ignore -v .env` shows which line decides.",
    needs: ["git"],
    references: ["https://git-scm.com/docs/gitignore", "https://git-scm.com/docs/git-check-ignore"],
  },
  async run(context) {
    const { git } = context;
    if (git.location.kind === "absent") return notApplicable("it is in no git repository");
    if (git.location.kind === "blocked") return unknown(git.location.reason, "the repository");
    const repository = git.location.value;
    const tree = context.tree();
    const gaps = [...tree.gaps, ...envListGaps(context.install)];
    const names = envNames(context, repository);
    const onDisk = await git.ignored([...names], "disk");
    if (onDisk.kind !== "found") {
      return onDisk.kind === "blocked"
        ? unknown(onDisk.reason, "the ignore files")
        : notApplicable("it is in no git repository");
    }
    const taken = onDisk.value.filter(({ ignored }) => !ignored).map(({ path }) => path);
    if (taken.length > 0) {
      return conclude({ findings: [findingOf(taken, repository, context)], gaps });
    }
    const inHead = await git.ignored([...names], "head");
    const unseen =
      inHead.kind === "blocked" ? [gap("the ignore files of HEAD", inHead.reason)] : [];
    const later = inHead.kind === "found" ? inHead.value.filter(({ ignored }) => !ignored) : [];
    const findings = later.length > 0 ? [uncommitted(later[0]?.path ?? "", context)] : [];
    return conclude({ findings, gaps: [...gaps, ...unseen] });
  },
};

/** What is there first, so that messages name real files. */
function envNames(context: AuditContext, repository: RepositoryLocation): ReadonlySet<string> {
  const { install } = context;
  const known = install.envFiles
    .filter(({ path, stat }) => isName(stat) && isInside(repository.workTree, path))
    .map(({ path }) => path);
  const inTree = filesOfCheckout(context.tree(), repository).filter((path) => {
    const name = baseName(path);
    return isEnvFileName(name) || isEnvCopyName(name);
  });
  const here = [...known, ...inTree].filter((path) => !isEnvExampleName(baseName(path)));
  const usual = usualNames.map((name) => joinPath(install.root, name));
  return new Set([...here.toSorted(compareText), ...usual]);
}

/** Whether git could take the name: not a folder, which a broken `env_file:` may name. */
function isName(stat: Look<FileStat>): boolean {
  return stat.kind === "blocked" || (stat.kind === "found" && stat.value.kind !== "directory");
}

function findingOf(
  taken: readonly string[],
  repository: RepositoryLocation,
  context: AuditContext,
): FindingDraft {
  const { install } = context;
  const here = taken.filter((path) => isThere(path, context));
  const names = (here.length > 0 ? here : taken).map((path) => shownPath(install, path));
  // A file beside the install needs a line in the ignore file above both.
  const isAllInside = taken.every((path) => isInside(install.root, path));
  const folder = isAllInside ? install.root : repository.workTree;
  const ignoreFile = joinPath(folder, ".gitignore");
  return {
    message: `git would take ${wordList(names)}`,
    location: { kind: "file", path: ignoreFile },
    alsoAt: taken.map((path) => ({ kind: "file" as const, path })),
    occurrences: taken.length,
    fix: fixOf(ignoreFile, taken, context),
  };
}

function isThere(path: string, context: AuditContext): boolean {
  return (
    context.install.envFiles.some((file) => file.path === path) ||
    context.tree().entries.some((entry) => entry.path === path)
  );
}

function fixOf(path: string, taken: readonly string[], context: AuditContext): FixPlan {
  const names = taken.map(baseName);
  const examples = context
    .tree()
    .entries.map((entry) => baseName(entry.path))
    .filter((name) => name.startsWith(".env") && isEnvExampleName(name));
  const kept = [...new Set([".env.example", ".env.sample", ...examples.toSorted(compareText)])];
  const others = new Set(
    names.filter((name) => !name.startsWith(".env")).map((name) => ignoreLineForName(name)),
  );
  const star = names.some((name) => name.startsWith(".env"))
    ? [".env*", ...kept.map((name) => `!${name}`)]
    : [];
  return {
    title: "let git ignore env files",
    safety: "safe",
    edits: [{ kind: "ignore-lines", path, add: [...star, ...others] }],
  };
}

function uncommitted(path: string, { install }: AuditContext): FindingDraft {
  return {
    severity: "low",
    message: `${shownPath(install, path)} is ignored here, but not in the last commit`,
    location: { kind: "file", path: joinPath(install.root, ".gitignore") },
    remedy: "commit it: git add .gitignore && git commit -m 'Ignore env files' .gitignore",
  };
}
