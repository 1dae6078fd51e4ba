import type { Audit } from "../../core/audit.ts";
import { judgeStatement } from "../../core/statements/judge-statement.ts";

export const dashboardAllowlist: Audit = {
  meta: {
    id: "access/dashboard-allowlist",
    title: "The IPTVbp and NOWPayments dashboards accept logins only from listed addresses",
    rule: 6,
    severity: "medium",
    why: "A stolen password or session then opens nothing from elsewhere: IPTVbp answers 403 to every address that is not listed, even with the right login.",
    remedy:
      "List the addresses of your staff in IPTVbp under Settings > Security > IP Allowlist, and in NOWPayments where you use it, from a machine whose address is on the list. Then state it: attest access/dashboard-allowlist --state on.",
    needs: ["statement"],
    references: ["https://iptvbp.com/documentation/ip-whitelisting-access-control"],
    statement: {
      question: "Is the IP allowlist on, in IPTVbp and, where it is used, in NOWPayments?",
      look: "IPTVbp: Settings > Security > IP Allowlist. NOWPayments: the IP whitelist in its settings.",
      off: "a dashboard accepts logins from every address",
      subject: "IPTVbp and NOWPayments dashboards",
      holds: { usual: 90, most: 365 },
    },
  },
  run: (context) => judgeStatement(dashboardAllowlist.meta, context),
};
