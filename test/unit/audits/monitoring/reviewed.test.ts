import { reviewed } from "../../../../src/audits/monitoring/reviewed.ts";
import { aStatement, stating } from "../../../support/a-statement.ts";
import { auditCases } from "../../../support/audit-cases.ts";
import { statementCases } from "../../../support/statement-cases.ts";

const id = "monitoring/reviewed";
const usual = statementCases(id);
const off = (fields: object = {}) => stating(aStatement(id, { answer: "off", ...fields }));

auditCases(reviewed, {
  passes: [
    ...usual.passes.filter(({ name }) => name !== "the last day"),
    {
      name: "30 days ago to the day",
      ...stating(aStatement(id, { date: "2026-10-25", until: "2026-11-24" })),
    },
  ],
  fails: [
    {
      name: "a day over 30 days ago",
      ...stating(aStatement(id, { date: "2026-10-24", until: "2026-11-23" })),
      findings: [
        {
          message: "last reviewed 31 days ago, limit 30",
          at: "audit and error logs",
          evidence: "stated by jo on 2026-10-24",
        },
      ],
    },
    {
      name: "over 30 days ago, whatever it says to hold",
      ...stating(aStatement(id, { date: "2026-10-24", until: "2027-11-23" })),
      findings: [{ message: "last reviewed 31 days ago, limit 30", at: "audit and error logs" }],
    },
    {
      name: "a clock in 2100",
      ...stating(aStatement(id)),
      now: "2100-01-01T00:00:00Z",
      findings: [{ message: "last reviewed 26705 days ago, limit 30", at: "audit and error logs" }],
    },
    {
      name: "stated to be undone",
      ...off(),
      findings: [{ message: "the logs have not been reviewed", at: "audit and error logs" }],
    },
  ],
  unknowns: [
    ...usual.unknowns,
    {
      name: "that nobody had reviewed them is too long ago to say anything",
      ...off({ date: "2026-10-24", until: "2026-11-23" }),
      code: "expired",
    },
  ],
  skips: [...usual.skips],
  obstacles: [...usual.obstacles],
});
