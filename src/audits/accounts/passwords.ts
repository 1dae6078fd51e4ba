import type { Audit } from "../../core/audit.ts";
import { judgeStatement } from "../../core/statements/judge-statement.ts";

export const passwords: Audit = {
  meta: {
    id: "accounts/passwords",
    title: "The password policy asks for 12 characters or more",
    rule: 11,
    severity: "medium",
    why: "Short passwords are guessed offline in hours once a list of hashes leaks. IPTVbp asks for at least 12 characters; panels, gateways and mail accounts of the team often ask for less.",
    remedy:
      "Raise the least length to 12 wherever staff log in, and let a password manager make the passwords. Then state the smallest number you saw: attest accounts/passwords --state 12.",
    needs: ["statement"],
    references: [
      "https://iptvbp.com/documentation/account-security-two-factor-authentication",
      "https://cheatsheetseries.owasp.org/cheatsheets/Authentication_Cheat_Sheet.html",
    ],
    statement: {
      question: "Does the policy ask for 12 characters or more?",
      look: "IPTVbp: Settings > Security. The same page of the panel and of each gateway; the smallest number counts.",
      off: "the password policy allows under 12 characters",
      subject: "IPTVbp security policies",
      form: { kind: "number", unit: "characters", atLeast: 12 },
      holds: { usual: 90, most: 365 },
    },
  },
  run: (context) => judgeStatement(passwords.meta, context),
};
