import { dashboardAllowlist } from "../../../../src/audits/access/dashboard-allowlist.ts";
import { auditCases } from "../../../support/audit-cases.ts";
import { yesOrNoCases } from "../../../support/statement-cases.ts";

auditCases(
  dashboardAllowlist,
  yesOrNoCases("access/dashboard-allowlist", {
    message: "a dashboard accepts logins from every address",
    at: "IPTVbp and NOWPayments dashboards",
  }),
);
