import { readFileSync } from "node:fs";
import { Ajv2020 } from "ajv/dist/2020.js";
import { describe, expect, test } from "vitest";
import { auditInstall } from "../../../src/app/audit/audit-install.ts";
import { explain } from "../../../src/app/explain/explain.ts";
import { extensionsBesideConfig } from "../../../src/app/extensions-beside-config.ts";
import {
  type IncidentDesk,
  openDesk,
  playbookNamed,
  readIncident,
} from "../../../src/app/incident/incident-desk.ts";
import { openIncident } from "../../../src/app/incident/start-incident.ts";
import { listRules } from "../../../src/app/list-rules.ts";
import { GuardError } from "../../../src/core/error.ts";
import type { Playbook } from "../../../src/core/knowledge/playbook.ts";
import { readRuleFiles } from "../../../src/platform/rule-files.ts";
import { incidentDesk, incidentShop } from "../../support/incident-desk.ts";
import { type BuiltInstall, type Files, install } from "../../support/install-builder.ts";
import { localAuditText } from "../../support/local-audit-cases.ts";
import { mint, mintTemplate, seededRandom } from "../../support/mint.ts";

const rules = `rules:
  - id: local-acme
    title: Acme token
    severity: high
    pattern:
      regex: 'acme_[a-z0-9]{32}'
      boundary: 'A-Za-z0-9_'
      keywords: [acme_]
      strong: true
      matches: ["acme_{lower:32}"]
      ignores: ["acme_{lower:31}"]
`;
const token = mintTemplate("acme_{lower:32}", seededRandom(1));

const shippedPlaybook = readRuleFiles().find(({ path }) => path.endsWith("/stripe-key.yaml"))?.text;
const playbook = (shippedPlaybook ?? "").replace("id: stripe-key", "id: local-acme");

const extensions: Files = {
  "audits.d/a.yaml":
    localAuditText("file: { path: install.php, exists: false }", "local/no-installer") +
    localAuditText("env: { name: SHOP_MODE, set: true }", "local/mode-set").replace(
      "audits:\n",
      "",
    ),
  "rules.d/acme.yaml": rules,
  "playbooks.d/local-acme.yaml": playbook,
};
const files: Files = {
  ".env": { content: `SHOP_MODE=x\nACME=${token}\n`, mode: 0o600 },
  "install.php": "<?php",
  "config.php": `<?php $token = '${token}';\n`,
};

const run = (built: BuiltInstall, only: readonly string[], more = {}) =>
  auditInstall(built.ports, {
    path: built.root,
    ...(built.config === undefined ? {} : { config: built.config }),
    only,
    failOn: "medium",
    strict: false,
    ...more,
  });

async function messageOf(act: () => unknown): Promise<string> {
  try {
    await act();
  } catch (error) {
    if (error instanceof GuardError) return [error.message, ...error.hints].join(" | ");
    throw error;
  }
  return "nothing was thrown";
}

describe("beside the configuration", () => {
  const built = install(files, { config: "", besideConfig: extensions });

  test("local audits run among the others, by id, into a report of the usual form", async () => {
    const { report } = await run(built, ["incident/ready", "local/*", "monitoring/logs-exist"]);
    expect(report.audits.map(({ id, status }) => `${id} ${status}`)).toEqual([
      "incident/ready fail",
      "local/mode-set pass",
      "local/no-installer fail",
      "monitoring/logs-exist skipped",
    ]);
    const schema = new URL("../../../rules/schema/report.schema.json", import.meta.url);
    const validate = new Ajv2020().compile(JSON.parse(readFileSync(schema, "utf8")) as object);
    validate(JSON.parse(JSON.stringify(report)));
    expect(validate.errors ?? []).toEqual([]);
  });

  test("local rules are searched, and what they find in use is a credential", async () => {
    const { report } = await run(built, ["secrets/none-in-worktree"]);
    expect(report.findings).toMatchObject([
      { ruleId: "local-acme", location: { path: "config.php", line: 1 } },
    ]);
    expect(JSON.stringify(report)).not.toContain(token);
  });

  test("are explained and listed", () => {
    const own = () => extensionsBesideConfig(built.ports, built.config);
    const shipped = readRuleFiles();
    expect(explain("local/no-installer", shipped, own)).toMatchObject({
      subject: "audit",
      title: "The example is as it should be",
      why: `This host asks for it, in ${built.top}/audits.d/a.yaml.`,
    });
    expect(explain("local-acme", shipped, own)).toMatchObject({ subject: "secret-rule" });
    const { rule = 0 } = explain("local/no-installer", shipped, own);
    expect(explain(String(rule), shipped, own).audits).toContainEqual({
      id: "local/no-installer",
      title: "The example is as it should be",
    });
    expect(() => explain("local/no-instaler", shipped, own)).toThrow("nothing is called");
    expect(() => explain("local/no-installer", shipped)).toThrow("no configuration with audits");
    expect(listRules([...shipped, ...own()]).map(({ id }) => id)).toContain("local-acme");
    expect(explain("env/mode", shipped, () => expect.fail("not needed")).id).toBe("env/mode");
  });

  test("playbooks are found by name", () => {
    const desk = openDesk(
      { ...built.ports, operator: "jo", incidentsOf: () => ({}) as never },
      { path: built.root, config: built.config ?? "" },
    );
    expect(playbookNamed(desk.playbooks, "local-acme").steps).toHaveLength(6);
  });

  test("nothing of them is used for another root, which is said", async () => {
    const other = install({ ...files, "install.php": "" }, {});
    const path = other.root;
    const told = await run(built, ["env/mode"], { path });
    expect(told.localAudits).toEqual([]);
    expect(told.ruleFiles).toEqual(readRuleFiles());
    expect(told.notes).toContain(`${built.config} is about ${built.root}: nothing of it is used`);
    expect(await messageOf(() => run(built, ["local/*"], { path }))).toMatch(
      /^--only local\/\*: no audit has that id/,
    );
  });

  test("without a configuration there are none", async () => {
    const { config, ...without } = install(files, { config: "", besideConfig: extensions });
    expect(config).toBeDefined();
    expect((await run(without, ["env/mode"])).localAudits).toEqual([]);
    expect(extensionsBesideConfig(without.ports, undefined)).toEqual([]);
  });
});

