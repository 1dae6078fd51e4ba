import type { Audit } from "../../core/audit.ts";
import { judgeStatement } from "../../core/statements/judge-statement.ts";

export const staffRoles: Audit = {
  meta: {
    id: "privilege/staff-roles",
    title: "Every member of staff has the narrowest role that the work needs",
    rule: 7,
    severity: "medium",
    why: "Who answers tickets needs no payouts, and who left needs nothing. Every account can be phished with all that its role may do.",
    remedy:
      "Compare the list of staff in IPTVbp with what each of them does, give the narrowest role, and delete the accounts of people who left. Then state it: attest privilege/staff-roles --state on. The list cannot be read here, since the form of its export is not published.",
    needs: ["statement"],
    references: [
      "https://iptvbp.com/documentation/api-security-best-practices",
      "https://cheatsheetseries.owasp.org/cheatsheets/Authorization_Cheat_Sheet.html",
    ],
    statement: {
      question: "Does every member of staff have the narrowest role that the work needs?",
      look: "IPTVbp: the list of staff and their roles. Keep an export or a screenshot as evidence.",
      off: "a member of staff has a wider role than the work needs",
      subject: "IPTVbp staff",
      holds: { usual: 90, most: 365 },
    },
  },
  run: (context) => judgeStatement(staffRoles.meta, context),
};
