import type { Audit } from "../../core/audit.ts";
import { ownValueGaps } from "../../core/install/env-gaps.ts";
import { conclude, notApplicable } from "../../core/outcome.ts";
import { settingsInForce } from "../../core/install/settings-in-force.ts";
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
      .map(({ entry, path }) => ({
        message: `${entry.key} turns webhook verification off`,
        location: { kind: "env" as const, path, key: entry.key, line: entry.line },
      }));
    return conclude({ findings, gaps });
  },
};
