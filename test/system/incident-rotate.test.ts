import fs from "node:fs";
import path from "node:path";
import { expect, test } from "vitest";
import { type TypedStep, choice, driveGuard } from "../support/drive-terminal.ts";
import { gitRepo } from "../support/git-repo.ts";
import { needProgram } from "../support/need-program.ts";
import { type RotatedKind, rotatedKinds, wizardScript } from "../support/rotated-kinds.ts";
import { runGuard } from "../support/run-guard.ts";
import { findSpelling } from "../support/spellings.ts";
import { tempFolder } from "../support/temp-folder.ts";

/** A shop whose repository once held the value: the finding names it. */
function makeShop({ key, old, credential }: RotatedKind) {
  const top = tempFolder();
  const [root, config] = [path.join(top, "www"), path.join(top, "guard.yaml")];
  const line = `${key ?? "STRIPE_WEBHOOK_SECRET"}='${old}'\n`;
  const repo = gitRepo({ path: root });
  repo.commit("Add the shop", { "config/live.env": line, "index.php": "<?php\n" });
  repo.git("rm", "-q", "config/live.env");
  repo.commit("Take the keys out", { ".gitignore": ".env*\n" });
  fs.writeFileSync(path.join(root, ".env"), `NAME=1\n${key === undefined ? "" : line}LAST=2\n`, {
    mode: 0o600,
  });
  const stored = "credentials:\n  stripe.webhook-secret: { stored: settings }\n";
  fs.writeFileSync(config, `install: { root: "${root}" }\n${stored}`, { mode: 0o600 });
  const options = ["--config", config, "--state-dir", path.join(top, "state")];
  return { root, options, credential };
}

type Shop = ReturnType<typeof makeShop>;

/** By name where a playbook is meant for it, else by the finding, as `audit` prints it. */
async function startArguments({ options, credential }: Shop): Promise<readonly string[]> {
  if (credential === "stripe.secret-key") return ["stripe-key"];
  if (credential === "panel.main") return ["panel-credentials"];
  const only = ["--only", "secrets/none-in-history", "--format", "json"];
  const { stdout } = await runGuard(["audit", ...only, ...options]);
  const { findings } = JSON.parse(stdout) as {
    findings: { fingerprint: string; ruleId?: string }[];
  };
  const finding = findings.find(({ ruleId }) => ruleId === credential);
  if (!finding) throw new Error(`history has no ${credential}: ${stdout}`);
  return ["secret-in-history", "--finding", finding.fingerprint.slice(0, 12)];
}

const step = (expected: string, send: readonly string[] = []): TypedStep => ({
  expect: expected,
  send,
});
const yes = choice(0);
const stop = choice(3);

interface Ways {
  readonly mode: "used" | "exposed";
  readonly rotation: "breach" | "planned";
  /** Shown and answered before and after the rotation. */
  readonly before: readonly TypedStep[];
  readonly again: readonly TypedStep[];
  readonly after: readonly TypedStep[];
  readonly refusal: RegExp;
}

const ways: readonly Ways[] = [
  {
    mode: "used",
    rotation: "breach",
    before: [step("How can I tell?", choice(0)), step("? Step 1", yes), step("Step 2 of 6")],
    again: [step("Step 2 of 6")],
    after: [
      step("replaced; the old value is dead, as stated"),
      step("? Step 2", yes),
      step("? Step 3", stop),
    ],
    refusal: /would leave the leaked value alive[^]*--mode breach/,
  },
  {
    mode: "exposed",
    rotation: "planned",
    before: [step("How can I tell?", choice(1)), step("Step 1 of 6")],
    again: [step("Step 1 of 6")],
    after: [
      step("replaced; the old value is dead, as stated"),
      step("? Step 1", yes),
      step("? Step 2", stop),
    ],
    refusal: /its rotation belongs into it[^]*incident resume --id/,
  },
];

const rows = rotatedKinds.flatMap((kind) =>
  ways.map((way) => ({ kind, way, title: `${kind.name}, ${way.mode}` })),
);

