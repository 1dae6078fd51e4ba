import { spawnSync } from "node:child_process";
import fs from "node:fs";
import path from "node:path";
import { describe, expect, onTestFinished, test } from "vitest";
import { mint } from "../support/mint.ts";
import { runGuard } from "../support/run-guard.ts";
import { tempFolder } from "../support/temp-folder.ts";

const stripe = "stripe.secret-key";
const [old, next] = [mint(stripe, 1), mint(stripe, 2)];
const canMount = process.getuid?.() === 0;

function mounted(folder: string, options: string): void {
  const ran = spawnSync("mount", ["-t", "tmpfs", "-o", options, "none", folder]);
  expect(ran.status).toBe(0);
  onTestFinished(() => void spawnSync("umount", ["-l", folder]));
}

function makeShop() {
  const top = tempFolder();
  const [root, state] = [path.join(top, "www"), path.join(top, "state")];
  for (const folder of [root, state]) fs.mkdirSync(folder, { mode: 0o700 });
  fs.writeFileSync(path.join(root, ".env"), `STRIPE_SECRET_KEY=${old}\n`, { mode: 0o600 });
  fs.writeFileSync(path.join(top, "guard.yaml"), `install: { root: "${root}" }\n`, { mode: 0o600 });
  const common = ["--config", path.join(top, "guard.yaml"), "--state-dir", state];
  const rotate = async (args: readonly string[], input = "") =>
    runGuard(["rotate", ...args, ...common], { input });
  const env = () => fs.readFileSync(path.join(root, ".env"), "utf8");
  return { root, state, rotate, env };
}

const piped = ["--new-value-stdin", "--yes"];

describe.runIf(canMount)("a disk that does not take it", () => {
  test("a read-only state: nothing is begun", async () => {
    const { state, rotate, env } = makeShop();
    mounted(state, "ro");
    const run = await rotate([stripe, ...piped], next);
    expect(run.status).toBe(2);
    expect(run.stderr).toMatch(/read-only|EROFS/);
    expect(env()).toContain(old);
    const status = await rotate(["status"]);
    expect([status.status, status.stdout]).toEqual([0, expect.stringMatching(/read-only|EROFS/)]);
  });

  test("a full state: the old value stays, and it goes on when there is room", async () => {
    const { state, rotate, env } = makeShop();
    mounted(state, "size=64k,mode=0700");
    expect((await rotate(["record", stripe])).status).toBe(0);
    const ballast = path.join(state, "ballast");
    const fd = fs.openSync(ballast, "w");
    expect(() => {
      for (;;) fs.writeSync(fd, Buffer.alloc(4096));
    }).toThrow(/ENOSPC/);
    fs.closeSync(fd);
    const run = await rotate([stripe, ...piped], next);
    expect([2, 4]).toContain(run.status);
    expect(run.stderr).toMatch(/no space left|ENOSPC/);
    expect(env()).toContain(old);
    fs.rmSync(ballast);
    const begun = /the old value is still in place/.test(run.stderr) ? ["resume"] : [stripe];
    const again = await rotate([...begun, ...piped], next);
    expect(again.status, again.stderr).toBe(0);
    expect(env()).toContain(next);
  });

  test("a full install: rolled back, 4, and it goes on", async () => {
    const { root, rotate, env } = makeShop();
    const text = env();
    mounted(root, "size=64k,mode=0700");
    fs.writeFileSync(path.join(root, ".env"), `${text}#${"x".repeat(20_000)}\n`, { mode: 0o600 });
    const ballast = path.join(root, "ballast.bin");
    const fd = fs.openSync(ballast, "w");
    expect(() => {
      for (;;) fs.writeSync(fd, Buffer.alloc(4096));
    }).toThrow(/ENOSPC/);
    fs.closeSync(fd);
    const run = await rotate([stripe, ...piped], next);
    expect(run.status, run.stderr).toBe(4);
    expect(run.stderr).toMatch(/rolled back: .*no space left on the disk/);
    expect(run.stderr).toMatch(/the old value is still in place/);
    expect(env()).toContain(old);
    fs.rmSync(ballast);
    const again = await rotate(["resume", ...piped], next);
    expect(again.status, again.stderr).toBe(0);
    expect(env()).toContain(next);
  });
});

test("a clock that was set back is said, and loses nothing", async () => {
  const { state, rotate, env } = makeShop();
  await rotate([stripe, ...piped], next);
  const [folder = ""] = fs.readdirSync(state);
  const ledger = path.join(state, folder, "ledger");
  // As if the steps so far had been made under a clock that was two days ahead.
  const ahead = new Date(Date.now() + 2 * 86_400_000).toISOString().slice(0, 10);
  const today = new Date().toISOString().slice(0, 10);
  const text = fs.readFileSync(ledger, "utf8").replaceAll(`"at":"${today}`, `"at":"${ahead}`);
  fs.writeFileSync(ledger, text, { mode: 0o600 });
  const run = await rotate(["resume", "--yes"]);
  expect(run.status, run.stderr).toBe(0);
  expect(run.stderr).toMatch(/clock of this host was set back by/);
  expect(env()).toContain(next);
});
