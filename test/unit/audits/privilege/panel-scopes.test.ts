import { panelScopes } from "../../../../src/audits/privilege/panel-scopes.ts";
import { aStatement, stating } from "../../../support/a-statement.ts";
import { type Case, auditCases } from "../../../support/audit-cases.ts";
import { mint } from "../../../support/mint.ts";
import { farFuture, statementCases } from "../../../support/statement-cases.ts";

const id = "privilege/panel-scopes";
const usual = statementCases(id);
const four = ["Create Users", "Manage Subscriptions", "View Packages", "Extend/Modify Accounts"];
const scopes = (...answer: readonly string[]) => stating(aStatement(id, { answer }));
const beyond = (text: string) => ({
  message: `the NXT token has ${text}`,
  at: "NXT API token",
});
const needs = [`attest ${id}`];
const env = (text: string): Pick<Case, "files"> => ({ files: { ".env": text } });
const xtream = `XTREAM_PASSWORD=${mint("panel.main", 1)}\n`;
const nxt = `NXT_API_TOKEN=${mint("panel.main", 2)}\n`;

auditCases(panelScopes, {
  passes: [
    ...usual.passes,
    { name: "the four that are needed", ...scopes(...four) },
    { name: "fewer", ...scopes("Create Users") },
    { name: "however they are written", ...scopes("create  users", "EXTEND / MODIFY accounts") },
    {
      name: "of a panel that is not seen here",
      ...scopes(...four),
      ...env(xtream),
    },
  ],
  fails: [
    {
      name: "stated to be more",
      ...stating(aStatement(id, { answer: "off" })),
      findings: [beyond("a scope beyond the four needed")],
    },
    {
      name: "a fifth",
      ...scopes(...four, "Delete Users"),
      findings: [beyond("a scope beyond the four needed: Delete Users")],
    },
    {
      name: "only others",
      ...scopes("Full Administration", "View Packages", "Manage Resellers"),
      findings: [beyond("scopes beyond the four needed: Full Administration and Manage Resellers")],
    },
    {
      name: "a part of a name is another name",
      ...scopes("Create User"),
      findings: [beyond("a scope beyond the four needed: Create User")],
    },
  ],
  unknowns: [
    ...usual.unknowns,
    farFuture(id),
    { name: "a number", ...stating(aStatement(id, { answer: 4 })), code: "parse" },
    {
      name: "damaged, where no NXT panel is seen",
      ...stating("torn"),
      ...env(xtream),
      code: "parse",
    },
  ],
  skips: [
    ...usual.skips,
    { name: "an NXT token is here", ...env(nxt), needs },
    { name: "an NXT token and another panel's password", ...env(nxt + xtream), needs },
    { name: "a token's name without value", ...env(`NXT_API_TOKEN=\n${xtream}`), needs },
    {
      name: "guard.yaml names one",
      ...env(xtream),
      config: "panels: [{ id: main, kind: nxt }, { id: old, kind: xtream-ui }]\n",
      needs,
    },
    {
      name: "guard.yaml does not say of which kind a panel is",
      ...env(xtream),
      config: "panels: [{ id: main }, { id: old, kind: xtream-ui }]\n",
      needs,
    },
    {
      name: "kept in IPTVbp's settings, of a kind that nothing tells",
      ...env("A=1\n"),
      config: "credentials: { panel.main: { stored: settings } }\n",
      needs,
    },
    {
      name: "another panel is seen, and an env file cannot be read",
      files: { ".env": xtream, ".env.production": { is: "fifo" } },
      needs,
    },
    {
      name: "another panel is seen, and a crontab cannot be read",
      ...env(xtream),
      host: { "/etc/cron.d/shop": { mode: 0o600 } },
      asOther: true,
      needs,
    },
  ],
  notApplicable: [
    { name: "another panel alone", ...env(xtream), text: "no NXT panel is in use here" },
    {
      name: "guard.yaml names others only",
      ...env("A=1\n"),
      config: "panels: [{ id: main, kind: xui-one }]\n",
      text: "no NXT panel is in use here",
    },
    {
      name: "guard.yaml says that there is no panel credential",
      ...env("A=1\n"),
      config: "credentials: { panel.main: { stored: none } }\n",
      text: "no NXT panel is in use here",
    },
  ],
  obstacles: [...usual.obstacles, { name: "the env file", ...env(xtream), at: ".env" }].map(
    (table) =>
      table.at === ".env"
        ? {
            ...table,
            expected: {
              unreadable: "skipped",
              "link-loop": "skipped",
              fifo: "skipped",
              directory: "skipped",
            } as const,
          }
        : table,
  ),
});
