import { spawnSync } from "node:child_process";
import fs from "node:fs";
import path from "node:path";
import { describe, expect, onTestFinished, test } from "vitest";
import { driveGuard, keys } from "../support/drive-terminal.ts";
import { needProgram } from "../support/need-program.ts";
import { privateHost } from "../support/private-host.ts";
import { runGuard } from "../support/run-guard.ts";
import { tempFolder } from "../support/temp-folder.ts";

const isRoot = process.getuid?.() === 0;
const id = "accounts/two-factor";

function makeShop() {
  const top = tempFolder();
  const [root, state] = [path.join(top, "www"), path.join(top, "state")];
  for (const folder of [root, state]) fs.mkdirSync(folder, { mode: 0o700 });
  fs.writeFileSync(path.join(root, ".env"), "A=1\n", { mode: 0o600 });
  fs.writeFileSync(path.join(top, "guard.yaml"), `install: { root: "${root}" }\n`, { mode: 0o600 });
  const common = ["--config", path.join(top, "guard.yaml"), "--state-dir", state];
  const file = () =>
    path.join(
      state,
      fs.readdirSync(state).find((name) => name.startsWith("www-")) ?? "",
      "attestations",
    );
  const audit = () => runGuard(["audit", "--only", id, ...common]);
  return { top, state, common, file, audit };
}

function mounted(folder: string, options: string): void {
  const ran = spawnSync("mount", ["-t", "tmpfs", "-o", options, "none", folder]);
  expect(ran.status).toBe(0);
  onTestFinished(() => void spawnSync("umount", ["-l", folder]));
}

describe.runIf(isRoot)("a state that does not take it", () => {
  test("read-only: 2 before anything is asked", async () => {
    const { state, common } = makeShop();
    mounted(state, "ro");
    const run = await runGuard(["attest", id, "--state", "on", ...common]);
    expect([run.status, run.stdout]).toEqual([2, ""]);
    expect(run.stderr).toMatch(/read-only|EROFS/);
  });

  test("full: 2, and what was stated before stands", async () => {
    const { state, common, file, audit } = makeShop();
    mounted(state, "size=64k,mode=0700");
    const note = ["--note", "x".repeat(3000)];
    const attest = (state_: string) =>
      runGuard(["attest", id, "--state", state_, ...note, ...common]);
    expect((await attest("on")).status).toBe(0);
    const before = fs.readFileSync(file(), "utf8");
    const fd = fs.openSync(path.join(state, "ballast"), "w");
    expect(() => {
      for (;;) fs.writeSync(fd, Buffer.alloc(4096));
    }).toThrow(/ENOSPC/);
    fs.closeSync(fd);
    const full = await attest("off");
    expect(full.status).toBe(2);
    expect(full.stderr).toMatch(/no space left|ENOSPC/);
    expect(fs.readFileSync(file(), "utf8")).toBe(before);
    expect((await audit()).status).toBe(0);
    fs.rmSync(path.join(state, "ballast"));
    expect((await attest("off")).status).toBe(0);
    expect((await audit()).status).toBe(1);
  });

  test("root's, and we are not root: said in one line, never skipped, nothing of our own", async ({
    skip,
  }) => {
    needProgram(skip, "unshare");
    const host = privateHost({ "srv/shop/.env": "A=1\n" });
    spawnSync("chown", ["-R", "33:33", host.real("/srv/shop")]);
    fs.chmodSync(host.real("/srv/shop/.env"), 0o600);
    const target = { cwd: "/srv/shop" };
    const stated = await host.guard(["attest", id, "--state", "on"], target);
    expect(stated.status, stated.stderr).toBe(0);
    const run = await host.guard(["audit", "--only", "accounts/*"], { ...target, uid: 33 });
    expect(run.status, run.stderr).toBe(3);
    expect(run.stdout).toMatch(
      /^Needs root accounts\/passwords, accounts\/sessions, accounts\/two-factor: run it\n\s+with sudo$/m,
    );
    for (const args of [[id, "--state", "off"], ["--list"]]) {
      const refused = await host.guard(["attest", ...args], { ...target, uid: 33 });
      expect(refused.status).toBe(2);
      expect(refused.stderr).toMatch(/root keeps/);
      expect(refused.stderr).toContain("run it with sudo");
    }
    const again = await host.guard(["audit", "--only", id], target);
    expect(again.stdout).toContain("1 pass");
  });
});

describe("two people at once", () => {
  test("lose nothing: every statement is a whole line", async () => {
    const { common, file } = makeShop();
    const names = Array.from({ length: 6 }, (_, index) => `p${index}`);
    const runs = await Promise.all(
      names.map((by) => runGuard(["attest", id, "--state", "on", "--by", by, ...common])),
    );
    const acknowledged = names.filter((_, index) => runs[index]?.status === 0);
    const kept = fs
      .readFileSync(file(), "utf8")
      .trimEnd()
      .split("\n")
      .map((line) => (JSON.parse(line) as { by: string }).by);
    expect(kept.toSorted()).toEqual(acknowledged);
    expect(acknowledged.length).toBeGreaterThan(0);
  });
});

describe("in a real terminal", () => {
  test("asks four things, and Ctrl-C states nothing", async ({ skip }) => {
    needProgram(skip, "python3");
    const { top, common, state, file } = makeShop();
    const shot = path.join(top, "shot.png");
    fs.writeFileSync(shot, "a picture");
    const question = { expect: "required for all team members?", send: [keys.enter] };
    const stopped = await driveGuard(
      ["attest", id, ...common],
      [question, { expect: "Who looked?", send: [keys.interrupt] }],
      [],
    );
    expect([stopped.status, stopped.missed]).toEqual([130, null]);
    const written = fs.readdirSync(state, { recursive: true, encoding: "utf8" });
    expect(written.some((name) => name.endsWith("attestations"))).toBe(false);
    const run = await driveGuard(
      ["attest", id, ...common],
      [
        question,
        { expect: "Who looked?", send: ["jo", keys.enter] },
        { expect: "Evidence", send: [shot, keys.enter] },
        { expect: "Holds until", send: ["30 days", keys.enter] },
      ],
      [],
    );
    expect([run.status, run.missed]).toEqual([0, null]);
    expect(run.output).toContain("Look at  IPTVbp: Settings > Security > Policies");
    expect(JSON.parse(fs.readFileSync(file(), "utf8"))).toMatchObject({
      answer: "on",
      by: "jo",
      evidence: { path: shot },
    });
  });
});
