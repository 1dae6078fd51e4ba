import { execFileSync } from "node:child_process";
import fs from "node:fs";
import path from "node:path";
import { expect, test } from "vitest";
import { type TypedStep, choice, driveGuard, keys } from "../support/drive-terminal.ts";
import { mint } from "../support/mint.ts";
import { needProgram } from "../support/need-program.ts";
import { runGuard } from "../support/run-guard.ts";
import { findSpelling } from "../support/spellings.ts";
import { tempFolder } from "../support/temp-folder.ts";

interface Kind {
  readonly name: string;
  readonly credential: string;
  readonly key: string;
  readonly old: string;
  readonly next: string;
  /** Whether the making of a new value is the end of the old one. */
  readonly noOverlap: boolean;
}

const kinds: readonly Kind[] = [
  {
    name: "a Stripe key",
    credential: "stripe.secret-key",
    key: "STRIPE_SECRET_KEY",
    old: mint("stripe.secret-key", 1),
    next: mint("stripe.secret-key", 2),
    noOverlap: false,
  },
  {
    name: "a panel password",
    credential: "panel.main",
    key: "PANEL_API_PASSWORD",
    old: `kB4 $dPw9"m#Zt2c`,
    next: "nR7sQy3hLf6gJu",
    noOverlap: true,
  },
];

const other = mint("discord.bot-token", 3);

function makeShop({ key, old }: Kind) {
  const top = tempFolder();
  const at = (name: string) => path.join(top, name);
  const root = at("www");
  fs.mkdirSync(root);
  const env = `APP_ENV=production\n${key}='${old}'\nDISCORD_BOT_TOKEN=${other}\n`;
  fs.writeFileSync(path.join(root, ".env"), env, { mode: 0o644 });
  fs.writeFileSync(path.join(root, ".env.bak"), `# copy\n${env}`, { mode: 0o644 });
  fs.writeFileSync(path.join(root, ".gitignore"), "vendor\n", { mode: 0o644 });
  execFileSync("git", ["init", "-q", root], { env: { PATH: process.env["PATH"], HOME: top } });
  fs.writeFileSync(at("guard.yaml"), `install: { root: "${root}" }\n`, { mode: 0o600 });
  const options = ["--config", at("guard.yaml"), "--state-dir", at("state")];
  return { root, state: at("state"), options };
}

function filesBelow(folder: string): readonly string[] {
  return fs
    .readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => path.join(entry.parentPath, entry.name));
}

function holding(folder: string, secret: string): readonly string[] {
  return filesBelow(folder).filter(
    (file) => findSpelling(fs.readFileSync(file, "utf8"), secret) !== undefined,
  );
}

const step = (expected: string, send: readonly string[]): TypedStep => ({ expect: expected, send });
const putIn = (next: string) => [
  step("New value made?", choice(0)),
  step("New value of", [next, keys.enter]),
  step("Write it into", ["y", keys.enter]),
];
const tried = [
  step("Do the services have", choice(0)),
  step("Does the new value work?", choice(0)),
];

test.for(kinds)("$name: nothing of it stays once it is dead", async (kind, { skip }) => {
  needProgram(skip, "python3");
  const { root, state, options } = makeShop(kind);
  const { credential, next, old, noOverlap } = kind;
  const fixed = await runGuard(["fix", "--yes", ...options]);
  expect(fixed.status, fixed.stderr).toBe(0);
  expect(holding(state, old).map((file) => path.basename(file))).toEqual(["0000", "0001"]);

  const last = noOverlap ? [] : [step("Revoke the old value now?", choice(1))];
  const steps = [...putIn(next), ...tried, ...last];
  const run = await driveGuard(["rotate", credential, ...options], steps, [old, next]);
  expect([run.missed, run.status], run.output).toEqual([null, 0]);
  expect(run.output).toContain("what transaction 1 kept of the dead value is deleted");
  expect(holding(state, old)).toEqual([]);
  // What has nothing to do with it is still there for undo.
  expect(filesBelow(state).filter((file) => file.includes("/before/"))).toHaveLength(1);

  const list = await runGuard(["undo", "--list", ...options]);
  expect(list.stdout).toMatch(/fix +3 changes +committed {2}\(1 held a dead value\)/);
  const undone = await runGuard(["undo", "1", "--yes", ...options]);
  expect(undone.status, undone.stdout + undone.stderr).toBe(0);
  const text = undone.stdout.replaceAll(/\n +/g, " ");
  expect(text).toContain(
    `.env.bak  not put back: it held the old value of ${credential}, which is dead`,
  );
  expect(undone.stdout).toContain("Undone, but for what held a value that is dead:");
  expect(fs.existsSync(path.join(root, ".env.bak"))).toBe(false);
  // The rest is as it was before: the mode of the env file, without a word of its content.
  expect(fs.statSync(path.join(root, ".env")).mode & 0o777).toBe(0o644);
  expect(fs.readFileSync(path.join(root, ".env"), "utf8").includes(old)).toBe(false);
  expect(fs.readFileSync(path.join(root, ".gitignore"), "utf8")).toBe("vendor\n");
  expect(filesBelow(state).filter((file) => file.includes("/before/"))).toEqual([]);
});

