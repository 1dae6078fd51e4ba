import type { Audit } from "../../core/audit.ts";
import { ownValueGaps } from "../../core/install/env-gaps.ts";
import type { FindingDraft } from "../../core/finding.ts";
import type { FixPlan } from "../../core/fix.ts";
import { oppositeOf } from "../../core/install/opposite-word.ts";
import { conclude, notApplicable } from "../../core/outcome.ts";
import { type SettingInForce, settingsInForce } from "../../core/install/settings-in-force.ts";
import { turnsVerificationOff } from "../../core/install/verification-switch.ts";

export const verificationOn: Audit = {
  meta: {
    id: "webhooks/verification-on",
    title: "No environment setting turns webhook verification off",
    rule: 4,
    severity: "critical",
    why: "IPTVbp checks the signature of every webhook. A setting left over from debugging that turns this off lets anybody send payment events.",
    remedy:
      "Remove the setting, restart the service and send a test event. The dashboard's own switches are not seen from here: look there too.",
    needs: [],
    references: [
      "https://docs.stripe.com/webhooks",
      "https://cheatsheetseries.owasp.org/cheatsheets/REST_Security_Cheat_Sheet.html",
    ],
  },
  run({ install, catalogue }) {
    const entries = settingsInForce(install);
    const gaps = ownValueGaps(install);
    if (entries.length === 0 && gaps.length === 0) return notApplicable("there are no settings");
    const findings = entries
      .filter(({ entry }) => turnsVerificationOff(catalogue.providers, entry.key, entry.value))
      .map((setting): FindingDraft => {
        const { entry, path } = setting;
        const fix = fixOf(setting);
        return {
          message: `${entry.key} turns webhook verification off`,
          location: { kind: "env", path, key: entry.key, line: entry.line },
          ...(fix ? { fix } : {}),
        };
      });
    return conclude({ findings, gaps });
  },
};

/** Units and pools are root's to change. */
function fixOf({ entry, path, dialect }: SettingInForce): FixPlan | undefined {
  const value = oppositeOf(entry.value);
  if (dialect === undefined || value === undefined) return undefined;
  return {
    title: `set ${entry.key}=${value}`,
    safety: "review",
    caution: "events are refused if the signing secret is wrong: send a test event afterwards",
    edits: [{ kind: "set-env", path, key: entry.key, value, dialect }],
  };
}
