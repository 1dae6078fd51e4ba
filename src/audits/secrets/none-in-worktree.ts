import type { Audit } from "../../core/audit.ts";
import { ownValueGaps } from "../../core/install/env-gaps.ts";
import { searchRest } from "../../core/install/search-rest.ts";
import { isSeedRule } from "../../core/secrets/seed-rules.ts";
import type { Install } from "../../core/install/install.ts";
import { type Location, placeOf } from "../../core/location.ts";
import { linksOut } from "../../core/install/links-out.ts";
import { conclude } from "../../core/outcome.ts";
import { findingsFromMatches } from "../../core/secrets/secret-findings.ts";

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
  async run({ install, secrets, ...context }) {
    const tree = context.tree();
    const result = await searchRest({ install, secrets, tree: () => tree });
    const settings = settingLines(install);
    const matches = result.matches.filter(
      ({ match, location }) => !settings.has(lineOf(location)) && !isSeedRule(match.ruleId),
    );
    const findings = findingsFromMatches({ matches }, { where: "in a file" });
    const envFiles = new Set(install.envFiles.map(({ path }) => path));
    const links = tree.entries.filter(({ path }) => !envFiles.has(path));
    const out = linksOut(links, install.root, context.host);
    const gaps = [...ownValueGaps(install), ...tree.gaps, ...out, ...result.gaps];
    return conclude({ findings, gaps });
  },
};

/**
 * What a compose file or a unit in the tree sets for the service is judged by env/none-in-units;
 * the rest of that file is judged here.
 */
function settingLines({ hostConfigs }: Install): ReadonlySet<string> {
  return new Set(
    hostConfigs.flatMap(({ path, values }) =>
      values.kind === "found" ? values.value.map(({ line }) => `${path}\0${line}`) : [],
    ),
  );
}

function lineOf(location: Location): string {
  return `${placeOf(location)}\0${"line" in location ? location.line : ""}`;
}
