import fs from "node:fs";
import path from "node:path";
import { Ajv2020 } from "ajv/dist/2020.js";
import { describe, expect, test } from "vitest";
import { mint } from "../support/mint.ts";
import { type GuardRun, projectRoot, runGuard } from "../support/run-guard.ts";
import { findSpelling } from "../support/spellings.ts";
import { tempFolder } from "../support/temp-folder.ts";

const schema = JSON.parse(
  fs.readFileSync(path.join(projectRoot, "rules/schema/attestation.schema.json"), "utf8"),
) as object;
const isAttestation = new Ajv2020({ allErrors: true, allowUnionTypes: true }).compile(schema);

const id = "accounts/two-factor";
const day = (offset: number) =>
  new Date(Date.now() + offset * 86_400_000).toISOString().slice(0, 10);

function makeShop() {
  const top = tempFolder();
  const [root, state, config] = [`${top}/www`, `${top}/state`, `${top}/guard.yaml`];
  const secret = mint("stripe.secret-key", 5);
  fs.mkdirSync(root);
  fs.writeFileSync(path.join(root, ".env"), `STRIPE_SECRET_KEY=${secret}\n`, { mode: 0o600 });
  fs.writeFileSync(config, `install: { root: "${root}" }\n`, { mode: 0o600 });
  const common = ["--config", config, "--state-dir", state];
  return {
    top,
    state,
    secret,
    attest: (...args: readonly string[]) => runGuard(["attest", ...args, ...common]),
    audit: (...args: readonly string[]) => runGuard(["audit", "--only", id, ...args, ...common]),
    file: () => path.join(state, fs.readdirSync(state)[0] ?? "", "attestations"),
  };
}

function documentOf(run: GuardRun): {
  readonly status: string;
  readonly attestations: readonly Record<string, unknown>[];
} {
  expect(run.status, run.stderr).toBe(0);
  const document: unknown = JSON.parse(run.stdout);
  expect(isAttestation(document), JSON.stringify(isAttestation.errors)).toBe(true);
  return document as ReturnType<typeof documentOf>;
}

const rowOf = (run: GuardRun) =>
  (JSON.parse(run.stdout) as { audits: readonly Record<string, unknown>[] }).audits[0];

