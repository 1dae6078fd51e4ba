import type { AuditContext } from "../../core/audit-context.ts";
import type { Audit } from "../../core/audit.ts";
import { envFileGaps, hostConfigGaps } from "../../core/install/env-gaps.ts";
import { filesByOwnership } from "../../core/install/install-files.ts";
import { linksOut } from "../../core/install/links-out.ts";
import { searchRest } from "../../core/install/search-rest.ts";
import { settingsInForce } from "../../core/install/settings-in-force.ts";
import type { FindingDraft } from "../../core/finding.ts";
import type { FixPlan } from "../../core/fix.ts";
import type { Location } from "../../core/location.ts";
import { conclude } from "../../core/outcome.ts";
import { matchesPattern } from "../../core/secrets/secret-shape.ts";
import { findingsFromMatches } from "../../core/secrets/secret-findings.ts";
import { isSeedRule } from "../../core/secrets/seed-rules.ts";
import { isInside } from "../../core/text/path-text.ts";

export const noTotpSeeds: Audit = {
  meta: {
    id: "accounts/no-totp-seeds",
    title: "No seed of a second factor is stored in the install",
    rule: 11,
    severity: "high",
    why: "A second factor helps because it is somewhere else than the password. With its seed in the same place whoever reads the file makes the codes too, and nobody notices.",
    remedy:
      "Delete it, then enrol the account's second factor anew, since the old seed counts as leaked; keep it on a person's phone or hardware key, and recovery codes on paper. For a program use an API key, which needs no second factor.",
    needs: [],
    references: [
      "https://cheatsheetseries.owasp.org/cheatsheets/Multifactor_Authentication_Cheat_Sheet.html",
      "https://www.rfc-editor.org/rfc/rfc6238",
      "https://github.com/google/google-authenticator/wiki/Key-Uri-Format",
    ],
  },
  async run(context) {
    const { install, secrets } = context;
    const tree = context.tree();
    const files = filesByOwnership(tree, install);
    // Env files may lie outside of the tree.
    const envPaths = new Set(install.envFiles.map(({ path }) => path));
    const ofEnv = await secrets.inFiles([...envPaths, ...files["env-copy"]]);
    const ofRest = await searchRest(context);
    const matches = [...ofEnv.matches, ...ofRest.matches].filter(({ match }) =>
      isSeedRule(match.ruleId),
    );
    const inFiles = findingsFromMatches(
      { matches },
      { where: "stored in a file", atMost: "high" },
    ).map((finding) => withFix(finding, context));
    const links = tree.entries.filter(({ path }) => !envPaths.has(path));
    const gaps = [
      ...envFileGaps(install),
      ...hostConfigGaps(install),
      ...tree.gaps,
      ...linksOut(links, install.root, context.host),
      ...ofEnv.gaps.filter(({ what }) => !envPaths.has(what)),
      ...ofRest.gaps,
    ];
    return conclude({ findings: [...inFiles, ...inHostConfigs(context)], gaps });
  },
};

const seedName =
  /(?:^|_)(?:TOTP|2FA|MFA|TWO_?FACTOR|GOOGLE_AUTH)(?:_[A-Z0-9]+)*_(?:SECRET|SEED|KEY)$/;
const seedValue = "^[A-Z2-7]{16,128}={0,6}$";
const seedUrl = "otpauth://[th]otp/[^\\s]{1,300}[?&]secret=[A-Za-z2-7]{16}";

/** Units and pools outside of the tree, whose text is not searched. */
function inHostConfigs({ install }: AuditContext): readonly FindingDraft[] {
  return settingsInForce(install)
    .filter(({ heldBy, path }) => heldBy !== "env" && !isInside(install.root, path))
    .filter(
      ({ entry }) =>
        matchesPattern(entry.value, seedUrl) ||
        (seedName.test(entry.key.toUpperCase()) && matchesPattern(entry.value, seedValue)),
    )
    .map(({ entry, path }) => ({
      message: "two-factor seed is stored in a file",
      location: { kind: "env", path, key: entry.key, line: entry.line },
      ruleId: "totp-seed",
    }));
}

/** Where it is the value of a setting, the setting can be emptied. */
function withFix(finding: FindingDraft, context: AuditContext): FindingDraft {
  const places = [finding.location, ...(finding.alsoAt ?? [])];
  const edits = places.flatMap((place) => editOf(place, context) ?? []);
  const [first] = edits;
  // All of its places, or it is still there afterwards.
  if (!first || edits.length < (finding.occurrences ?? 1)) return finding;
  const fix: FixPlan = {
    title: `empty ${first.key}`,
    safety: "review",
    caution: "whatever signs in with it stops; be sure that a person can still sign in",
    edits,
  };
  return { ...finding, fix };
}

function editOf(place: Location, { install }: AuditContext) {
  if (place.kind !== "file") return undefined;
  const file = install.envFiles.find(({ path }) => path === place.path);
  if (file?.content.kind !== "found") return undefined;
  const { entries } = file.content.value;
  const entry = entries.find(({ line }) => line === place.line);
  // An earlier line of the same name is not the one that is set.
  if (!entry) return undefined;
  const { path, dialect } = file;
  return { kind: "set-env", path, key: entry.key, value: "", dialect } as const;
}
