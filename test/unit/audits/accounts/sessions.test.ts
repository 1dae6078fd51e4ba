import { sessions } from "../../../../src/audits/accounts/sessions.ts";
import { aStatement, stating } from "../../../support/a-statement.ts";
import { auditCases } from "../../../support/audit-cases.ts";
import { statementCases } from "../../../support/statement-cases.ts";

const id = "accounts/sessions";
const usual = statementCases(id);
const off = (fields: object = {}) => stating(aStatement(id, { answer: "off", ...fields }));

auditCases(sessions, {
  passes: [
    ...usual.passes.filter(({ name }) => name !== "the last day"),
    {
      name: "90 days ago to the day",
      ...stating(aStatement(id, { date: "2026-08-26", until: "2026-11-24" })),
    },
  ],
  fails: [
    {
      name: "a day over 90 days ago",
      ...stating(aStatement(id, { date: "2026-08-25", until: "2026-11-23" })),
      findings: [
        {
          message: "last reviewed 91 days ago, limit 90",
          at: "IPTVbp active sessions",
          evidence: "stated by jo on 2026-08-25",
        },
      ],
    },
    {
      name: "over 90 days ago, whatever it says to hold",
      ...stating(aStatement(id, { date: "2026-08-25", until: "2027-11-23" })),
      findings: [{ message: "last reviewed 91 days ago, limit 90", at: "IPTVbp active sessions" }],
    },
    {
      name: "a clock in 2100",
      ...stating(aStatement(id)),
      now: "2100-01-01T00:00:00Z",
      findings: [
        { message: "last reviewed 26705 days ago, limit 90", at: "IPTVbp active sessions" },
      ],
    },
    {
      name: "stated to be undone",
      ...off(),
      findings: [
        { message: "the active sessions have not been reviewed", at: "IPTVbp active sessions" },
      ],
    },
  ],
  unknowns: [
    ...usual.unknowns,
    {
      name: "that nobody had reviewed them is too long ago to say anything",
      ...off({ date: "2026-08-25", until: "2026-11-23" }),
      code: "expired",
    },
  ],
  skips: [...usual.skips],
  obstacles: [...usual.obstacles],
});
