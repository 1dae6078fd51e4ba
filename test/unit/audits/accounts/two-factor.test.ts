import { twoFactor } from "../../../../src/audits/accounts/two-factor.ts";
import { aStatement, stating } from "../../../support/a-statement.ts";
import { auditCases } from "../../../support/audit-cases.ts";
import { farFuture, statementCases } from "../../../support/statement-cases.ts";

const id = "accounts/two-factor";
const usual = statementCases(id);
const off = (fields: object = {}) => stating(aStatement(id, { answer: "off", ...fields }));

auditCases(twoFactor, {
  passes: [...usual.passes],
  fails: [
    {
      name: "stated to be off",
      ...off({ note: "seen by two" }),
      findings: [
        {
          message: "two-factor authentication is not required for all staff",
          at: "IPTVbp security policies",
          evidence: "stated by jo on 2026-11-20: seen by two",
        },
      ],
    },
    {
      name: "stated to be off after it was on",
      ...stating(aStatement(id), aStatement(id, { answer: "off" })),
      findings: [
        {
          message: "two-factor authentication is not required for all staff",
          at: "IPTVbp security policies",
        },
      ],
    },
  ],
  unknowns: [
    ...usual.unknowns,
    farFuture(id),
    {
      name: "an age that no statement may have, whatever it says",
      ...stating(aStatement(id, { date: "2025-11-23", until: "2030-01-01" })),
      code: "expired",
      text: "expired on 2026-11-23",
    },
    {
      name: "a number where none is asked for",
      ...stating(aStatement(id, { answer: 12 })),
      code: "parse",
      text: "does not answer this audit",
    },
    {
      name: "names where none are asked for",
      ...stating(aStatement(id, { answer: ["Create Users"] })),
      code: "parse",
    },
  ],
  skips: [...usual.skips],
  obstacles: [...usual.obstacles],
});
