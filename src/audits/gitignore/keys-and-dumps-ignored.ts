import type { AuditContext } from "../../core/audit-context.ts";
import type { Audit } from "../../core/audit.ts";
import { isEnvCopyName, isEnvFileName } from "../../core/install/env-names.ts";
import type { FindingDraft } from "../../core/finding.ts";
import { filesOfCheckout } from "../../core/install/git-tree-files.ts";
import type { RepositoryLocation } from "../../core/ports/git-view.ts";
import { ignoreLineFor, ignoreLineForName } from "../../core/install/ignore-line.ts";
import { type Gap, gap } from "../../core/look.ts";
import { conclude, notApplicable, unknown } from "../../core/outcome.ts";
import {
  baseName,
  compareText,
  isInside,
  joinPath,
  relativeTo,
} from "../../core/text/path-text.ts";
import { judgePrivateFile } from "../../core/install/private-content.ts";
import { privateKindOf } from "../../core/install/private-names.ts";
import { wordList } from "../../core/text/word-list.ts";

export const keysAndDumpsIgnored: Audit = {
  meta: {
    id: "gitignore/keys-and-dumps-ignored",
    title: "Git ignores the private keys, dumps, logs and backups in the tree",
    rule: 1,
    severity: "medium",
    why: "A dump holds all customers, a log holds tokens and addresses, a private key is a certificate's whole worth. They lie in the project folder for an afternoon and stay in the history for ever.",
    remedy:
      "Add lines such as `*.sql`, `*.log` and `*.key` to .gitignore and commit it; better still, keep dumps and keys outside the project folder.",
    needs: ["git"],
    references: [
      "https://git-scm.com/docs/gitignore",
      "https://cwe.mitre.org/data/definitions/538.html",
    ],
  },
  async run(context) {
    const { git } = context;
    if (git.location.kind === "absent") return notApplicable("it is in no git repository");
    if (git.location.kind === "blocked") return unknown(git.location.reason, "the repository");
    const repository = git.location.value;
    const tree = context.tree();
    const files = privateFiles(context, repository);
    // Asked even when there is nothing to ask about: without git nothing is known.
    const probe = joinPath(context.install.root, ".gitignore");
    const answer = await git.ignored([...files, probe], "disk");
    if (answer.kind === "blocked") return unknown(answer.reason, "the ignore files");
    const verdicts = answer.kind === "found" ? answer.value : [];
    const open = verdicts.flatMap(({ path, ignored }) => (ignored || path === probe ? [] : [path]));
    const index = git.indexPaths();
    const tracked = new Set(index.kind === "found" ? index.value : []);
    const gaps: Gap[] = [...tree.gaps];
    if (index.kind === "blocked") gaps.push(gap("the index", index.reason));
    const taken = open.filter((path) => {
      const verdict = judgePrivateFile(path, tracked.has(path), context.files);
      if (verdict.kind === "blocked") gaps.push(gap(path, verdict.reason));
      return verdict.kind === "found" && verdict.value;
    });
    const findings = taken.length > 0 ? [findingOf(taken, tracked, repository, context)] : [];
    return conclude({ findings, gaps });
  },
};

/** Env files and their copies are gitignore/env-ignored's. */
function privateFiles(context: AuditContext, repository: RepositoryLocation): readonly string[] {
  return filesOfCheckout(context.tree(), repository).filter((path) => {
    const name = baseName(path);
    return privateKindOf(name) !== undefined && !isEnvCopyName(name) && !isEnvFileName(name);
  });
}

function findingOf(
  taken: readonly string[],
  tracked: ReadonlySet<string>,
  { workTree }: RepositoryLocation,
  { install }: AuditContext,
): FindingDraft {
  const folder = isInside(workTree, install.root) ? install.root : workTree;
  const path = joinPath(folder, ".gitignore");
  const kept = [...tracked].filter((each) => !taken.includes(each));
  const lines = new Set(taken.map((each) => lineFor(each, folder, kept)));
  const add = [...lines].toSorted(byKind);
  return {
    message: `git would take ${wordList(add)}`,
    location: { kind: "file", path },
    alsoAt: taken.map((each) => ({ kind: "file" as const, path: each })),
    occurrences: taken.length,
    fix: {
      title: "let git ignore keys, dumps, logs and backups",
      safety: "safe",
      edits: [{ kind: "ignore-lines", path, add }],
    },
  };
}

/** By ending where nothing that git keeps on purpose has the same, else this one file. */
function lineFor(path: string, folder: string, kept: readonly string[]): string {
  const name = baseName(path);
  const ending = endingOf(name);
  if (ending === undefined) {
    return /^id_[a-z0-9]+$/.test(name)
      ? ignoreLineForName(name)
      : ignoreLineFor(relativeTo(folder, path));
  }
  return kept.some((each) => each.endsWith(ending))
    ? ignoreLineFor(relativeTo(folder, path))
    : `*${ending}`;
}

/** `.sql`, `.sql.gz`, `.log`; undefined where the ending alone says too little. */
function endingOf(name: string): string | undefined {
  if (/^[^.]+$/.test(name)) return undefined;
  return /\.(?:sql|dump|dmp|rdb|sqlite3?|mdb|log|pem|key|p12|pfx|jks|ppk|bak|backup|old|orig)(?:\.(?:gz|bz2|xz|zst|zip|age|gpg))?$/.exec(
    name,
  )?.[0];
}

const kinds = ["key", "dump", "backup", "log", undefined];

/** Keys first, then dumps, backups and logs, as the title has them. */
function byKind(a: string, b: string): number {
  const rank = (line: string) => kinds.indexOf(privateKindOf(line.replace("*", "x")));
  return rank(a) - rank(b) || compareText(a, b);
}