describe("refuses, before anything is audited,", () => {
  test.each<readonly [string, Files, RegExp]>([
    [
      "a rule that runs away",
      { "rules.d/a.yaml": rules.replace("{32}", "+") },
      /\/rules\.d\/a\.yaml:6:14: unbounded repetition \+ in "regex" \| write a bounded one/,
    ],
    [
      "a nested repetition",
      { "rules.d/a.yaml": rules.replace("[a-z0-9]{32}", "(?:[a-z]{1,9}){1,9}") },
      /\/rules\.d\/a\.yaml:6:14: repetition \{1,9\} of a group that repeats/,
    ],
    [
      "alternatives that repeat",
      { "rules.d/a.yaml": rules.replace("[a-z0-9]{32}", "(?:[a-z]|a){32}") },
      /a\.yaml:2:9: rule "local-acme": repetition \{32\} of alternatives in "regex" \| write fixed/,
    ],
    [
      "a rule that does not find its example: its keyword is not in it",
      { "rules.d/a.yaml": rules.replace("[acme_]", "[acme-]") },
      /a\.yaml:2:9: rule "local-acme" does not find its example "acme_\{lower:32\}" \| correct/,
    ],
    [
      "a rule that finds what it is to ignore",
      { "rules.d/a.yaml": rules.replace("{lower:31}", "{lower:32}") },
      /a\.yaml:2:9: rule "local-acme" finds "acme_\{lower:32\}", which it is to ignore/,
    ],
    [
      "a rule without an example",
      { "rules.d/a.yaml": rules.replace(/ +matches.*\n/, "") },
      /a\.yaml:2:9: rule "local-acme" has no example \| add one that it finds/,
    ],
    [
      "an example with an unknown placeholder",
      { "rules.d/a.yaml": rules.replace("{lower:32}", "{letters:32}") },
      /a\.yaml:2:9: unknown placeholder \{letters:32\} in an example \| use one such as/,
    ],
    [
      "a rule without our mark in its id",
      { "rules.d/a.yaml": rules.replace("local-acme", "acme") },
      /a\.yaml:2:9: the id of a rule in rules\.d begins with "local-" \| call it local-acme/,
    ],
    [
      "a rule of a name that is taken",
      { "rules.d/a.yaml": rules, "rules.d/b.yaml": rules },
      /b\.yaml:2:9: id "local-acme" is already taken by \/.*\/rules\.d\/a\.yaml/,
    ],
    [
      "an unknown key of a rule",
      { "rules.d/a.yaml": rules.replace("severity", "sevrity") },
      /a\.yaml:4:5: unknown key "sevrity" \| did you mean "severity"\?/,
    ],
    ["a file without rules", { "rules.d/a.yaml": "{}" }, /a\.yaml:1:1: "rules" is missing/],
    [
      "a playbook of ours under its own name",
      { "playbooks.d/stripe-key.yaml": shippedPlaybook ?? "" },
      /stripe-key\.yaml:1:1: the id of a playbook in playbooks\.d begins with "local-" \| call it/,
    ],
    [
      "a playbook that is not called as its file",
      { "playbooks.d/local-b.yaml": playbook },
      /local-b\.yaml:\d+:5: "local-acme" is not the name of the file \| write id: local-b, or/,
    ],
    [
      "a playbook whose id is none",
      { "playbooks.d/local-B.yaml": playbook.replace("local-acme", "local-B") },
      /local-B\.yaml:\d+:5: "local-B" is no id \| small letters/,
    ],
    [
      "a broken audit",
      { "audits.d/a.yaml": localAuditText("env: { nam: A, set: true }") },
      /audits\.d\/a\.yaml:7:12: unknown key "nam" \| did you mean "name"\?/,
    ],
    [
      "two audits of one id",
      {
        "audits.d/a.yaml": localAuditText("env: { name: A, set: true }"),
        "audits.d/b.yaml": localAuditText("env: { name: A, set: true }"),
      },
      /audits\.d\/b\.yaml:2:9: id "local\/example" is already taken by/,
    ],
    ["a misnamed file", { "audits.d/a.yml": "" }, /a\.yml: only files that end in \.yaml are read/],
    ["a FIFO", { "rules.d/a.yaml": { is: "fifo" } }, /a\.yaml: cannot be read: is a FIFO/],
    [
      "a file of the install",
      { "audits.d/a.yaml": { link: "{root}/a.yaml" } },
      /audits\.d\/a\.yaml: a file inside what is audited has no say in how it is judged/,
    ],
    [
      "a folder of the install",
      { "audits.d": { link: "{root}/audits.d" } },
      /audits\.d\/a\.yaml: a file inside what is audited has no say/,
    ],
  ])("%s", async (_, besideConfig, message) => {
    const inside = { "a.yaml": "audits: []\n", "audits.d/a.yaml": "audits: []\n" };
    const built = install({ ...files, ...inside }, { config: "", besideConfig });
    expect(await messageOf(() => run(built, ["env/mode"]))).toMatch(message);
  });

  test.each(["The example is as it should be", "Put it right."])(
    "a secret where an audit says %s, which is printed",
    async (words) => {
      const text = localAuditText("file: { path: x, exists: false }");
      const secret = mint("stripe.secret-key");
      const own = { "audits.d/a.yaml": text.replace(words, `${words} ${secret}`) };
      const built = install(files, { config: "", besideConfig: own });
      const field = words.startsWith("The") ? "title" : "remedy";
      const wanted = `the ${field} of local/example holds a secret (Stripe`;
      const said = await messageOf(() => run(built, ["env/mode"]));
      expect(said).toContain(wanted);
      expect(said).not.toContain(secret);
      const ownFiles = () => [
        { path: "/etc/iptvbp-guard/audits.d/a.yaml", text: own["audits.d/a.yaml"] },
      ];
      expect(await messageOf(() => explain("local/example", readRuleFiles(), ownFiles))).toContain(
        wanted,
      );
    },
  );

  test("a configuration inside an install that it does not even name", async () => {
    const built = install({ ...files, "guard.yaml": "install: { environment: test }\n" });
    const act = () => run(built, ["env/mode"], { config: `${built.root}/guard.yaml` });
    expect(await messageOf(act)).toContain("a configuration inside the install it describes");
  });
});

