import fs from "node:fs";
import path from "node:path";
import { expect, test } from "vitest";
import { type TypedStep, choice, driveGuard, keys } from "../support/drive-terminal.ts";
import { mint } from "../support/mint.ts";
import { needProgram } from "../support/need-program.ts";
import { runGuard } from "../support/run-guard.ts";
import { tempFolder } from "../support/temp-folder.ts";

interface Kind {
  readonly name: string;
  readonly credential: string;
  /** Env variable; absent where IPTVbp's settings hold it. */
  readonly key?: string;
  readonly old: string;
  readonly next: string;
  /** Whether the making of a new value is the end of the old one. */
  readonly noOverlap?: boolean;
  /** Whether the answer to a breach makes the new value already. */
  readonly breachMakes?: boolean;
}

const password = (word: string) => `${word}$Q#7 "k' ${word.toUpperCase()}w2`;

const kinds: readonly Kind[] = [
  {
    name: "Stripe key",
    credential: "stripe.secret-key",
    key: "STRIPE_SECRET_KEY",
    old: mint("stripe.secret-key", 1),
    next: mint("stripe.secret-key", 2),
  },
  {
    name: "Stripe webhook secret in settings",
    credential: "stripe.webhook-secret",
    old: mint("stripe.webhook-secret", 1),
    next: mint("stripe.webhook-secret", 2),
    breachMakes: true,
  },
  {
    name: "panel password",
    credential: "panel.main",
    key: "PANEL_API_PASSWORD",
    old: "kB4dPw9mZt2c",
    next: password("panel"),
    noOverlap: true,
    breachMakes: true,
  },
  {
    name: "Discord token",
    credential: "discord.bot-token",
    key: "DISCORD_BOT_TOKEN",
    old: mint("discord.bot-token", 1),
    next: mint("discord.bot-token", 2),
    noOverlap: true,
    breachMakes: true,
  },
  {
    name: "generic one",
    credential: "smtp.password",
    key: "MAIL_PASSWORD",
    old: "kB4dPw9mZt2cXv",
    next: "nR7sQy3hLf6gJu",
    breachMakes: true,
  },
];

interface Shop {
  readonly root: string;
  readonly state: string;
  readonly config: string;
}

function makeShop({ key, old }: Kind): Shop {
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

const made = (): TypedStep => ({ expect: "New value made?", send: choice(0) });
const revoked = (): TypedStep => ({ expect: "Old value revoked?", send: choice(0) });
const restarted = (): TypedStep => ({ expect: "Do the services have", send: choice(0) });
const works = (): TypedStep => ({ expect: "Does the new value work?", send: choice(0) });
const revokeLast = (): TypedStep => ({ expect: "Revoke the old value now?", send: choice(1) });
const interrupt = (at: string): TypedStep => ({ expect: at, send: [keys.interrupt] });

function putIn({ key, next }: Kind): readonly TypedStep[] {
  if (key === undefined) return [{ expect: "New value in IPTVbp?", send: choice(0) }];
  return [
    { expect: "New value of", send: [next, keys.enter] },
    { expect: "Write it into", send: ["y", keys.enter] },
  ];
}

/** Everything up to the interruption, then the rest. */
function script(kind: Kind, mode: "planned" | "breach"): readonly (readonly TypedStep[])[] {
  const reload = kind.key === undefined ? [] : [restarted()];
  if (mode === "breach") {
    const make = kind.breachMakes === true ? [] : [made()];
    const at = kind.key === undefined ? "New value in IPTVbp?" : "New value of";
    return [
      [revoked(), ...make, interrupt(at)],
      [...putIn(kind), ...reload, works()],
    ];
  }
  const last = kind.noOverlap === true ? [] : [revokeLast()];
  return [
    [made(), ...putIn(kind), ...reload, interrupt("Does the new value work?")],
    [works(), ...last],
  ];
}

function stateTexts(state: string): string {
  return fs
    .readdirSync(state, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => fs.readFileSync(path.join(entry.parentPath, entry.name), "utf8"))
    .join("\n");
}

const rows = kinds.flatMap((kind) =>
  (["planned", "breach"] as const).map((mode) => ({ kind, mode, title: `${kind.name}, ${mode}` })),
);

test.for(rows)("$title, with an interruption", async ({ kind, mode }, { skip }) => {
  needProgram(skip, "python3");
  const shop = makeShop(kind);
  const { credential, key, old, next } = kind;
  const common = ["--config", shop.config, "--state-dir", shop.state];
  const [before = [], after = []] = script(kind, mode);
  const secrets = [old, next];

  const first = await driveGuard(
    ["rotate", credential, "--mode", mode, ...common],
    before,
    secrets,
  );
  expect(first.missed, first.output).toBeNull();
  expect(first.status).toBe(130);
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
  const [kind] = kinds;
  if (!kind) throw new Error("there are kinds");
  const shop = makeShop(kind);
  const { credential, old, next } = kind;
  const common = ["--config", shop.config, "--state-dir", shop.state];
  const ask = "Do the services have";
  const steps = [made(), ...putIn(kind), interrupt(ask)];
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
