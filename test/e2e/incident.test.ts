import fs from "node:fs";
import path from "node:path";
import { Ajv2020 } from "ajv/dist/2020.js";
import { beforeAll, describe, expect, test } from "vitest";
import { projectRoot, runGuard } from "../support/run-guard.ts";
import { findSpelling } from "../support/spellings.ts";
import { tempFolder } from "../support/temp-folder.ts";

interface Demo {
  readonly folder: string;
  readonly options: readonly string[];
  readonly secrets: readonly string[];
}

let demo: Demo;
const printed: string[] = [];

beforeAll(async () => {
  const folder = path.join(tempFolder(), "shop");
  const state = path.join(folder, "state");
  const run = await runGuard(["demo", "--keep", folder, "--state-dir", state]);
  expect(run.status, run.stderr).toBe(0);
  const secrets = fs
    .readFileSync(path.join(folder, "www/.env"), "utf8")
    .split("\n")
    .map((line) => /^(\w+)=(.*)$/.exec(line))
    .filter((parts) => /KEY|SECRET|PASSWORD|TOKEN/.test(parts?.[1] ?? ""))
    .map((parts) => parts?.[2] ?? "")
    .filter((value) => value.length > 7);
  const config = path.join(folder, "guard.yaml");
  demo = { folder, options: ["--config", config, "--state-dir", state], secrets };
});

/** Runs a command on the sample, and keeps what it printed for the search at the end. */
async function guard(...args: readonly string[]) {
  const run = await runGuard([...args, ...demo.options]);
  printed.push(run.stdout, run.stderr);
  return run;
}

const schema = new Ajv2020({ allErrors: true, strict: true, strictRequired: false }).compile(
  JSON.parse(fs.readFileSync(path.join(projectRoot, "rules/schema/incident.schema.json"), "utf8")),
);

/** A document of the right shape. */
async function document(...args: readonly string[]) {
  const run = await guard(...args, "--format", "json");
  const value = JSON.parse(run.stdout);
  schema(value);
  expect(schema.errors ?? [], args.join(" ")).toEqual([]);
  expect(value.exitCode, args.join(" ")).toBe(run.status);
  return value;
}

