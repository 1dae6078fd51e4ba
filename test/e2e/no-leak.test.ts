import fs from "node:fs";
import path from "node:path";
import { beforeAll, describe, expect, test } from "vitest";
import { mint } from "../support/mint.ts";
import { runGuard } from "../support/run-guard.ts";
import { findSpelling } from "../support/spellings.ts";
import { tempFolder } from "../support/temp-folder.ts";

interface Demo {
  readonly folder: string;
  readonly config: string;
  readonly secrets: readonly string[];
}

let demo: Demo;

/** Values of the sample's env file that are credentials. */
function secretsOf(envText: string): readonly string[] {
  return envText
    .split("\n")
    .map((line) => /^(\w+)=(.*)$/.exec(line))
    .filter((parts) => /KEY|SECRET|PASSWORD|TOKEN/.test(parts?.[1] ?? ""))
    .map((parts) => parts?.[2] ?? "")
    .filter((value) => value.length > 7);
}

/** Text of every file below a folder, by relative path. */
function textsBelow(folder: string): ReadonlyMap<string, string> {
  const texts = new Map<string, string>();
  for (const name of fs.readdirSync(folder, { recursive: true, encoding: "utf8" })) {
    const full = path.join(folder, name);
    if (fs.lstatSync(full).isFile()) texts.set(name, fs.readFileSync(full, "latin1"));
  }
  return texts;
}

beforeAll(async () => {
  const folder = path.join(tempFolder(), "shop");
  const run = await runGuard(["demo", "--keep", folder, "--state-dir", path.join(folder, "state")]);
  expect(run.status, run.stderr).toBe(0);
  const secrets = secretsOf(fs.readFileSync(path.join(folder, "www/.env"), "utf8"));
  demo = { folder, config: path.join(folder, "guard.yaml"), secrets };
  expectClean(run.stdout + run.stderr, "demo");
});

