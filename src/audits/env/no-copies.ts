import type { AuditContext } from "../../core/audit-context.ts";
import type { Audit } from "../../core/audit.ts";
import type { EnvCopy } from "../../core/install/env-copy.ts";
import { findEnvCopies, readEnvCopy } from "../../core/install/env-copy.ts";
import { ownValueGaps } from "../../core/install/env-gaps.ts";
import { plural } from "../../core/exit.ts";
import type { FindingDraft } from "../../core/finding.ts";
import type { FixPlan } from "../../core/fix.ts";
import { type Gap, gap } from "../../core/look.ts";
import { formatMode, groupBits, otherBits } from "../../core/install/mode.ts";
import { conclude } from "../../core/outcome.ts";
import { uniqueGaps } from "../../core/unique-gaps.ts";
import { isInside } from "../../core/text/path-text.ts";
import { unlistedRoot } from "../../core/install/seen-env-files.ts";
import { shownPath } from "../../core/install/shown-path.ts";
import { wordList } from "../../core/text/word-list.ts";

export const noCopies: Audit = {
  meta: {
    id: "env/no-copies",
    title: "No copy of an env file with credentials lies open or in the web root",
    rule: 2,
    severity: "high",
    why: "Editors and careful people leave .env.bak, .env~ or env.txt behind. Such a copy gets ordinary permissions, is not known to the web server's rules for .env, and outlives every rotation of the original.",
    remedy:
      "Delete it once you are sure that the live env file has all you need: `diff .env .env.bak`, then `shred -u .env.bak`. Credentials that were inside the web root count as leaked: rotate them.",
    needs: [],
    references: [
      "https://cwe.mitre.org/data/definitions/530.html",
      "https://owasp.org/www-project-web-security-testing-guide/",
    ],
  },
  async run(context) {
    const tree = context.tree();
    const { copies, gaps } = findEnvCopies(tree, context.install);
    const findings: FindingDraft[] = [];
    const unread: Gap[] = [...tree.gaps, ...gaps];
    for (const { path, stat } of copies) {
      const site = siteWith(path, context);
      const openBits = groupBits(stat) | otherBits(stat);
      if (site.kind === "blocked" && (openBits & 4) === 0) unread.push(gap(path, site.reason));
      if (site.kind !== "found" && (openBits & 4) === 0) continue;
      const copy = await readEnvCopy(path, context);
      unread.push(...copy.gaps);
      // Without the live values a copy of them is not recognised for sure.
      if (copy.values.length === 0) unread.push(...liveGaps(context.install));
      else findings.push(findingOf(path, copy, stat.mode, context));
    }
    return conclude({ findings, gaps: uniqueGaps(unread) });
  },
};

/** What hides live values. */
function liveGaps(install: AuditContext["install"]): readonly Gap[] {
  return [...unlistedRoot(install), ...ownValueGaps(install)];
}

/** The site whose root the file is in, or that serves it in another way. */
function siteWith(path: string, { install }: AuditContext) {
  const { sites } = install;
  if (sites.kind !== "found") return sites;
  for (const site of sites.value) {
    if (site.roots.some((root) => isInside(root, path))) return { kind: "found" } as const;
    const url = site.urlOf(path);
    if (url.kind !== "absent") return url;
  }
  return { kind: "absent" } as const;
}

function findingOf(
  path: string,
  copy: EnvCopy,
  mode: number,
  { install }: AuditContext,
): FindingDraft {
  const name = shownPath(install, path);
  const count = plural(copy.values.length, "credential");
  // What everybody can read anyway is said shortly; that a site serves it, exposure says too.
  const where = mode & 0o044 ? formatMode(mode) : "inside the web root";
  return {
    message: `${name} holds ${count}, ${where}`,
    location: { kind: "file", path },
    ...(copy.gaps.length > 0 ? {} : { fix: fixOf(path, name, copy) }),
  };
}

function fixOf(path: string, name: string, { onlyHere }: EnvCopy): FixPlan {
  const plan = {
    title: `move ${name} out of the install; it is deleted after 30 days`,
    edits: [{ kind: "move-away", path }],
  } as const;
  if (onlyHere.length === 0) return { ...plan, safety: "safe" };
  const caution = `not in the live env file: ${wordList(onlyHere)}`;
  return { ...plan, safety: "review", caution };
}
