import { spawn } from "node:child_process";
import fs from "node:fs";
import path from "node:path";
import { Ajv2020 } from "ajv/dist/2020.js";
import { parse } from "dotenv";
import { describe, expect, test } from "vitest";
import { mint } from "../support/mint.ts";
import { type GuardRun, projectRoot, runGuard } from "../support/run-guard.ts";
import { tempFolder } from "../support/temp-folder.ts";

const schema = JSON.parse(
  fs.readFileSync(path.join(projectRoot, "rules/schema/rotation.schema.json"), "utf8"),
) as object;
const isRotation = new Ajv2020().compile(schema);

const stripe = "stripe.secret-key";
const [old, next] = [mint(stripe, 1), mint(stripe, 2)];

interface Shop {
  readonly root: string;
  readonly state: string;
  readonly common: readonly string[];
}

function makeShop(env = `NAME=1\nSTRIPE_SECRET_KEY=${old}\n`, more = ""): Shop {
  const top = tempFolder();
  const [root, state, config] = [`${top}/www`, `${top}/state`, `${top}/guard.yaml`];
  fs.mkdirSync(root);
  fs.writeFileSync(path.join(root, ".env"), env, { mode: 0o600 });
  fs.writeFileSync(config, `install: { root: "${root}" }\n${more}`, { mode: 0o600 });
  return { root, state, common: ["--config", config, "--state-dir", state] };
}

async function rotate(shop: Shop, args: readonly string[], input = ""): Promise<GuardRun> {
  return runGuard(["rotate", ...args, ...shop.common], { input });
}

const envOf = ({ root }: Shop) => fs.readFileSync(path.join(root, ".env"), "utf8");

function stateFiles({ state }: Shop): readonly (readonly [string, string])[] {
  return fs
    .readdirSync(state, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => path.join(entry.parentPath, entry.name))
    .map((file) => [file, fs.readFileSync(file, "utf8")] as const);
}

interface Document {
  readonly status: string;
  readonly notes: readonly string[];
  readonly credentials: readonly Record<string, unknown>[];
  readonly rotations: readonly { readonly left: readonly string[]; readonly oldValue: string }[];
}

function documentOf(run: GuardRun): Document {
  const document: unknown = JSON.parse(run.stdout);
  expect(isRotation(document), JSON.stringify(isRotation.errors)).toBe(true);
  return document as Document;
}

const piped = ["--new-value-stdin", "--yes"];