describe("attest and audit together", () => {
  test("from nothing stated to on, off, expired, taken back", async () => {
    const shop = makeShop();
    const needs = [`attest ${id}`];
    const look = async (status: number, ...args: readonly string[]) => {
      const run = await shop.audit("--format", "json", ...args);
      expect(run.status, run.stderr).toBe(status);
      return rowOf(run);
    };
    expect(await look(0)).toMatchObject({ status: "skipped", needs });
    expect(await look(3, "--strict")).toMatchObject({ status: "skipped" });

    const stated = documentOf(await shop.attest(id, "--state", "on", "--format", "json"));
    expect(stated).toMatchObject({ status: "stated", attestations: [{ state: "holds" }] });
    expect(await look(0)).toMatchObject({ status: "pass", gaps: [] });
    expect(await look(0, "--now", day(90))).toMatchObject({ status: "pass" });
    expect(await look(3, "--now", day(91))).toMatchObject({
      status: "unknown",
      reason: { code: "expired" },
      needs,
    });
    expect(await look(3, "--now", "1970-01-01")).toMatchObject({ reason: { code: "expired" } });

    documentOf(await shop.attest(id, "--state", "off", "--note", "two left", "--format", "json"));
    expect(await look(1)).toMatchObject({ status: "fail" });
    const human = await shop.audit();
    expect(human.stdout).toContain("two-factor authentication is not required for all staff");
    expect(human.stdout).toMatch(/IPTVbp security policies {2}stated by \w+ on [\d-]+: two left/);

    fs.appendFileSync(shop.file(), "{");
    expect(await look(3)).toMatchObject({ status: "unknown", reason: { code: "parse" } });
    documentOf(await shop.attest(id, "--withdraw", "--format", "json"));
    expect(await look(0)).toMatchObject({ status: "skipped" });

    const { attestations } = documentOf(await shop.attest("--list", id, "--format", "json"));
    expect(attestations.map(({ state, answer }) => [state, answer])).toEqual([
      ["withdrawn", null],
      ["replaced", "off"],
      ["replaced", "on"],
    ]);
  });

  test("people read a table, and what to type next", async () => {
    const shop = makeShop();
    const evidence = path.join(shop.top, "shot.png");
    fs.writeFileSync(evidence, "a picture");
    const done = await shop.attest(id, "--state", "on", "--by", "jo", "--evidence", evidence);
    expect(done.stdout).toContain(`Stated: ${id} = on, seen by jo on ${day(0)}. It holds until`);
    expect(done.stdout).toMatch(/Next {3}.* attest --list --config /);
    const short = await shop.attest("accounts/passwords", "--state", "8");
    expect(short.stdout).toContain("The audit fails until it is mended and stated anew.");
    expect(short.stdout).toMatch(/Next {3}.* audit --only accounts\/passwords --config /);
    fs.writeFileSync(evidence, "another");
    const { stdout, status } = await shop.attest("--list");
    expect(status).toBe(0);
    const lines = stdout.split("\n");
    expect(lines[0]).toMatch(/^Audit +Stated +Until +From$/);
    expect(lines).toContainEqual(expect.stringMatching(/^accounts\/sessions +-$/));
    expect(lines).toContainEqual(
      expect.stringMatching(new RegExp(`^accounts/two-factor +on +${day(90)} +jo, ${day(0)}$`)),
    );
    expect(stdout).toContain("shot.png has changed since");
    expect(stdout).toMatch(/^accounts\/passwords +8 FAILS +20/m);
    expect(stdout).toContain("2 of 7 audits stated.");
    const all = await runGuard([
      "audit",
      "--config",
      path.join(shop.top, "guard.yaml"),
      "--state-dir",
      shop.state,
    ]);
    expect(all.stdout).toMatch(/^(Skipped)? +5 that only a dashboard answers: attest --list$/m);
  });

  test.each<[readonly string[], RegExp]>([
    [[], /attest: what is it about\?/],
    [[id], /answer it on the command line with --state and on or off/],
    [[id, "--yes"], /--state and on or off/],
    [["accounts/sessions"], /--date and the day of the review/],
    [["env/mode", "--state", "on"], /env\/mode takes no statement[\s\S]*accounts\/two-factor/],
    [["acounts/two-factor", "--state", "on"], /did you mean "accounts\/two-factor"\?/],
    [[id, "--state", "perhaps"], /"perhaps" is none of on, off/],
    [[id, "--state", "on", "--expires", "someday"], /"someday" is no day/],
    [[id, "--state="], /--state: the value is empty/],
    [["--list", "--state", "on"], /--list changes nothing/],
    [["--list", "--withdraw"], /--list changes nothing/],
    [["--list", "nothing/here"], /no audit is called/],
    [[id, "--sate", "on"], /did you mean "--state"/],
  ])("%j is refused with 2, and nothing is written", async (args, message) => {
    const shop = makeShop();
    const run = await shop.attest(...args);
    expect([run.status, run.stdout]).toEqual([2, ""]);
    expect(run.stderr).toMatch(message);
    expect(fs.existsSync(shop.state)).toBe(false);
  });

  test("what was never stated is not taken back", async () => {
    const shop = makeShop();
    const run = await shop.attest(id, "--withdraw");
    expect([run.status, run.stdout]).toEqual([2, ""]);
    expect(run.stderr).toContain(`nothing is stated about ${id}`);
    await shop.attest(id, "--state", "on");
    expect((await shop.attest(id, "--withdraw")).status).toBe(0);
    expect((await shop.attest(id, "--withdraw")).status).toBe(2);
  });

  test("a secret that is typed anywhere is neither kept nor printed", async () => {
    const shop = makeShop();
    for (const args of [
      [shop.secret],
      [id, "--state", shop.secret],
      ["privilege/panel-scopes", "--state", `Create Users, ${shop.secret}`],
      ...["--by", "--note", "--evidence", "--date", "--expires"].map((flag) => [
        id,
        "--state",
        "on",
        flag,
        shop.secret,
      ]),
    ]) {
      const run = await shop.attest(...args, "--format", "json", "--debug");
      expect(run.status, args.join(" ")).toBe(2);
      expect(findSpelling(run.stdout + run.stderr, shop.secret), args.join(" ")).toBeUndefined();
      expect(`${run.stdout}${run.stderr}`).not.toContain(shop.secret.slice(0, 20));
    }
    expect(fs.existsSync(shop.state) && fs.existsSync(shop.file())).toBe(false);
  });

  test("no control byte of a remark reaches the terminal", async () => {
    const shop = makeShop();
    const evil = "a\u001b[31m\u202eb\nc";
    await shop.attest(id, "--state", "off", "--note", evil, "--by", `k${evil}`);
    for (const run of [await shop.attest("--list"), await shop.audit()]) {
      // eslint-disable-next-line no-control-regex -- these are what is looked for
      expect(run.stdout).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u202e]/);
      expect(run.stdout).toContain("\\x1b[31m\\u{202e}b");
    }
  });
});