describe("without a terminal", () => {
  test("the audit ends with the command that opens the incident", async () => {
    const { stdout, status } = await guard("audit");
    expect(status).toBe(1);
    const [heading, command] = stdout.trimEnd().split("\n").slice(-2);
    expect(heading).toBe("A key in use has leaked. Open the incident:");
    expect(command).toMatch(/ incident start stripe-key --config \S+guard\.yaml --state-dir /);
  });

  test.each([
    [["start", "stripe-key"], /--mode used/],
    [["start", "stripe-kye", "--mode", "used"], /did you mean "stripe-key"/],
    [["start", "--mode", "used", "--finding", "00000000"], /audit --format json/],
    [["status"], /incident start/],
    [["verify", "--head", "12"], /incident start/],
    [["step", "done", "--id", "nope"], /incident list/],
  ])("%j is refused and says what to do", async (args, hint) => {
    const run = await guard("incident", ...args);
    expect(run.status).toBe(2);
    expect(run.stderr).toMatch(hint);
  });

  test("nothing is open and nothing was written by what was refused", async () => {
    const { incidents } = await document("incident", "list");
    expect(incidents).toEqual([]);
  });

  test("a finding opens its playbook, and a person leads it to the end by commands", async () => {
    const report = JSON.parse((await guard("audit", "--format", "json")).stdout);
    const finding = report.findings.find(
      (each: { auditId: string; ruleId?: string }) =>
        each.auditId === "secrets/none-in-history" && each.ruleId === "stripe.secret-key",
    );
    const opened = await document(
      "incident",
      "start",
      "--finding",
      finding.fingerprint.slice(0, 12),
      "--mode",
      "exposed",
    );
    expect(opened.incident).toMatchObject({
      playbook: "stripe-key",
      mode: "exposed",
      current: 1,
      searched: true,
    });
    expect(opened.incident.sightings.length).toBeGreaterThanOrEqual(2);
    expect(opened.incident.steps[0].id).toBe("replace");

    const { stdout } = await guard("incident", "status");
    expect(stdout).toMatch(/incident step done .*--step replace/);
    await document("incident", "step", "failed", "--step", "1", "--reason", "Stripe is down");
    await document("incident", "step", "done", "--step", "replace");
    for (const step of ["revoke", "review", "check", "reverse"]) {
      await document("incident", "step", "done", "--step", step);
    }
    const unnamed = await guard("incident", "step", "skip", "--reason", "a drill");
    expect([unnamed.status, unnamed.stderr]).toEqual([
      2,
      expect.stringMatching(/the next one is 6, .*\n.*incident step skip --step investigate/),
    ]);
    const skip = ["step", "skip", "--step", "investigate", "--reason", "a drill"];
    const skipped = await document("incident", ...skip);
    expect(skipped.incident.current).toBeNull();
    await document("incident", "note", "case", "0815", "--sent-to", "anna");
    await document("incident", "note", "--aware");
    await document("incident", "resume");
    const closed = await document("incident", "close");
    expect(closed.incident).toMatchObject({ status: "closed" });

    const { id, head } = closed.incident;
    const verified = await document("incident", "verify", "--id", id, "--head", head);
    expect(verified.journal).toMatchObject({ whole: true, unanchored: null });
    expect(verified.journal.claims).toMatchObject([{ to: "anna", holds: true }]);
    expect((await document("incident", "verify", "--id", id)).exitCode).toBe(3);
    const whole = await document("incident", "export", "--id", id);
    expect(whole.timeline.length).toBe(whole.incident.records);
  });

  test("--yes takes the safe answer and settles nothing", async () => {
    const { incident } = await document("incident", "start", "panel-credentials", "--yes");
    expect(incident).toMatchObject({ mode: "used", current: 1 });
    expect(incident.steps.every((step: { status: string }) => step.status === "pending")).toBe(
      true,
    );
    const closed = await guard("incident", "close", "--yes");
    expect(closed.status).toBe(2);
    expect(closed.stderr).toMatch(/not done: revoke/);
    expect((await guard("incident", "close", "--reason", "a drill")).status).toBe(0);
  });

  test("a playbook for whatever is in history says what that is", async () => {
    const { incident } = await document("incident", "start", "secret-in-history", "--yes");
    expect(incident.affected.map((each: { id: string }) => each.id)).toEqual([
      "stripe.secret-key",
      "panel.main",
    ]);
    expect(incident.sightings).toHaveLength(2);
    expect((await guard("incident", "close", "--reason", "a drill")).status).toBe(0);
  });

  test("several playbooks fit: without a name that is a question", async () => {
    const run = await guard("incident", "start", "--mode", "used");
    expect(run.status).toBe(2);
    expect(run.stderr).toMatch(/incident start <playbook>/);
  });

  test("the journal never takes its time from --now", async () => {
    const now = ["--now", "2001-01-01T00:00:00Z"];
    const opened = await document("incident", "start", "env-exposed", "--mode", "used", ...now);
    expect(opened.startedAt).toBe("2001-01-01T00:00:00.000Z");
    expect(Date.parse(opened.incident.openedAt)).toBeGreaterThan(Date.parse("2026-01-01"));
    expect(opened.incident.affected.length).toBeGreaterThan(5);
    expect((await guard("incident", "close", "--reason", "a drill")).status).toBe(0);
  });
});

