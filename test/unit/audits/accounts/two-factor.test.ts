import { twoFactor } from "../../../../src/audits/accounts/two-factor.ts";
import { auditCases } from "../../../support/audit-cases.ts";
import { yesOrNoCases } from "../../../support/statement-cases.ts";

auditCases(
  twoFactor,
  yesOrNoCases("accounts/two-factor", {
    message: "two-factor authentication is not required for all staff",
    at: "IPTVbp security policies",
  }),
);
