import { ready } from "../../../../src/audits/incident/ready.ts";
import { auditCases } from "../../../support/audit-cases.ts";

const files = { ".env": "A=1\n" };
const incident = (drill?: string) =>
  "incident:\n  contacts: [jo@shop.example]\n  owners: { stripe.secret-key: jo }\n" +
  (drill === undefined ? "" : `  lastDrill: ${drill}\n`);
const finding = (message: string, at = "{top}/guard.yaml") => ({ message, at });

auditCases(ready, {
  passes: [
    { name: "written down and practised", files, config: incident("2026-10-01") },
    {
      name: "12 months ago to the day",
      files,
      config: incident("2025-11-24"),
      now: "2026-11-24T00:00:00Z",
    },
    { name: "a drill of today", files, config: incident("2026-11-24") },
  ],
  fails: [
    {
      name: "no guard.yaml",
      files,
      findings: [finding("no contacts and owners written down, no drill recorded", "guard.yaml")],
    },
    {
      name: "an empty section",
      files,
      config: "incident: { contacts: [], owners: {} }\n",
      findings: [finding("no contacts and owners written down, no drill recorded")],
    },
    {
      name: "no owners",
      files,
      config: "incident: { contacts: [jo], lastDrill: 2026-10-01 }\n",
      findings: [finding("no owners written down")],
    },
    { name: "no drill", files, config: incident(), findings: [finding("no drill recorded")] },
    {
      name: "a day over 12 months ago",
      files,
      config: incident("2025-11-23"),
      findings: [finding("last drill over 12 months ago")],
    },
    {
      name: "a drill that is still to come",
      files,
      config: incident("2027-01-10"),
      findings: [finding("the last drill is dated in the future")],
    },
  ],
  unknowns: [
    {
      name: "a drill on a day that is no date",
      files,
      config: incident("2026-10-01"),
      context: (context) => {
        const { config } = context.install;
        const changed = { ...config, incident: { ...config.incident, lastDrill: "soon" } };
        return { ...context, install: { ...context.install, config: changed } };
      },
      code: "parse",
      text: "no date",
    },
  ],
});