describe("on paper", () => {
  test("the export is a whole story in Markdown", async () => {
    const { incidents } = await document("incident", "list");
    const id = incidents.find((each: { id: string }) => each.id.endsWith("stripe-key")).id;
    const file = path.join(demo.folder, "story.md");
    const run = await guard("incident", "export", "--id", id, "--output", file);
    expect(run.status).toBe(0);
    expect(fs.statSync(file).mode & 0o777).toBe(0o600);
    const text = fs.readFileSync(file, "utf8");
    printed.push(text);
    expect(text).toMatch(/^# Incident \S+-stripe-key: A Stripe key has leaked$/m);
    for (const heading of [
      "Where it was seen",
      "Deadlines",
      "Steps",
      "Timeline",
      "What the journal",
    ]) {
      expect(text).toMatch(new RegExp(`^## ${heading}`, "m"));
    }
    expect(text).toMatch(
      /Failed|Done \d{4}-\d\d-\d\d \d\d:\d\d:\d\d UTC by \S+, as stated \(not tested\)/,
    );
    expect(text).toMatch(/case 0815/);
    expect(text).not.toMatch(/\{[a-z]+\}|undefined|null|\[object/);
  });

  test("the checklist has a box for each thing, and the facts of this install", async () => {
    const file = path.join(demo.folder, "checklist.md");
    const run = await guard("audit", "--checklist", file);
    expect(run.status).toBe(1);
    expect(fs.statSync(file).mode & 0o777).toBe(0o600);
    const text = fs.readFileSync(file, "utf8");
    printed.push(text);
    expect(text).toMatch(/^## \d\. A Stripe key has leaked$/m);
    expect(text).toMatch(/^## \d\. A panel's credentials have leaked$/m);
    expect(text.match(/^- \[ \] /gm)?.length).toBeGreaterThan(60);
    expect(text).toMatch(/\.env:3 in git, commit [0-9a-f]{7} of \d{4}-\d\d-\d\d/);
    expect(text).toMatch(/STRIPE_SECRET_KEY sk_live_\.\.\.\w{4}/);
    expect(text).not.toMatch(/\{[a-z]+\}|undefined|null|\[object/);
    const again = await guard("audit", "--checklist", file, "--quiet", "--fail-on", "never");
    expect(again.status).toBe(0);
    expect(again.stdout + again.stderr).toBe("");
  });

  test("a link or a folder is no place for a checklist", async () => {
    const link = path.join(demo.folder, "link.md");
    fs.symlinkSync("/tmp/elsewhere.md", link);
    for (const place of [link, demo.folder]) {
      const run = await guard("audit", "--checklist", place);
      expect(run.status).toBe(2);
    }
    expect(fs.existsSync("/tmp/elsewhere.md")).toBe(false);
  });

  test("of an install without a leak it says that, and names every playbook", async () => {
    const root = path.join(tempFolder(), "www");
    fs.mkdirSync(root);
    fs.writeFileSync(path.join(root, ".env"), "APP_ENV=production\n", { mode: 0o600 });
    const file = path.join(root, "../list.md");
    const state = path.join(root, "../state");
    await runGuard(["audit", root, "--checklist", file, "--state-dir", state]);
    const text = fs.readFileSync(file, "utf8");
    expect(text).toMatch(/Nothing was found that asks for one/);
    for (const id of ["stripe-key", "secret-in-history", "env-exposed", "panel-credentials"]) {
      expect(text).toContain(`incident start ${id}`);
    }
  });
});

test("somebody who changes the journal is found out, by line", async () => {
  const { incidents } = await document("incident", "list");
  const { id } = incidents.at(-1);
  const { incident } = await document("incident", "export", "--id", id);
  const state = demo.options[3] ?? "";
  const [install = ""] = fs.readdirSync(state);
  const journal = path.join(state, install, "incidents", id, "journal.jsonl");
  const lines = fs.readFileSync(journal, "utf8").trimEnd().split("\n");
  fs.writeFileSync(journal, `${[...lines.slice(0, 2), ...lines.slice(3)].join("\n")}\n`);
  const { exitCode, journal: verdict } = await document("incident", "verify", "--id", id);
  expect(exitCode).toBe(1);
  expect(verdict.problems[0]).toMatchObject({ line: 3 });
  const { stderr } = await guard("incident", "status", "--id", id);
  expect(stderr).toMatch(/warning: the journal is broken at line 3; .* incident verify/);
  fs.writeFileSync(journal, `${lines.slice(0, 3).join("\n")}\n`);
  expect((await document("incident", "verify", "--id", id)).exitCode).toBe(3);
  const anchored = await document("incident", "verify", "--id", id, "--head", incident.head);
  expect(anchored.exitCode).toBe(1);
  fs.writeFileSync(journal, `${lines.join("\n")}\n`);
});

test("a note with a secret is refused and not repeated", async () => {
  await document("incident", "start", "stripe-key", "--mode", "used", "--no-search");
  for (const secret of demo.secrets) {
    const run = await guard("incident", "note", `it was ${secret}`);
    expect(run.status).toBe(2);
    expect(run.stderr).toMatch(/last four characters/);
  }
});

test("no secret was printed, and none is in a journal", () => {
  expect(demo.secrets.length).toBeGreaterThan(5);
  expect(printed.length).toBeGreaterThan(60);
  const state = demo.options[3] ?? "";
  const journals = fs
    .readdirSync(state, { recursive: true, encoding: "utf8" })
    .filter((name) => name.endsWith("journal.jsonl") && name.includes("incidents"))
    .map((name) => fs.readFileSync(path.join(state, name), "latin1"));
  expect(journals.length).toBeGreaterThan(3);
  const whole = [...printed, ...journals].join("\n");
  for (const secret of demo.secrets) expect(findSpelling(whole, secret)).toBeUndefined();
});
