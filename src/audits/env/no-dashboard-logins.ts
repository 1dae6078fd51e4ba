import type { Audit } from "../../core/audit.ts";
import { findingsByValue } from "../../core/credentials/credential-groups.ts";
import { envFileGaps, hostConfigGaps } from "../../core/install/env-gaps.ts";
import { withEmptyFix } from "../../core/install/empty-fix.ts";
import { conclude, notApplicable } from "../../core/outcome.ts";
import { isPlaceholderSecret } from "../../core/secrets/placeholder.ts";
import { unlistedRoot } from "../../core/install/seen-env-files.ts";
import { settingsInForce } from "../../core/install/settings-in-force.ts";

export const noDashboardLogins: Audit = {
  meta: {
    id: "env/no-dashboard-logins",
    title: "No login of a provider's dashboard is stored",
    rule: 2,
    severity: "high",
    why: "A shop needs API keys, which can be limited and revoked one by one. The password of the dashboard can do everything: make new keys, change the payout address, invite people, switch two-factor authentication off.",
    remedy:
      "Delete the line, change the password at the provider, end its other sessions and require two-factor authentication. If a program insists on the login, ask for its way to use an API key.",
    needs: [],
    references: [
      "https://cheatsheetseries.owasp.org/cheatsheets/Secrets_Management_Cheat_Sheet.html",
      "https://cwe.mitre.org/data/definitions/522.html",
    ],
  },
  run({ install, credentials }) {
    const gaps = [...unlistedRoot(install), ...envFileGaps(install), ...hostConfigGaps(install)];
    if (settingsInForce(install).length === 0 && gaps.length === 0) {
      return notApplicable("there are no settings");
    }
    const logins = credentials.filter(
      ({ spec, value }) => spec.dashboardLogin && !isPlaceholderSecret(value),
    );
    const findings = findingsByValue(
      logins,
      ({ name, spec }) => `${name} is a login for people: ${spec.title}`,
    );
    return conclude({ findings: findings.map((each) => withEmptyFix(each, install)), gaps });
  },
};