describe("an incident with a playbook of one's own", () => {
  const playbookOf = (id: string, { playbooks }: IncidentDesk): Playbook => ({
    ...playbookNamed(playbooks, "stripe-key"),
    id,
  });
  const withPlaybooks = (...ids: readonly string[]): IncidentDesk => {
    const desk = incidentDesk(incidentShop());
    return { ...desk, playbooks: ids.map((id) => playbookOf(id, desk)) };
  };
  const open = (desk: IncidentDesk, at: number) => {
    const playbook = desk.playbooks[at];
    if (!playbook) throw new Error("no such playbook");
    return openIncident(desk, { playbook, affected: [] }).id;
  };

  test("says what is missing when the playbook is", () => {
    const desk = withPlaybooks("local-acme");
    const id = open(desk, 0);
    expect(() => readIncident({ ...desk, playbooks: [] }, id)).toThrow(
      expect.objectContaining({
        message: `incident ${id} follows the playbook "local-acme", which is not there`,
        hints: [
          "name the configuration that it was started with: --config",
          "put playbooks.d/local-acme.yaml back beside that configuration",
        ],
      }),
    );
  });

  test("is not taken for one whose name begins with its own", () => {
    const desk = withPlaybooks("local-acme-shop", "local-acme");
    open(desk, 0);
    open(desk, 1);
    expect(() => open(desk, 0)).toThrow("is open already");
    expect(() => open(desk, 1)).toThrow("is open already");
  });
});
