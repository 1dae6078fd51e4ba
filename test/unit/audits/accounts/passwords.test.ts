import { passwords } from "../../../../src/audits/accounts/passwords.ts";
import { aStatement, stating } from "../../../support/a-statement.ts";
import { auditCases } from "../../../support/audit-cases.ts";
import { farFuture, statementCases } from "../../../support/statement-cases.ts";

const id = "accounts/passwords";
const usual = statementCases(id);
const off = (fields: object = {}) => stating(aStatement(id, { answer: "off", ...fields }));

auditCases(passwords, {
  passes: [
    ...usual.passes,
    { name: "12 characters", ...stating(aStatement(id, { answer: 12 })) },
    { name: "20 characters", ...stating(aStatement(id, { answer: 20 })) },
  ],
  fails: [
    {
      name: "stated to be off",
      ...off({ note: "seen by two" }),
      findings: [
        {
          message: "the password policy allows under 12 characters",
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
          message: "the password policy allows under 12 characters",
          at: "IPTVbp security policies",
        },
      ],
    },
    {
      name: "11 characters",
      ...stating(aStatement(id, { answer: 11 })),
      findings: [
        {
          message: "the password policy allows under 12 characters: 11 characters",
          at: "IPTVbp security policies",
        },
      ],
    },
    {
      name: "no policy at all",
      ...stating(aStatement(id, { answer: 0 })),
      findings: [
        {
          message: "the password policy allows under 12 characters: 0 characters",
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
      name: "names where none are asked for",
      ...stating(aStatement(id, { answer: ["Create Users"] })),
      code: "parse",
    },
  ],
  skips: [...usual.skips],
  obstacles: [...usual.obstacles],
});
