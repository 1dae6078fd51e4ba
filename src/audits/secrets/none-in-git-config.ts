import type { Audit } from "../../core/audit.ts";
import { ownValueGaps } from "../../core/install/env-gaps.ts";
import { conclude, notApplicable, unknown } from "../../core/outcome.ts";
import { findingsFromMatches } from "../../core/secrets/secret-findings.ts";

export const noneInGitConfig: Audit = {
  meta: {
    id: "secrets/none-in-git-config",
    title: "Git's own files hold no credential",
    rule: 1,
    severity: "high",
    why: "A remote URL with a password, a token in a hook or a key in a branch name sits in .git, which deploy scripts copy along and misconfigured web servers hand out.",
    remedy:
      "Take the password out of the remote (`git remote set-url origin <url without it>`), use a credential store or a deploy key, and rotate what was there.",
    needs: ["git"],
    references: ["https://git-scm.com/docs/gitcredentials", "https://git-scm.com/docs/git-remote"],
  },
  async run({ git, install }) {
    if (git.location.kind === "absent") return notApplicable("there is no git repository");
    if (git.location.kind === "blocked") return unknown(git.location.reason, "git repository");
    const seen = await git.ownFiles();
    if (seen.kind === "absent") return notApplicable("there is no git repository");
    if (seen.kind === "blocked") return unknown(seen.reason, "git's own files");
    const findings = findingsFromMatches(seen.value, {
      where: "in git's own files",
      notInUse: ({ match }) => match.severity,
      atMost: "high",
    });
    return conclude({ findings, gaps: [...ownValueGaps(install), ...seen.value.gaps] });
  },
};
