import type { Audit } from "../../core/audit.ts";
import { judgeStatement } from "../../core/statements/judge-statement.ts";

export const reviewed: Audit = {
  meta: {
    id: "monitoring/reviewed",
    title: "The audit and error logs were reviewed in the last 30 days",
    rule: 8,
    severity: "low",
    why: "A log that nobody reads finds nothing. An impersonation, a changed role or a burst of refused logins shows there weeks before it shows in the accounts.",
    remedy:
      "Once a month read IPTVbp's audit log (impersonation and privileged actions) and the error logs of this host, and follow up what nobody can explain. Then state the day: attest monitoring/reviewed --date 2026-11-24.",
    needs: ["statement"],
    references: [
      "https://iptvbp.com/documentation/api-security-best-practices",
      "https://cheatsheetseries.owasp.org/cheatsheets/Logging_Cheat_Sheet.html",
    ],
    statement: {
      question: "Were the audit log and the error logs reviewed?",
      look: "IPTVbp: the audit log of impersonation and privileged actions. This host: the error logs of the web server and of the application.",
      off: "the logs have not been reviewed",
      subject: "audit and error logs",
      holds: { usual: 30, most: 30 },
      review: true,
    },
  },
  run: (context) => judgeStatement(reviewed.meta, context),
};
