import type { Audit } from "../../core/audit.ts";
import { judgeStatement } from "../../core/statements/judge-statement.ts";

export const sessions: Audit = {
  meta: {
    id: "accounts/sessions",
    title: "The active sessions of all staff were reviewed in the last 90 days",
    rule: 11,
    severity: "low",
    why: "A session outlives the password it was opened with. Somebody who left, a lost phone or a stolen cookie stays logged in until the session is ended by hand.",
    remedy:
      "Go through the active sessions in IPTVbp under Settings, end those that nobody recognises, and let every member of staff do the same. Then state the day: attest accounts/sessions --date 2026-11-24.",
    needs: ["statement"],
    references: [
      "https://iptvbp.com/documentation/account-security-two-factor-authentication",
      "https://cheatsheetseries.owasp.org/cheatsheets/Session_Management_Cheat_Sheet.html",
    ],
    statement: {
      question: "Were the active sessions of all staff reviewed?",
      look: "IPTVbp: Settings, the list of active sessions, for every member of staff.",
      off: "the active sessions have not been reviewed",
      subject: "IPTVbp active sessions",
      holds: { usual: 90, most: 90 },
      review: true,
    },
  },
  run: (context) => judgeStatement(sessions.meta, context),
};
