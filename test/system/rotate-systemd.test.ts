import fs from "node:fs";
import path from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { isRoot } from "../support/as-user.ts";
import { type TypedStep, choice, driveGuard, keys } from "../support/drive-terminal.ts";
import { mint } from "../support/mint.ts";
import { needProgram } from "../support/need-program.ts";
import { guardBin } from "../support/run-guard.ts";
import { type SystemdHost, bootSystemd } from "../support/systemd-host.ts";
import { tempFolder } from "../support/temp-folder.ts";

const id = "stripe.secret-key";
const [old, next, third] = [mint(id, 1), mint(id, 2), mint(id, 3)];
const fpm = fs.readdirSync("/usr/sbin").find((name) => /^php-fpm\d/.test(name));
const pool = `${fpm?.replace("php-fpm", "php") ?? ""}-fpm.service`;

let host: SystemdHost | undefined;
let top = "";

/** A service by a unit that reads an env file, and a pool of php-fpm, each with an install. */
function makeHost(): void {
  top = tempFolder();
  fs.chmodSync(top, 0o711);
  const at = (name: string) => path.join(top, name);
  for (const name of ["units", "pools", "shop", "site"]) fs.mkdirSync(at(name));
  for (const name of ["shop", "site"]) {
    fs.writeFileSync(at(`${name}/.env`), `STRIPE_SECRET_KEY=${old}\n`, { mode: 0o600 });
    fs.writeFileSync(at(`${name}.yaml`), `install: { root: "${at(name)}" }\n`, { mode: 0o600 });
  }
  // An account that no other test and no service of this machine uses.
  fs.chownSync(at("site/.env"), 38, 38);
  const server = `console.log("has " + process.env.STRIPE_SECRET_KEY.slice(-4)); setInterval(() => {}, 1000);\n`;
  fs.writeFileSync(at("shop/server.js"), server);
  const unit = (name: string, lines: readonly string[]) =>
    fs.writeFileSync(at(`units/${name}`), `[Unit]\nDefaultDependencies=no\n${lines.join("\n")}\n`);
  unit("guard.target", [`Wants=shop.service ${pool}`]);
  unit("shop.service", [
    "[Service]",
    "User=list",
    `WorkingDirectory=${at("shop")}`,
    `EnvironmentFile=${at("shop/.env")}`,
    `ExecStart=${process.execPath} ${at("shop/server.js")}`,
    `StandardOutput=append:${at("seen.log")}`,
  ]);
  unit(pool, [
    "[Service]",
    "Type=notify",
    `ExecStart=/usr/sbin/${fpm ?? ""} --nodaemonize`,
    "ExecReload=/bin/kill -USR2 $MAINPID",
  ]);
  const www = [
    "[site]",
    "user = list",
    "group = list",
    "listen = /run/php/site.sock",
    "pm = static",
    "pm.max_children = 2",
    `chdir = ${at("site")}`,
  ];
  fs.writeFileSync(at("pools/site.conf"), `${www.join("\n")}\n`);
}

const isPossible = isRoot && fpm !== undefined && fs.existsSync("/lib/systemd/systemd");

beforeAll(async () => {
  if (!isPossible) return;
  makeHost();
  host = await bootSystemd(top);
}, 120_000);

afterAll(async () => host?.stop());

function needHost(skip: (note: string) => void): SystemdHost {
  for (const program of ["unshare", "nsenter", "python3"]) needProgram(skip, program);
  if (host) return host;
  const note = isRoot
    ? "systemd does not start in namespaces here, or php-fpm is not installed"
    : "takes root: namespaces and a systemd of our own";
  if (isRoot && process.env["GUARD_TEST_ALL"] === "1") throw new Error(note);
  skip(note);
  throw new Error(note);
}

const optionsOf = (name: string) => [
  "--config",
  path.join(top, `${name}.yaml`),
  "--state-dir",
  path.join(top, "state"),
];
const step = (expected: string, send: readonly string[] = []): TypedStep => ({
  expect: expected,
  send,
});
const putIn = (value: string) => [
  step("New value made?", choice(0)),
  step("New value of", [value, keys.enter]),
  step("Write it into", ["y", keys.enter]),
];
const tried = step("Does the new value work?", choice(0));
const seen = step("Seen   every process of the service was started after the change");
const [yes, no] = [
  ["y", keys.enter],
  ["n", keys.enter],
];

