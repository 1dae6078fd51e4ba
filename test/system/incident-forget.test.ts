import fs from "node:fs";
import path from "node:path";
import { expect, test } from "vitest";
import { choice, driveGuard, keys } from "../support/drive-terminal.ts";
import { mint } from "../support/mint.ts";
import { needProgram } from "../support/need-program.ts";
import { runGuard } from "../support/run-guard.ts";
import { findSpelling } from "../support/spellings.ts";
import { tempFolder } from "../support/temp-folder.ts";

const [old, next] = [mint("stripe.secret-key", 1), mint("stripe.secret-key", 2)];

/** A shop whose fix has kept what held the key, with an incident on it. */
async function openIncident(mode: "used" | "exposed", { search = true, config = "" } = {}) {
  const top = tempFolder();
  const at = (name: string) => path.join(top, name);
  const env = at("www/.env");
  fs.mkdirSync(at("www"));
  const text = `APP_ENV=production\nSTRIPE_SECRET_KEY=${old}\n`;
  for (const name of [env, `${env}.bak`]) fs.writeFileSync(name, text, { mode: 0o644 });
  fs.writeFileSync(at("guard.yaml"), `install: { root: "${at("www")}" }\n${config}`, {
    mode: 0o600,
  });
  const options = ["--config", at("guard.yaml"), "--state-dir", at("state")];
  const run = async (...args: readonly string[]) => {
    const done = await runGuard([...args, ...options]);
    expect([done.status, done.stderr], args.join(" ")).toEqual([0, expect.any(String)]);
    return `${done.stdout}${done.stderr}`.replaceAll(/\s+/g, " ");
  };
  await run("fix", "--yes");
  const start = ["incident", "start", "stripe-key", "--mode", mode];
  await run(...start, ...(search ? [] : ["--no-search"]));
  return {
    options,
    run,
    step: async (part: string, outcome = "done") =>
      run("incident", "step", outcome, "--step", part, "--reason", "as said"),
    putIn: (value: string) => fs.writeFileSync(env, text.replace(old, value)),
    holding: () =>
      fs
        .readdirSync(at("state"), { recursive: true, withFileTypes: true })
        .filter((entry) => entry.isFile())
        .map((entry) => path.join(entry.parentPath, entry.name))
        .filter((file) => findSpelling(fs.readFileSync(file, "utf8"), old) !== undefined)
        .map((file) => path.basename(file)),
  };
}

const gone = "what transaction 1 kept of the dead value is deleted";
const stays = "stripe.secret-key still has the value that it had when the incident began";

test.for([
  { mode: "used", order: ["revoke", "replace"] },
  { mode: "exposed", order: ["replace", "revoke"] },
] as const)("settled by hand, $mode: nothing of the old value stays", async ({ mode, order }) => {
  // Nothing but the incident has ever seen the value.
  const shop = await openIncident(mode, { search: false });
  shop.putIn(next);
  expect(await shop.step(order[0])).not.toContain(gone);
  expect(shop.holding()).toEqual(["0000", "0001"]);
  expect(await shop.step(order[1])).toContain(gone);
  expect(shop.holding()).toEqual([]);
  const audit = JSON.parse(
    (
      await runGuard([
        "audit",
        "--only",
        "rotation/old-key-dead",
        "--format",
        "json",
        ...shop.options,
      ])
    ).stdout,
  ) as { audits: { status: string }[] };
  expect(audit.audits.map(({ status }) => status)).toEqual(["pass"]);
  // Said once, and no second time.
  expect(await shop.step(order[0])).not.toContain(gone);
});

test.for([
  { name: "the old value is still in use", first: "done", value: old, says: stays },
  { name: "the step was skipped", first: "skip", value: next, says: undefined },
  { name: "the step failed", first: "failed", value: next, says: undefined },
])("what is not said to be dead stays: $name", async ({ first, value, says }) => {
  const shop = await openIncident("used");
  shop.putIn(value);
  const texts = [await shop.step("revoke", first), await shop.step("replace")].join(" ");
  expect(texts).not.toContain(gone);
  expect(texts.includes(stays)).toBe(says !== undefined);
  expect(shop.holding()).toEqual(["0000", "0001"]);
});

test("a value that is changed after it was said goes when the incident is closed", async () => {
  const shop = await openIncident("used");
  await shop.step("revoke");
  expect(await shop.step("replace")).toContain(stays);
  shop.putIn(next);
  expect(shop.holding()).toEqual(["0000", "0001"]);
  expect(await shop.run("incident", "close", "--reason", "enough")).toContain(gone);
  expect(shop.holding()).toEqual([]);
});

test("a copy under the name goes too when IPTVbp's settings hold the value", async () => {
  const shop = await openIncident("used", {
    config: "credentials: { stripe.secret-key: { stored: settings } }\n",
  });
  shop.putIn("");
  await shop.step("revoke");
  expect(await shop.step("replace")).toContain(gone);
  expect(shop.holding()).toEqual([]);
});

test("in a terminal", async ({ skip }) => {
  needProgram(skip, "python3");
  const shop = await openIncident("used");
  shop.putIn(next);
  const steps = [
    { expect: "Step 1", send: choice(0) },
    { expect: "Replace stripe.secret-key with", send: ["n", keys.enter] },
    { expect: "Step 2", send: choice(0) },
    { expect: "kept of the dead value is deleted", send: [] },
    { expect: "Step 3", send: choice(3) },
  ];
  const run = await driveGuard(["incident", "resume", ...shop.options], steps, [old, next]);
  expect([run.missed, run.status], run.output).toEqual([null, 0]);
  expect(shop.holding()).toEqual([]);
});
