import type { Audit } from "../../core/audit.ts";
import { ownValueGaps } from "../../core/install/env-gaps.ts";
import { type Location, compareLocations } from "../../core/location.ts";
import { conclude, notApplicable, unknown } from "../../core/outcome.ts";
import { otherRepositories } from "../../core/install/other-repositories.ts";
import { compareText } from "../../core/text/path-text.ts";
import { findingsFromMatches } from "../../core/secrets/secret-findings.ts";

export const noneInHistory: Audit = {
  meta: {
    id: "secrets/none-in-history",
    title: "No object of the git repository holds a secret",
    rule: 1,
    severity: "critical",
    why: "Deleting a file or rewriting a branch leaves its old content in the object store, in every clone and in forks. Whoever can read one of them has the key.",
    remedy:
      "Rotate the credential first: that is what makes the copies worthless. Only then consider rewriting history (git filter-repo), and expect clones and hosting caches to keep the old one.",
    needs: ["git"],
    references: [
      "https://docs.github.com/en/code-security/secret-scanning/introduction/about-secret-scanning",
      "https://git-scm.com/book/en/v2/Git-Internals-Git-Objects",
    ],
  },
  async run({ git, install, ...context }) {
    const { location } = git;
    const workTree = location.kind === "found" ? location.value.workTree : undefined;
    const others = otherRepositories(context.tree().entries, workTree);
    if (git.location.kind === "absent") {
      if (others.length > 0) return conclude({ findings: [], gaps: others });
      return notApplicable("there is no git repository");
    }
    if (git.location.kind === "blocked") return unknown(git.location.reason, "git repository");
    const history = await git.history();
    if (history.kind === "absent") return notApplicable("there is no git repository");
    if (history.kind === "blocked") return unknown(history.reason, "git history");
    const findings = findingsFromMatches(history.value, {
      where: "in git history",
      comparePlaces: oldestFirst,
      notInUse: () => "medium",
      remedy: ({ inUseAs }) =>
        inUseAs === undefined
          ? "Already replaced: not in use here now. Make sure that it is revoked where it was issued."
          : undefined,
    });
    return conclude({
      findings,
      gaps: [...ownValueGaps(install), ...history.value.gaps, ...others],
    });
  },
};

/** Since when it has leaked matters most: the first commit, reachable before lost. */
function oldestFirst(a: Location, b: Location): number {
  if (a.kind !== "git" || b.kind !== "git") return compareLocations(a, b);
  if (a.reachable !== b.reachable) return a.reachable ? -1 : 1;
  return compareText(a.date ?? "9999", b.date ?? "9999");
}