describe("no secret in any output", () => {
  test("the sample has secrets, and the search for them can fail", () => {
    expect(demo.secrets.length).toBeGreaterThan(5);
    const [first = ""] = demo.secrets;
    expect(findSpelling(`x ${Buffer.from(`ab${first}`).toString("base64")}`, first)).toBeDefined();
    expect(findSpelling(fs.readFileSync(path.join(demo.folder, "www/.env"), "utf8"), first)).toBe(
      "spelling 0 of the secret",
    );
  });

  test.each([
    [["audit"]],
    [["audit", "--verbose"]],
    [["audit", "--debug", "--format", "json"]],
    [["audit", "--format", "sarif"]],
    [["audit", "--format", "markdown", "--verbose"]],
    [["audit", "--format", "junit"]],
    [["fix", "--dry-run"]],
    [["fix", "--dry-run", "--format", "json"]],
    [["fix", "--format", "sh"]],
    [["fix", "--yes"]],
    [["undo", "--list"]],
    [["undo", "--yes", "--debug"]],
    [["fix", "--yes", "--format", "json"]],
    [["undo", "--yes", "--format", "json"]],
  ])("%j", async (args) => {
    const state = path.join(demo.folder, "state");
    const run = await runGuard([...args, "--config", demo.config, "--state-dir", state]);
    expect([0, 1, 3], run.stderr).toContain(run.status);
    expectClean(run.stdout + run.stderr, args.join(" "));
  });

  test.each([
    [["scan", "www"]],
    [["scan", "www", "--format", "json"]],
    [["scan", "www", "--history", "--format", "json"]],
    [["scan", "www", "--history", "--format", "sarif"]],
    [["scan", "www", "--history", "--format", "markdown"]],
    [["scan", "www", "--history", "--format", "junit"]],
    [["scan", "www", "--own-values", "www/.env", "--debug"]],
  ])("%j", async (args) => {
    const run = await runGuard(args, { cwd: demo.folder });
    expect(run.status, run.stderr).toBe(1);
    expectClean(run.stdout + run.stderr, args.join(" "));
  });

  test("report, init, rules list, incident and rotate status", async () => {
    const state = ["--state-dir", path.join(demo.folder, "state")];
    const common = ["--config", demo.config, ...state];
    const saved = path.join(demo.folder, "saved.json");
    const audited = await runGuard(["audit", ...common, "--output", saved]);
    expect(audited.status, audited.stderr).toBe(1);
    expectClean(fs.readFileSync(saved, "utf8"), "the saved report");
    const written = path.join(tempFolder(), "new.yaml");
    const init = ["init", path.join(demo.folder, "www"), "--yes", "--config", written];
    for (const [args, status] of [
      [["report", saved], 1],
      [["report", saved, "--format", "markdown"], 1],
      [init, 0],
      [["rules", "list"], 0],
      [["rotate", "status", ...common], 0],
      [["attest", "accounts/two-factor", "--state", "off", ...common], 0],
      [["attest", "--list", ...common], 0],
      [["incident", "start", "stripe-key", "--mode", "used", ...common], 0],
      [["incident", "export", ...common], 0],
    ] as const) {
      const run = await runGuard(args);
      expect(run.status, `${args.join(" ")}: ${run.stderr}`).toBe(status);
      expectClean(run.stdout + run.stderr, args.join(" "));
    }
    expectClean(fs.readFileSync(written, "utf8"), "the guard.yaml of init");
  });

  test("waivers and baselines, written, used and refused", async () => {
    const file = (name: string) => path.join(demo.folder, name);
    const common = ["--config", demo.config, "--state-dir", file("state")];
    const audits = ["env/no-placeholders", "exposure/not-served", "secrets/none-in-history"];
    const expires = new Date(Date.now() + 30 * 86_400_000).toISOString().slice(0, 10);
    const waivers = audits.map((audit) =>
      JSON.stringify({ audit, reason: "r", owner: "jo", expires }),
    );
    fs.writeFileSync(file("w.yaml"), `[${waivers.join(",")}]\n`, { mode: 0o600 });
    const accept = ["--waivers", file("w.yaml"), "--baseline", file("b.json")];
    const first = ["audit", ...common, "--write-baseline", file("b.json")];
    expectClean(await printed(first), "audit --write-baseline");
    expectClean(fs.readFileSync(file("b.json"), "utf8"), "the baseline");
    for (const format of ["human", "json", "sarif", "markdown", "junit"]) {
      const shown = ["--verbose", "--debug", "--format", format];
      expectClean(await printed(["audit", ...common, ...accept, ...shown]), format);
    }
    const [secret = ""] = demo.secrets;
    for (const part of [
      { reason: secret },
      { owner: secret },
      { path: secret },
      { audit: secret },
    ]) {
      const entry = { audit: "env/mode", reason: "r", owner: "jo", expires, ...part };
      fs.writeFileSync(file("w.yaml"), JSON.stringify([entry]));
      for (const format of ["human", "json"]) {
        const run = await runGuard(["audit", ...common, ...accept, "--format", format]);
        expect(run.status).toBe(2);
        expectClean(
          run.stdout + run.stderr,
          `a waiver with a secret in its ${Object.keys(part)[0]}`,
        );
      }
    }
  });

  test("a secret on stdin, or as an argument, is not repeated", async () => {
    const secret = mint("stripe.secret-key", 77);
    const piped = await runGuard(["scan", "--stdin"], { input: `key=${secret}\n` });
    expect(piped.status).toBe(1);
    for (const args of [["audit", secret], ["explain", secret], ["scan", secret], [secret]]) {
      const run = await runGuard(args);
      expect(run.status).toBe(2);
      expect(findSpelling(run.stdout + run.stderr, secret), args.join(" ")).toBeUndefined();
    }
    expect(findSpelling(piped.stdout + piped.stderr, secret)).toBeUndefined();
  });

  test("a broken configuration is not quoted", async () => {
    const secret = mint("stripe.secret-key", 78);
    const config = path.join(tempFolder(), "guard.yaml");
    for (const text of [
      `install: { root: ${secret} }\n`,
      `${secret}: 1\n`,
      `install: [${secret}\n`,
      `rotation: { every: { stripe.secret-key: ${secret} } }\n`,
    ]) {
      fs.writeFileSync(config, text, { mode: 0o600 });
      const run = await runGuard(["audit", "--config", config, "--debug"]);
      expect(run.status).toBe(2);
      expect(findSpelling(run.stdout + run.stderr, secret), text.slice(0, 9)).toBeUndefined();
    }
  });

  test("our state holds none, but for the files kept for undo", () => {
    const kept: string[] = [];
    for (const [name, text] of textsBelow(path.join(demo.folder, "state"))) {
      const hit = demo.secrets.some((secret) => findSpelling(text, secret) !== undefined);
      if (hit) kept.push(name);
    }
    for (const name of kept) expect(name).toMatch(/\/transactions\/\d+\/before\//);
    expect(textsBelow(path.join(demo.folder, "state")).size).toBeGreaterThan(2);
  });
});

async function printed(args: readonly string[]): Promise<string> {
  const run = await runGuard(args);
  expect([0, 1], run.stderr).toContain(run.status);
  return run.stdout + run.stderr;
}

function expectClean(text: string, what: string): void {
  for (const secret of demo.secrets) {
    expect(findSpelling(text, secret), `${what} printed a secret`).toBeUndefined();
  }
}