describe("without a terminal", () => {
  test("does what is safe, and says what is left", async () => {
    const shop = makeShop();
    const run = await rotate(shop, [stripe, ...piped, "--format", "json"], `${next}\n`);
    expect(run.status, run.stderr).toBe(0);
    const document = documentOf(run);
    expect(document.status).toBe("open");
    expect(document.rotations[0]).toMatchObject({
      mode: "planned",
      oldValue: "works",
      left: [
        "let the services read it",
        "see that it works",
        "revoke the old value",
        "write it down",
      ],
    });
    expect(envOf(shop)).toBe(`NAME=1\nSTRIPE_SECRET_KEY=${next}\n`);
    for (const secret of [old, next]) {
      expect(run.stdout.includes(secret)).toBe(false);
      expect(run.stderr.includes(secret)).toBe(false);
    }
    // The old value is kept in one place only, for backing out; the new one nowhere.
    for (const [file, text] of stateFiles(shop)) {
      expect(text.includes(next), file).toBe(false);
      if (text.includes(old)) expect(file).toMatch(/\/transactions\/0001\/before\//);
    }
  });

  test("a breach leaves the revocation to a person, and puts the new value in", async () => {
    const shop = makeShop();
    const run = await rotate(
      shop,
      [stripe, "--mode", "breach", ...piped, "--format", "json"],
      next,
    );
    expect(run.status, run.stderr).toBe(0);
    expect(documentOf(run).rotations[0]?.left[0]).toBe("revoke the old value");
    expect(envOf(shop)).toContain(next);
  });

  test("nothing takes the cut over back but rotate, and no second one begins", async () => {
    const shop = makeShop();
    await rotate(shop, [stripe, ...piped], next);
    const undo = await runGuard(["undo", ...shop.common, "--yes"]);
    expect([undo.status, undo.stderr]).toEqual([2, expect.stringMatching(/is a rotation/)]);
    const second = await rotate(shop, [stripe, ...piped], mint(stripe, 3));
    expect(second.status).toBe(2);
    expect(second.stderr).toMatch(/old and new are alive; a third would end the first/);
    expect(second.stderr).toMatch(
      /rotate resume stripe\.secret-key --config \S+ --state-dir \S+\n/,
    );
    expect(envOf(shop)).toContain(next);
    const status = documentOf(await rotate(shop, ["status", "--format", "json"]));
    expect(status.rotations).toHaveLength(1);
    // What the rotation still asks is not answered beside it.
    const beside = await rotate(shop, ["record", stripe, "--old-dead"]);
    expect([beside.status, beside.stderr]).toEqual([2, expect.stringMatching(/asks for that/)]);
  });

  test.each([
    ["the encryption key", ["iptvbp.encryption-key"], "", /would be unreadable/],
    ["no such credential", ["stripe.secret-kee"], "", /did you mean "stripe.secret-key"/],
    ["one that is nowhere", ["paypal.client-secret", ...piped], "x", /nowhere to be seen/],
    ["no terminal", [stripe], "", /no terminal to ask, so no rotation was begun/],
    ["--yes and no value", [stripe, "--yes"], "", /no new value/],
    ["the same value", [stripe, ...piped], `${old}\n`, /is in use now/],
    ["a test value", [stripe, ...piped], mint("stripe.test-key"), /is a test value/],
    ["something else", [stripe, ...piped], "hello-world-123", /shape of stripe/],
    ["nothing", [stripe, ...piped], "\n", /it is empty/],
    ["nothing to resume", ["resume", "--yes"], "", /no rotation is open/],
    ["a date to come", ["record", stripe, "--date", "2099-01-01"], "", /has not come yet/],
    ["a date of 1970", ["record", stripe, "--date", "1970-01-01"], "", /before any of these/],
  ])("refuses %s and begins nothing", async (_, args, input, message) => {
    const shop = makeShop();
    const run = await rotate(shop, args, input);
    expect(run.status).toBe(2);
    expect(run.stderr).toMatch(message);
    expect(envOf(shop)).toBe(`NAME=1\nSTRIPE_SECRET_KEY=${old}\n`);
    const status = documentOf(await rotate(shop, ["status", "--format", "json"]));
    expect(status.rotations).toEqual([]);
  });
});

describe("places that the wizard does not change", () => {
  const compose = (value: string) =>
    `services: { x: { image: a, environment: { STRIPE_SECRET_KEY: "${value}" } } }\n`;

  test.each([[["--mode", "planned"]], [["--mode", "breach"]]])(
    "a value that nothing would take is refused, %j",
    async (mode) => {
      const shop = makeShop("NAME=1\n");
      fs.writeFileSync(`${shop.root}/compose.yaml`, compose(old));
      const run = await rotate(shop, [stripe, ...mode, ...piped], next);
      expect([run.status, run.stderr]).toEqual([
        2,
        expect.stringMatching(/stands only in compose\.yaml:1, .* would be lost/),
      ]);
      const status = documentOf(await rotate(shop, ["status", "--format", "json"]));
      expect(status.rotations).toEqual([]);
    },
  );

  test("another value of the same credential is named first, and which one wins", async () => {
    const other = mint(stripe, 3);
    const shop = makeShop(`STRIPE_SECRET_KEY=${other}\n`);
    fs.writeFileSync(`${shop.root}/.env.local`, `STRIPE_SECRET_KEY=${old}\n`, { mode: 0o600 });
    fs.writeFileSync(`${shop.root}/compose.yaml`, compose(other));
    const run = await rotate(shop, [stripe, ...piped, "--format", "json"], next);
    expect(run.status, run.stderr).toBe(0);
    const before = run.stderr.slice(0, run.stderr.indexOf("Step "));
    expect(before).toMatch(/Other +\.env:1 .*\n +compose\.yaml:1 .*\n +! +\.env\.local:1 wins/);
    expect(documentOf(run).notes).toEqual([
      ".env:1 holds another value of stripe.secret-key, as STRIPE_SECRET_KEY",
      "compose.yaml:1 holds another value of stripe.secret-key, as STRIPE_SECRET_KEY",
    ]);
    expect(run.stderr.includes(other)).toBe(false);
    expect(envOf(shop)).toContain(other);
    // Said again where the revocation is still to come.
    const again = await rotate(shop, ["resume", "--yes"]);
    expect(again.stderr).toMatch(/\.env\.local:1 wins/);
  });
});

describe("what is written can be read back", () => {
  const before = "kB4dPw9mZt2c";
  test.each([
    [`with$dollar and # and "both' quotes9`],
    ["a=b;c#d$HOME1xyz"],
    [String.raw`back\slash\n and 'single' 77`],
    ["blank at the end? no, `tick` 5x"],
  ])("%s", async (value) => {
    const shop = makeShop(`A=1\nPANEL_API_PASSWORD="${before}" # the panel\nB=2\n`);
    const run = await rotate(shop, ["panel.main", ...piped], `${value}\n`);
    if (run.status === 0) {
      expect(parse(envOf(shop))).toEqual({ A: "1", PANEL_API_PASSWORD: value, B: "2" });
    } else {
      // No way to write it: then nothing was changed.
      expect(run.stderr).toMatch(/no way to write|differ/);
      expect(parse(envOf(shop))["PANEL_API_PASSWORD"]).toBe(before);
    }
  });

  test("a password inside a URL", async () => {
    const shop = makeShop(`DATABASE_URL=pgsql://u:${before}@db.example:5432/x\n`);
    const run = await rotate(shop, ["database.password", ...piped], "nR7/sQ#3hLf6gJu");
    expect(run.status, run.stderr).toBe(0);
    expect(parse(envOf(shop))["DATABASE_URL"]).toBe(
      "pgsql://u:nR7%2FsQ%233hLf6gJu@db.example:5432/x",
    );
  });

  test("by reference too, in every file, and never where it would break a URL", async () => {
    const referring = 'DATABASE_URL="mysql://shop:${DB_PASSWORD}@localhost/shop"\n';
    const shop = makeShop(`DB_PASSWORD=${before}\n${referring}`);
    fs.writeFileSync(`${shop.root}/composer.json`, "{}");
    const local = `${shop.root}/.env.local`;
    fs.writeFileSync(local, `# here\nDB_PASSWORD='${before}'\n${referring}`, { mode: 0o600 });
    const refused = await rotate(shop, ["database.password", ...piped], "nR7/sQ#3hLf6gJu");
    expect([refused.status, refused.stderr]).toEqual([
      2,
      expect.stringMatching(/DATABASE_URL in \.env:2 puts it into a URL as it is/),
    ]);
    const run = await rotate(shop, ["database.password", ...piped], "nR7sQ3hLf6gJu");
    expect(run.status, run.stderr).toBe(0);
    expect(run.stderr).toMatch(/Also +\.env:2 +DATABASE_URL +follows by its reference/);
    expect(envOf(shop)).toBe(`DB_PASSWORD=nR7sQ3hLf6gJu\n${referring}`);
    expect(fs.readFileSync(local, "utf8")).toBe(
      `# here\nDB_PASSWORD='nR7sQ3hLf6gJu'\n${referring}`,
    );
  });

  test("every env file that holds it", async () => {
    const shop = makeShop();
    fs.writeFileSync(`${shop.root}/.env.local`, `STRIPE_SECRET_KEY=${old}\n`, { mode: 0o600 });
    const run = await rotate(shop, [stripe, ...piped], next);
    expect(run.stderr).toMatch(/this one wins/);
    expect(envOf(shop)).toContain(next);
    expect(fs.readFileSync(`${shop.root}/.env.local`, "utf8")).toContain(next);
  });
});

describe("the ledger", () => {
  test("record makes an age exact, and a changed value forgets it", async () => {
    const shop = makeShop();
    const row = async () =>
      documentOf(await rotate(shop, ["status", "--format", "json"])).credentials[0];
    expect(await row()).toMatchObject({ atLeast: true, evidence: "file-time" });
    const run = await rotate(shop, ["record", stripe, "--date", "2026-03-01", "--by", "anna"]);
    expect(run.stdout).toMatch(/Recorded: stripe.secret-key since 2026-03-01; due 2027-03-01/);
    expect(await row()).toMatchObject({
      since: "2026-03-01",
      atLeast: false,
      knownFrom: "recorded by anna",
    });
    fs.writeFileSync(path.join(shop.root, ".env"), `STRIPE_SECRET_KEY=${next}\n`);
    expect(await row()).toMatchObject({ atLeast: true, evidence: "file-time" });
  });

  test("a change that audits saw is no age, and told to whoever knows it", async () => {
    const shop = makeShop();
    const note = async () => (await rotate(shop, ["status"])).stdout;
    expect((await runGuard(["audit", ...shop.common])).stderr).not.toMatch(/state cannot/);
    expect(await note()).not.toMatch(/changed between/);
    fs.writeFileSync(path.join(shop.root, ".env"), `STRIPE_SECRET_KEY=${next}\n`);
    await runGuard(["audit", ...shop.common]);
    expect(await note()).toMatch(
      /Note: the value of stripe\.secret-key changed between .* say: \S.* rotate record stripe\.secret-key --date 20\S+ --config /,
    );
  });

  test("what only IPTVbp's settings hold is known from a person", async () => {
    const more = "credentials: { paypal.client-secret: { stored: settings } }\n";
    const shop = makeShop("A=1\n", more);
    const needs = async () => {
      const args = [
        "audit",
        "--only",
        "rotation/within-schedule",
        "--format",
        "json",
        ...shop.common,
      ];
      const run = await runGuard(args);
      return (JSON.parse(run.stdout) as { audits: { needs?: string[] }[] }).audits[0]?.needs ?? [];
    };
    expect(await needs()).toEqual(["rotate record paypal.client-secret"]);
    expect((await rotate(shop, ["record", "paypal.client-secret"])).status).toBe(0);
    expect(await needs()).toEqual([]);
    const piping = await rotate(shop, ["paypal.client-secret", ...piped], next);
    expect([piping.status, piping.stderr]).toEqual([2, expect.stringMatching(/only a person/)]);
  });

  test("a torn last line loses nothing else", async () => {
    const shop = makeShop();
    await rotate(shop, ["record", stripe, "--date", "2026-03-01"]);
    const [folder = ""] = fs.readdirSync(shop.state);
    fs.appendFileSync(path.join(shop.state, folder, "ledger"), '{"kind":"rotation","rot');
    await rotate(shop, [stripe, ...piped], next);
    const status = documentOf(await rotate(shop, ["status", "--format", "json"]));
    expect(status.rotations).toHaveLength(1);
    // What the rotation still asks is not answered beside it.
    const beside = await rotate(shop, ["record", stripe, "--old-dead"]);
    expect([beside.status, beside.stderr]).toEqual([2, expect.stringMatching(/asks for that/)]);
  });

  test("the calendar goes to a file by its ending", async () => {
    const shop = makeShop();
    await rotate(shop, ["record", stripe]);
    const file = `${shop.state}.ics`;
    expect((await rotate(shop, ["status", "--output", file])).status).toBe(0);
    expect(fs.readFileSync(file, "utf8")).toMatch(/^BEGIN:VCALENDAR\r\n/);
  });
});

test("a second operator is told who rotates", async () => {
  const shop = makeShop();
  await rotate(shop, [stripe, ...piped], next);
  const [folder = ""] = fs.readdirSync(shop.state);
  const lock = path.join(shop.state, folder, "rotation.lock");
  const holder = spawn("flock", ["-x", lock, "sleep", "60"], { stdio: "ignore" });
  try {
    await new Promise((resolve) => setTimeout(resolve, 500));
    const run = await rotate(shop, ["resume", "--yes"]);
    expect(run.status).toBe(2);
    expect(run.stderr).toMatch(/another run holds the lock: \w+, rotate, process \d+/);
  } finally {
    holder.kill();
  }
});

test("an open incident forbids a planned rotation of its key", async () => {
  const shop = makeShop();
  const start = await runGuard(["incident", "start", "stripe-key", "--yes", ...shop.common]);
  expect(start.status, start.stderr).toBe(0);
  const run = await rotate(shop, [stripe, ...piped], next);
  expect(run.status).toBe(2);
  expect(run.stderr).toMatch(/incident .*stripe-key is open/);
  expect((await rotate(shop, [stripe, "--mode", "breach", ...piped], next)).status).toBe(0);
});

test.for(["garbage\n", undefined])("so does one whose journal does not tell: %j", async (text) => {
  const shop = makeShop();
  await runGuard(["incident", "start", "stripe-key", "--yes", "--no-search", ...shop.common]);
  const [journal = ""] = stateFiles(shop).flatMap(([file]) =>
    file.endsWith("journal.jsonl") ? [file] : [],
  );
  fs.rmSync(journal);
  if (text === undefined) fs.mkdirSync(journal);
  else fs.writeFileSync(journal, text, { mode: 0o600 });
  const run = await rotate(shop, [stripe, ...piped], next);
  expect([run.status, run.stdout]).toEqual([2, ""]);
  expect(run.stderr).toMatch(/journal of incident .*-stripe-key cannot be read: it may be open/);
  expect(envOf(shop)).toContain(old);
});

test("an incident knows of the old value that an open rotation has left alive, and that of it", async () => {
  const shop = makeShop();
  expect((await rotate(shop, [stripe, ...piped], next)).status).toBe(0);
  const opened = ["incident", "start", "stripe-key", "--mode", "exposed", "--no-search", "--yes"];
  const start = await runGuard([...opened, ...shop.common]);
  expect(start.status, start.stderr).toBe(0);
  const status = await runGuard(["incident", "status", ...shop.common]);
  for (const { stdout } of [start, status]) {
    expect(stdout).toMatch(/Alive +the value of stripe\.secret-key before 20/);
    expect(stdout).toMatch(/ rotate resume stripe\.secret-key --config /);
  }
  const json = await runGuard(["incident", "status", "--format", "json", ...shop.common]);
  const { incident } = JSON.parse(json.stdout) as { incident: { oldValues: unknown[] } };
  expect(incident.oldValues).toEqual([
    {
      credential: stripe,
      replacedAt: expect.stringMatching(/Z$/),
      until: expect.stringMatching(/Z$/),
    },
  ]);
  const resume = await rotate(shop, ["resume", "--yes"]);
  const before = resume.stderr.slice(0, resume.stderr.indexOf("Step "));
  expect(before).toMatch(
    /incident .*-stripe-key is open on this credential: the overlap\s+no longer/,
  );
  expect(before).toMatch(/if somebody uses it, now: .* rotate stripe\.secret-key --mode breach /);
});