async function drive(name: string, args: readonly string[], steps: readonly TypedStep[]) {
  const { within } = host ?? { within: [] };
  const all = ["rotate", ...args, ...optionsOf(name)];
  const run = await driveGuard(all, steps, [old, next, third], within);
  expect([run.missed, run.status], run.output).toEqual([null, 0]);
  return run.output;
}

interface Row {
  readonly status: string;
  readonly messages: readonly string[];
}

function audited(running: SystemdHost, name: string): Row {
  const only = ["--only", "rotation/consumers-reloaded", "--fail-on", "never", "--format", "json"];
  const text = running.run(process.execPath, guardBin, "audit", ...only, ...optionsOf(name));
  const { audits, findings } = JSON.parse(text) as {
    audits: { status: string }[];
    findings: { message: string }[];
  };
  return { status: audits[0]?.status ?? "", messages: findings.map(({ message }) => message) };
}

function lastSeen(): string {
  const log = path.join(top, "seen.log");
  const text = fs.existsSync(log) ? fs.readFileSync(log, "utf8") : "";
  return text.trim().split("\n").at(-1) ?? "";
}

async function untilSeen(value: string): Promise<void> {
  const end = Date.now() + 60_000;
  while (lastSeen() !== `has ${value.slice(-4)}` && Date.now() < end) await pause(100);
  expect(lastSeen()).toBe(`has ${value.slice(-4)}`);
}

describe("under a real systemd", () => {
  test("a unit is restarted by the wizard, and that is seen", async ({ skip }) => {
    const running = needHost(skip);
    await untilSeen(old);
    expect(audited(running, "shop")).toEqual({ status: "pass", messages: [] });
    const output = await drive(
      "shop",
      [id],
      [
        ...putIn(next),
        step("Run systemctl restart shop.service now?", yes),
        step("Done   systemctl restart shop.service"),
        seen,
        tried,
        step("Revoke the old value now?", choice(1)),
      ],
    );
    expect(output).toMatch(/Read {3}shop\.service, as list/);
    expect(output).toMatch(/process \d+ node/);
    await untilSeen(next);
    expect(audited(running, "shop")).toEqual({ status: "pass", messages: [] });
  });

  test("a unit that was not restarted is named, until somebody does it", async ({ skip }) => {
    const running = needHost(skip);
    const output = await drive(
      "shop",
      [id],
      [
        ...putIn(third),
        step("Run systemctl restart shop.service now?", no),
        step("node was started before the change"),
        step("Do the services have the new value?", choice(1)),
      ],
    );
    expect(output).not.toContain("Revoke the old value now?");
    const stale = audited(running, "shop");
    expect(stale.status).toBe("fail");
    expect(stale.messages[0]).toMatch(
      /^a process of the service was started before it changed: \d+ node$/,
    );
    running.run("systemctl", "restart", "shop.service");
    await untilSeen(third);
    expect(audited(running, "shop")).toEqual({ status: "pass", messages: [] });
    await drive(
      "shop",
      ["resume"],
      [
        step("Run systemctl restart shop.service now?", no),
        seen,
        tried,
        step("Revoke the old value now?", choice(1)),
      ],
    );
  });

  test("a pool is reloaded: its workers are new, its master is the one it was", async ({
    skip,
  }) => {
    const running = needHost(skip);
    const master = running.run("systemctl", "show", "-p", "MainPID", pool);
    await drive(
      "site",
      [id],
      [
        ...putIn(next),
        step(`Run systemctl reload ${pool} now?`, yes),
        step(`Done   systemctl reload ${pool}`),
        seen,
        tried,
        step("Revoke the old value now?", choice(1)),
      ],
    );
    expect(running.run("systemctl", "show", "-p", "MainPID", pool)).toBe(master);
    expect(audited(running, "site")).toEqual({ status: "pass", messages: [] });
  });
});
