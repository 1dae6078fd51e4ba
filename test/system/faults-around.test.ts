import { spawnSync } from "node:child_process";
import fs from "node:fs";
import { join } from "node:path";
import { afterEach, describe, expect, test } from "vitest";
import { audits } from "../../src/audits/index.ts";
import type { Status } from "../../src/core/outcome.ts";
import { isRoot } from "../support/as-user.ts";
import { openFaultBench } from "../support/fault-bench.ts";
import type { Disturbance } from "../support/fault-disturbance.ts";
import { brokenGits } from "../support/fault-git.ts";
import { type Expected, judgeRun } from "../support/fault-judge.ts";
import { shopLedger } from "../support/fault-shop-ledger.ts";
import { healthyShop } from "../support/fault-shop.ts";

const canMount = isRoot && spawnSync("unshare", ["-m", "true"]).status === 0;
const audit = openFaultBench();
const shop = healthyShop();
const undoLater: (() => void)[] = [];

afterEach(() => {
  for (const step of undoLater.splice(0).toReversed()) step();
});

/** Everything passes but what is named, with the reason why it is right. */
function allPassBut(why: string, others: Readonly<Record<string, Status>>): readonly Expected[] {
  const unknownIds = Object.keys(others).filter((id) => !audits.some(({ meta }) => meta.id === id));
  expect(unknownIds).toEqual([]);
  return audits.map(({ meta: { id } }) => ({ audit: id, status: others[id] ?? "pass", why }));
}

async function complaints(disturbance: Disturbance, expected: readonly Expected[]) {
  return judgeRun((await audit(shop, { disturbance })).run, expected);
}

describe("git", () => {
  const asked = {
    "gitignore/env-ignored": "unknown",
    "gitignore/env-untracked": "unknown",
    "gitignore/keys-and-dumps-ignored": "unknown",
    "secrets/none-in-history": "unknown",
  } as const;

  test.each(brokenGits)("that %s", async (kind) => {
    const git = { kind: "git", git: kind, folder: join(shop.top, `git ${kind}`) } as const;
    expect(await complaints(git, allPassBut("git is not to be had", asked))).toEqual([]);
  });
});

describe("the clock", () => {
  const stated = Object.fromEntries(
    audits.flatMap(({ meta }) => (meta.statement ? [[meta.id, "unknown" as const]] : [])),
  );
  const clock = (date: string) => ({ kind: "clock", date }) as const;

  test("stands in 1970", async () => {
    const expected = allPassBut("what was done lies in the future", {
      ...stated,
      "incident/none-open": "unknown",
      "incident/ready": "fail",
      "monitoring/logs-exist": "unknown",
      "rotation/within-schedule": "skipped",
    });
    expect(await complaints(clock("1970-01-01T00:00:05Z"), expected)).toEqual([]);
  });

  test("stands in 2100", async () => {
    const expected = allPassBut("what was done is long ago", {
      ...stated,
      "accounts/sessions": "fail",
      "incident/none-open": "fail",
      "incident/ready": "fail",
      "monitoring/logs-exist": "fail",
      "monitoring/reviewed": "fail",
      "rotation/within-schedule": "fail",
    });
    expect(await complaints(clock("2100-01-01T00:00:00Z"), expected)).toEqual([]);
  });
});

describe("what the kernel tells of the host", () => {
  const hidden = (what: "processes" | "listeners" | "modes") => ({ kind: "hidden", what }) as const;
  test("no processes", async () => {
    const expected = allPassBut("the processes are hidden", {
      "access/redis-protected": "unknown",
      "privilege/service-user": "unknown",
      "rotation/consumers-reloaded": "unknown",
    });
    expect(await complaints(hidden("processes"), expected)).toEqual([]);
  });

  test("no listening sockets", async () => {
    const expected = allPassBut("the sockets are hidden", {
      "access/private-listeners": "unknown",
    });
    expect(await complaints(hidden("listeners"), expected)).toEqual([]);
  });

  test("a file system whose modes say little", async () => {
    const expected = allPassBut("the modes are made up", {
      "env/mode": "unknown",
      "privilege/no-world-writable": "unknown",
      "tls/key-files": "unknown",
    });
    expect(await complaints(hidden("modes"), expected)).toEqual([]);
  });
});

describe("our own state", () => {
  const ledger = join(shop.top, "ledger");

  /** A disk of its own under a ledger in which this run has to note something. */
  function onDisk(options: string, fill: boolean): string {
    const folder = join(shop.top, "disk");
    fs.mkdirSync(folder);
    spawnSync("mount", ["-t", "tmpfs", "-o", "size=64k,mode=0700", "none", folder]);
    undoLater.push(() => {
      spawnSync("umount", [folder]);
      fs.rmdirSync(folder);
    });
    const path = join(folder, "ledger");
    // To the end of a page: one more byte takes another one.
    const lines = `${shopLedger(shop).trimEnd().split("\n").slice(0, -1).join("\n")}\n`;
    fs.writeFileSync(path, lines.padEnd(Math.ceil(lines.length / 4096) * 4096, "\n"));
    if (fill) spawnSync("sh", ["-c", 'cat /dev/zero > "$0"', join(folder, "ballast")]);
    if (options !== "") spawnSync("mount", ["-o", `remount,${options}`, folder]);
    return path;
  }

  async function withLedger(path: string) {
    const { run } = await audit(shop, { disturbance: { kind: "ledger", path } });
    return { run, warning: run.kind === "report" ? run.warning : undefined };
  }

  test.runIf(canMount).each([
    ["read-only", "ro", false, /state cannot be written: .*read-only/],
    ["full", "", true, /state cannot be written: .*no space/],
  ])("%s: a warning, and nothing else is lost", async (_name, options, fill, message) => {
    const { warning, run } = await withLedger(onDisk(options, fill));
    expect(warning).toMatch(message);
    const expected = allPassBut("what could not be noted was not known before either", {
      "rotation/within-schedule": "skipped",
    });
    expect(judgeRun(run, expected)).toEqual([]);
  });

  const ages = {
    "rotation/old-key-dead": "unknown",
    "rotation/tested": "unknown",
    "rotation/within-schedule": "unknown",
  } as const;
  test.each([
    ["a folder", (path: string) => fs.mkdirSync(path)],
    ["a FIFO", (path: string) => void spawnSync("mkfifo", [path])],
    ["a link", (path: string) => fs.symlinkSync(ledger, path)],
    ["a link to itself", (path: string) => fs.symlinkSync(path, path)],
  ])("%s in its place", async (_name, put) => {
    const path = join(shop.top, "stand-in");
    put(path);
    undoLater.push(() => fs.rmSync(path, { recursive: true, force: true }));
    const { warning, run } = await withLedger(path);
    expect(warning).toMatch(/the state cannot be read/);
    expect(judgeRun(run, allPassBut("no recorded age is seen", ages))).toEqual([]);
  });
});
