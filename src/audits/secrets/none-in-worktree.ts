import type { Audit } from "../../core/audit.ts";
import { filesByOwnership } from "../../core/install-files.ts";
import { conclude } from "../../core/outcome.ts";
import { findingsFromMatches } from "../../core/secret-findings.ts";

export const noneInWorktree: Audit = {
  meta: {
    id: "secrets/none-in-worktree",
    title: "No file of the install other than its env files holds a secret",
    rule: 1,
    severity: "critical",
    why: "A key in code, a script or a cached configuration is copied with it: into backups, containers, clones and to every colleague. It is also the copy that a rotation forgets.",
    remedy:
      "Read the value from the environment instead of writing it into the file, then rotate it: the file has been copied before you looked.",
    needs: [],
    references: [
      "https://cheatsheetseries.owasp.org/cheatsheets/Secrets_Management_Cheat_Sheet.html",
    ],
  },
  async run(context) {
    const tree = context.tree();
    const result = await context.secrets.inFiles(filesByOwnership(tree, context.install).rest);
    const findings = findingsFromMatches(result, { where: "in a file" });
    return conclude({ findings, gaps: [...tree.gaps, ...result.gaps] });
  },
};
