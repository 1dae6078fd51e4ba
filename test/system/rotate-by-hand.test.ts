import fs from "node:fs";
import path from "node:path";
import { describe, expect, test } from "vitest";
import { isRoot } from "../support/as-user.ts";
import { type TypedStep, choice, driveGuard, keys } from "../support/drive-terminal.ts";
import { mint } from "../support/mint.ts";
import { needProgram } from "../support/need-program.ts";
import { runGuard } from "../support/run-guard.ts";
import { findSpelling } from "../support/spellings.ts";
import { tempFolder } from "../support/temp-folder.ts";

const id = "stripe.secret-key";
const [old, next] = [mint(id, 1), mint(id, 2)];

const step = (expected: string, send: readonly string[] = []): TypedStep => ({
  expect: expected,
  send,
});
const made = step("New value made?", choice(0));
const restarted = step("Do the services have the new value?", choice(0));
const works = step("Does the new value work?", choice(0));
const revoked = step("Revoke the old value now?", choice(1));

interface Shop {
  readonly root: string;
  readonly state: string;
  readonly options: readonly string[];
  /** Leads to a host whose units are those of `units/`. */
  readonly within: readonly string[];
}

function makeShop(files: Readonly<Record<string, string>>): Shop {
  const top = tempFolder();
  const [root, state, config] = ["www", "state", "guard.yaml"].map((name) => path.join(top, name));
  if (root === undefined || state === undefined || config === undefined) throw new Error("three");
  for (const [name, text] of Object.entries(files)) {
    const file = path.join(top, name);
    fs.mkdirSync(path.dirname(file), { recursive: true });
    fs.writeFileSync(file, text.replaceAll("{root}", root), { mode: 0o600 });
  }
  fs.mkdirSync(path.join(top, "units"), { recursive: true });
  fs.writeFileSync(config, `install: { root: "${root}" }\n`, { mode: 0o600 });
  const mounts = [
    "mount -t tmpfs tmpfs /run",
    "mkdir -p /run/systemd/system",
    `mount --bind ${path.join(top, "units")} /run/systemd/system`,
    'exec "$@"',
  ].join(" && ");
  const within = ["/usr/bin/unshare", "-m", "/bin/sh", "-c", mounts, "sh"];
  return { root, state, options: ["--config", config, "--state-dir", state], within };
}

async function drive(shop: Shop, args: readonly string[], steps: readonly TypedStep[]) {
  const run = await driveGuard(
    ["rotate", ...args, ...shop.options],
    steps,
    [old, next],
    isRoot ? shop.within : [],
  );
  expect([run.missed, run.status], run.output).toEqual([null, 0]);
  for (const secret of [old, next]) expect(findSpelling(run.output, secret)).toBeUndefined();
  return run.output;
}

function replaceIn(file: string): void {
  fs.writeFileSync(file, fs.readFileSync(file, "utf8").replaceAll(old, next));
}

function expectForgotten({ state }: Shop): void {
  const files = fs
    .readdirSync(state, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => fs.readFileSync(path.join(entry.parentPath, entry.name), "utf8"));
  for (const secret of [old, next]) {
    expect(files.filter((text) => findSpelling(text, secret) !== undefined)).toEqual([]);
  }
}

const compose = `services:\n  app:\n    image: shop\n    environment:\n      STRIPE_SECRET_KEY: ${old}\n`;
const unit = [
  "[Service]",
  "User=www-data",
  "WorkingDirectory={root}",
  "ExecStart=/usr/bin/node {root}/server.js",
  `Environment="STRIPE_SECRET_KEY=${old}" NAME=1`,
  "",
].join("\n");

describe.each([
  {
    name: "a compose file",
    files: { "www/.env": "NAME=1\n", "www/compose.yaml": compose },
    file: "www/compose.yaml",
    place: "compose.yaml:5  STRIPE_SECRET_KEY",
    command: "docker compose -f",
    asRoot: false,
  },
  {
    name: "a systemd unit",
    files: { "www/.env": "NAME=1\n", "units/shop.service": unit },
    file: "units/shop.service",
    place: "/run/systemd/system/shop.service:5  STRIPE_SECRET_KEY",
    command: "systemctl restart shop.service",
    asRoot: true,
  },
])("a value that only $name holds", ({ files, file, place, command, asRoot }) => {
  test("is edited by a person, read again and rotated", async ({ skip }) => {
    needProgram(skip, "python3");
    if (asRoot && !isRoot) skip("takes root: a mount namespace for the units");
    const shop = makeShop(files);
    const edited = path.join(shop.root, "..", file);
    const first = await drive(
      shop,
      [id],
      [
        made,
        step("Why    this kind of file is not changed by the wizard"),
        step("New value in place?", choice(0)),
        step("still holds the old value"),
        step("New value in place?", choice(1)),
      ],
    );
    expect(first).toContain(`Edit   ${place}`);
    expect(fs.readFileSync(edited, "utf8").includes(old)).toBe(true);
    replaceIn(edited);
    if (!asRoot) {
      // Backing out is a person's too, and nothing is said to be as before until it is.
      const back = await driveGuard(
        ["rotate", "resume", ...shop.options],
        [step("New value in place?", choice(0)), step("Do the services have", choice(2))],
        [old, next],
        isRoot ? shop.within : [],
      );
      expect([back.missed, back.status], back.output).toEqual([null, 2]);
      expect(back.output).toMatch(/was changed by hand, and only a person can change it back/);
    }
    const ask = command.startsWith("systemctl")
      ? [step(`Run ${command} now?`, ["n", keys.enter])]
      : [];
    const second = await drive(
      shop,
      ["resume"],
      [
        ...(asRoot ? [step("New value in place?", choice(0))] : []),
        step(`Run    ${command}`),
        ...ask,
        restarted,
        works,
        revoked,
      ],
    );
    expect(second).toContain(`Rotated ${id}`);
    expectForgotten(shop);
    const ledger = fs
      .readdirSync(shop.state)
      .map((name) => fs.readFileSync(path.join(shop.state, name, "ledger"), "utf8"))
      .join("");
    expect(ledger).toMatch(/"step":"cut-over","known":"seen"/);
  });
});

test("a compose file beside the env file is named until a person has edited it", async ({
  skip,
}) => {
  needProgram(skip, "python3");
  const shop = makeShop({
    "www/.env": `NAME=1\nSTRIPE_SECRET_KEY=${old}\n`,
    "www/compose.yaml": compose,
  });
  const first = await drive(
    shop,
    [id],
    [
      made,
      step("Also"),
      step("New value of", [next, keys.enter]),
      step("Write it into", ["y", keys.enter]),
      step("the places above still need you"),
      step("still holds the old value of STRIPE_SECRET_KEY"),
      restarted,
      works,
      // It is not offered to revoke what something is known to use.
      step("still holds it"),
      step("None of these needs the old value any more?", ["n", keys.enter]),
    ],
  );
  expect(first).not.toContain("Revoke the old value now?");
  expect(fs.readFileSync(path.join(shop.root, ".env"), "utf8").includes(next)).toBe(true);
  replaceIn(path.join(shop.root, "compose.yaml"));
  const second = await drive(shop, ["resume"], [revoked]);
  expect(second).not.toContain("still holds it");
  expectForgotten(shop);
  const status = await runGuard(["rotate", "status", "--format", "json", ...shop.options]);
  expect(status.stdout).toMatch(/"evidence": "recorded"/);
});
