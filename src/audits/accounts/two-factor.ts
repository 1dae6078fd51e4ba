import type { Audit } from "../../core/audit.ts";
import { judgeStatement } from "../../core/statements/judge-statement.ts";

export const twoFactor: Audit = {
  meta: {
    id: "accounts/two-factor",
    title: "Two-factor authentication is required for all staff",
    rule: 11,
    severity: "high",
    why: "Passwords are phished, reused and guessed. One account of the team without a second factor is enough to reach customers, payouts and keys.",
    remedy:
      "Switch on Require 2FA for all team members in IPTVbp under Settings > Security > Policies; everybody is asked at the next login. Keep the recovery codes away from the passwords. Then state it: attest accounts/two-factor --state on.",
    needs: ["statement"],
    references: [
      "https://iptvbp.com/documentation/account-security-two-factor-authentication",
      "https://cheatsheetseries.owasp.org/cheatsheets/Multifactor_Authentication_Cheat_Sheet.html",
    ],
    statement: {
      question: "Is two-factor authentication required for all team members?",
      look: "IPTVbp: Settings > Security > Policies > Require 2FA for all team members.",
      off: "two-factor authentication is not required for all staff",
      subject: "IPTVbp security policies",
      holds: { usual: 90, most: 365 },
    },
  },
  run: (context) => judgeStatement(twoFactor.meta, context),
};