test.for(rows)("$title: rotated inside, with an interruption", async ({ kind, way }, { skip }) => {
  needProgram(skip, "python3");
  const { credential, key, old, next } = kind;
  const shop = makeShop(kind);
  const { options, root } = shop;
  const secrets = [old, next];
  const [before, after] = wizardScript(kind, way.rotation);
  const order = way.mode === "used" ? "first" : "last";
  const offered = step(`Replace ${credential}`, ["y", "\r"]);
  const start = ["incident", "start", "--no-search", ...(await startArguments(shop)), ...options];
  const first = await driveGuard(start, [...way.before, offered, ...before], secrets);
  expect([first.missed, first.status], first.output).toEqual([null, 130]);
  const text = first.output.replaceAll(/\s+/g, " ");
  expect(text).toContain(`old one revoked ${order}?`);
  // From outside, nobody plans anything while it is open.
  const outside = await runGuard(["rotate", credential, "--new-value-stdin", "--yes", ...options], {
    input: next,
  });
  expect(outside.status).toBe(2);

  const goOn = step(`A rotation of ${credential} is open. Go on with it?`, ["\r"]);
  const second = await driveGuard(
    ["incident", "resume", ...options],
    [...way.again, goOn, ...after, ...way.after],
    secrets,
  );
  expect([second.missed, second.status], second.output).toEqual([null, 0]);

  for (const { output, inProcessList } of [first, second]) {
    for (const secret of secrets) expect(findSpelling(output, secret)).toBeUndefined();
    expect(inProcessList).toBe(false);
  }
  if (key !== undefined) {
    const { parse } = await import("dotenv");
    const env = parse(fs.readFileSync(path.join(root, ".env")));
    expect(env[key] === next).toBe(true);
    expect(env).toMatchObject({ NAME: "1", LAST: "2" });
  }
  const { stdout } = await runGuard(["incident", "export", ...options]);
  expect(stdout).toContain(`${credential}: replaced; the old value is dead, as stated`);
  for (const secret of secrets) expect(findSpelling(stdout, secret)).toBeUndefined();
});

// One of the two each: what differs between them is tried with every second one.
const alternating = rows.filter((_, index) => index % 4 === 0 || index % 4 === 3);

test.for(alternating)("$title: without a terminal", async ({ kind, way }) => {
  const { credential, key, next, old } = kind;
  const shop = makeShop(kind);
  const { options, root } = shop;
  const run = async (args: readonly string[], input = "") =>
    runGuard([...args, ...options], { input });
  const begun = await run([
    "incident",
    "start",
    "--no-search",
    "--mode",
    way.mode,
    ...(await startArguments(shop)),
  ]);
  expect(begun.status, begun.stderr).toBe(0);

  const piped = ["rotate", credential, "--new-value-stdin", "--yes"];
  if (key !== undefined) {
    const planned = await run(piped, next);
    expect(planned.status).toBe(2);
    expect(planned.stderr).toMatch(way.refusal);
    const breach = await run([...piped, "--mode", "breach"], next);
    expect(breach.status, breach.stderr).toBe(0);
    expect(breach.stdout).toMatch(/^Open: .* Left: revoke the old value/);
    expect(fs.readFileSync(path.join(root, ".env"), "utf8").includes(old)).toBe(false);
  } else {
    const person = await run([...piped, "--mode", "breach"], next);
    expect(person.stderr).toMatch(/only a person can replace it/);
  }
  for (let number = 1; number <= 5; number += 1) {
    const done = await run(["incident", "step", "done", "--step", String(number)]);
    expect(done.status, done.stderr).toBe(0);
  }
  const skipped = await run([
    "incident",
    "step",
    "skip",
    "--step",
    "6",
    "--reason",
    "the repository is ours alone",
  ]);
  expect(skipped.status, skipped.stderr).toBe(0);
  const closed = await run(["incident", "close"]);
  expect(closed.status, closed.stderr).toBe(0);
  const head = /head ([0-9a-f]{4}(?: [0-9a-f]{4}){3})/.exec(closed.stdout)?.[1] ?? "";
  const id = /(\d{4}-\d\d-\d\d-[a-z-]+)/.exec(closed.stdout)?.[1] ?? "";
  const verified = await run(["incident", "verify", "--id", id, "--head", head]);
  expect(verified.status, verified.stdout + verified.stderr).toBe(0);
  const exported = await run(["incident", "export", "--id", id]);
  for (const secret of [old, next]) {
    expect(findSpelling(exported.stdout, secret)).toBeUndefined();
  }
});