test("of another rotation that is open only the dead value goes", async ({ skip }) => {
  needProgram(skip, "python3");
  const [kind] = kinds;
  if (!kind) throw new Error("there are kinds");
  const { root, state, options } = makeShop(kind);
  const { credential, key, next, old } = kind;
  const second = "onestream.api-key";
  const [secondOld, secondNext] = ["q7Lx9TmVw3Zr8Kd2Hs5N", "b5Yc8PjQn2Xt6Gf4Vw9M"];
  fs.appendFileSync(path.join(root, ".env"), `ONESTREAM_API_KEY=${secondOld}\n`);
  const ask = "Do the services have";
  const stop = step(ask, choice(1));
  // Begun first, so that what it keeps holds the value that dies while it is still open.
  const begun = await driveGuard(
    ["rotate", second, ...options],
    [...putIn(secondNext), stop],
    [secondOld, secondNext],
  );
  expect([begun.missed, begun.status], begun.output).toEqual([null, 0]);
  const whole = await driveGuard(
    ["rotate", credential, ...options],
    [...putIn(next), ...tried, step("Revoke the old value now?", choice(1))],
    [old, next],
  );
  expect([whole.missed, whole.status], whole.output).toEqual([null, 0]);
  expect(holding(state, old)).toEqual([]);
  expect(holding(state, secondOld)).toHaveLength(1);

  const back = await driveGuard(
    ["rotate", "resume", second, ...options],
    [step(ask, choice(2))],
    [secondOld, secondNext],
  );
  expect([back.missed, back.status], back.output).toEqual([null, 0]);
  const env = fs.readFileSync(path.join(root, ".env"), "utf8");
  expect(env.includes(`\nONESTREAM_API_KEY=${secondOld}\n`)).toBe(true);
  expect(env.includes(`${key}='${next}'`)).toBe(true);
  expect(holding(state, secondOld)).toEqual([]);
});

test("said of a value that was changed by hand", async () => {
  const [kind] = kinds;
  if (!kind) throw new Error("there are kinds");
  const { root, state, options } = makeShop(kind);
  const { credential, old, next } = kind;
  await runGuard(["fix", "--yes", ...options]);
  const env = path.join(root, ".env");
  fs.writeFileSync(env, fs.readFileSync(env, "utf8").replace(old, next));
  const audited = async () => {
    const { stdout } = await runGuard([
      "audit",
      "--only",
      "rotation/*",
      "--format",
      "json",
      ...options,
    ]);
    const { audits } = JSON.parse(stdout) as { audits: { id: string; needs?: string[] }[] };
    return audits.flatMap((each) => each.needs ?? []);
  };
  const needs = [`rotate record ${credential} --old-dead`, `rotate record ${credential} --tested`];
  expect(await audited()).toEqual(expect.arrayContaining(needs));
  expect(holding(state, old)).not.toEqual([]);
  const said = await runGuard([
    "rotate",
    "record",
    credential,
    "--tested",
    "--old-dead",
    ...options,
  ]);
  expect(said.status, said.stderr).toBe(0);
  expect(said.stdout).toContain(`Written down for ${credential}, as stated.`);
  expect(said.stdout).toContain("what transaction 1 kept of the dead value is deleted");
  expect(holding(state, old)).toEqual([]);
  expect((await audited()).filter((need) => needs.includes(need))).toEqual([]);
});
