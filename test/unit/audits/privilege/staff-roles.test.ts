import { staffRoles } from "../../../../src/audits/privilege/staff-roles.ts";
import { auditCases } from "../../../support/audit-cases.ts";
import { yesOrNoCases } from "../../../support/statement-cases.ts";

auditCases(
  staffRoles,
  yesOrNoCases("privilege/staff-roles", {
    message: "a member of staff has a wider role than the work needs",
    at: "IPTVbp staff",
  }),
);
