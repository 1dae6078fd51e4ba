import fs from "node:fs";
import path from "node:path";
import { expect, test } from "vitest";
import { choice, driveGuard } from "../support/drive-terminal.ts";
import { needProgram } from "../support/need-program.ts";
import {
  type RotatedKind,
  interruptAt,
  putInAnswers,
  rotatedKinds,
  wizardAnswers,
  wizardScript,
} from "../support/rotated-kinds.ts";
import { runGuard } from "../support/run-guard.ts";
import { tempFolder } from "../support/temp-folder.ts";

interface Shop {
  readonly root: string;
  readonly state: string;
  readonly config: string;
}

function makeShop({ key, old }: RotatedKind): Shop {
  const top = tempFolder();
  const [root, state, config] = ["www", "state", "guard.yaml"].map((name) => path.join(top, name));
  if (root === undefined || state === undefined || config === undefined) throw new Error("three");
  fs.mkdirSync(root);
  const line = key === undefined ? "" : `${key}='${old}'\n`;
  fs.writeFileSync(path.join(root, ".env"), `NAME=1\n${line}LAST=2\n`, { mode: 0o600 });
  const stored = "credentials:\n  stripe.webhook-secret: { stored: settings }\n";
  fs.writeFileSync(config, `install: { root: "${root}" }\n${stored}`, { mode: 0o600 });
  return { root, state, config };
}

function stateTexts(state: string): string {
  return fs
    .readdirSync(state, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => fs.readFileSync(path.join(entry.parentPath, entry.name), "utf8"))
    .join("\n");
}

const rows = rotatedKinds.flatMap((kind) =>
  (["planned", "breach"] as const).map((mode) => ({ kind, mode, title: `${kind.name}, ${mode}` })),
);

test.for(rows)("$title, with an interruption", async ({ kind, mode }, { skip }) => {
  needProgram(skip, "python3");
  const shop = makeShop(kind);
  const { credential, key, old, next } = kind;
  const common = ["--config", shop.config, "--state-dir", shop.state];
  const [before, after] = wizardScript(kind, mode);
  const secrets = [old, next];

  const first = await driveGuard(
    ["rotate", credential, "--mode", mode, ...common],
    before,
    secrets,
  );
  expect(first.missed, first.output).toBeNull();
  expect(first.status).toBe(130);
  expect(first.output).toMatch(/Interrupted\. What was answered before is saved; go on with:/);
  expect(first.output).toMatch(
    new RegExp(` rotate resume ${credential} --config \\S+ --state-dir`),
  );
  const second = await driveGuard(["rotate", "resume", ...common], after, secrets);
  expect(second.missed, second.output).toBeNull();
  expect(second.status, second.output).toBe(0);

  for (const { output, inProcessList } of [first, second]) {
    for (const secret of secrets) expect(output.includes(secret)).toBe(false);
    expect(inProcessList).toBe(false);
  }
  const output = first.output + second.output;
  expect(output.indexOf("Old    "), "the overlap is told first").toBeLessThan(
    output.indexOf("Step "),
  );
  expect(second.output).toContain(`Rotated ${credential}`);
  if (mode === "breach") {
    const asked = output.lastIndexOf("Old value revoked?");
    expect(asked).toBeGreaterThan(0);
    expect(output.slice(asked), "a dead value is nothing to go back to").not.toContain("Back out");
  }
  for (const secret of secrets) expect(stateTexts(shop.state).includes(secret)).toBe(false);
  if (key !== undefined) {
    const { parse } = await import("dotenv");
    const env = parse(fs.readFileSync(path.join(shop.root, ".env")));
    expect(env[key] === next).toBe(true);
    expect(env).toMatchObject({ NAME: "1", LAST: "2" });
  }
  const status = await runGuard(["rotate", "status", "--format", "json", ...common]);
  const row = (
    JSON.parse(status.stdout) as { credentials: { credential: string }[] }
  ).credentials.find((each) => each.credential === credential);
  expect(row).toMatchObject({ atLeast: false, ageDays: 0, evidence: "recorded" });
});

test("backing out keeps what else was changed in the file", async ({ skip }) => {
  needProgram(skip, "python3");
  const [kind] = rotatedKinds;
  if (!kind) throw new Error("there are kinds");
  const shop = makeShop(kind);
  const { credential, old, next } = kind;
  const common = ["--config", shop.config, "--state-dir", shop.state];
  const ask = "Do the services have";
  const steps = [wizardAnswers.made, ...putInAnswers(kind), interruptAt(ask)];
  const first = await driveGuard(["rotate", credential, ...common], steps, [old, next]);
  expect([first.missed, first.status], first.output).toEqual([null, 130]);
  const env = path.join(shop.root, ".env");
  fs.appendFileSync(env, "MORE=3\n");
  const back = [{ expect: ask, send: choice(2) }];
  const second = await driveGuard(["rotate", "resume", ...common], back, [old, next]);
  expect([second.missed, second.status], second.output).toEqual([null, 0]);
  expect(second.output).toContain("Backed out");
  const text = `NAME=1\nSTRIPE_SECRET_KEY='${old}'\nLAST=2\nMORE=3\n`;
  expect(fs.readFileSync(env, "utf8") === text).toBe(true);
  for (const secret of [old, next]) expect(stateTexts(shop.state).includes(secret)).toBe(false);
  const again = await runGuard(["rotate", "resume", "--yes", ...common]);
  expect([again.status, again.stderr]).toEqual([2, expect.stringMatching(/no rotation is open/)]);
});

test("an interruption before anything was begun says so", async ({ skip }) => {
  needProgram(skip, "python3");
  const [kind] = rotatedKinds;
  if (!kind) throw new Error("there are kinds");
  const shop = makeShop(kind);
  const common = ["--config", shop.config, "--state-dir", shop.state];
  const run = await driveGuard(["rotate", ...common], [interruptAt("Which credential?")], []);
  expect([run.missed, run.status], run.output).toEqual([null, 130]);
  expect(run.output).toContain("Interrupted; no rotation was begun.");
});
