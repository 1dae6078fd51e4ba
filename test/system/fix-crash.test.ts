import { spawn, spawnSync } from "node:child_process";
import fs from "node:fs";
import path from "node:path";
import { describe, expect, test } from "vitest";
import type { Edit } from "../../src/core/fix.ts";
import { recoverTransactions } from "../../src/fixes/recover-transactions.ts";
import { dependencies } from "../support/fix-bench.ts";
import { seededRandom } from "../support/mint.ts";
import { projectRoot } from "../support/run-guard.ts";
import { tempFolder } from "../support/temp-folder.ts";
import { treeSnapshot } from "../support/tree-snapshot.ts";

const dist = process.env["GUARD_DIST"] ?? path.join(projectRoot, "dist");
const child = new URL("../support/fix-child.js", import.meta.url).pathname;

type Action = "fix" | "undo" | "recover";

interface Shop {
  readonly root: string;
  readonly state: string;
  readonly edits: readonly Edit[];
}

const files: Readonly<Record<string, readonly [string, number]>> = {
  ".env": ["APP_DEBUG=true\nNAME=1\n", 0o644],
  "conf/.env.local": ["NAME=2\n", 0o640],
  "conf/.env.bak": [`OLD=${"x".repeat(3000)}\n`, 0o664],
  ".gitignore": ["/node_modules", 0o644],
};

function makeShop(): Shop {
  const top = tempFolder();
  const [root, state] = [path.join(top, "www"), path.join(top, "state")];
  fs.mkdirSync(path.join(root, "conf"), { recursive: true });
  fs.mkdirSync(state);
  for (const [name, [text, mode]] of Object.entries(files)) {
    fs.writeFileSync(path.join(root, name), text);
    fs.chmodSync(path.join(root, name), mode);
  }
  const all = ["conf", ".", ...Object.keys(files)].map((name) => path.join(root, name));
  spawnSync("touch", ["-d", "@1600000000.123456789", "--", ...all]);
  const edits: readonly Edit[] = [
    { kind: "mode", path: path.join(root, ".env"), from: 0o644, to: 0o600 },
    { kind: "set-env", path: path.join(root, ".env"), key: "APP_DEBUG", value: "false" },
    { kind: "mode", path: path.join(root, "conf/.env.local"), from: 0o640, to: 0o600 },
    { kind: "move-away", path: path.join(root, "conf/.env.bak") },
    { kind: "ignore-lines", path: path.join(root, ".gitignore"), add: [".env*"] },
    { kind: "ignore-lines", path: path.join(root, "conf/.ignore"), add: [".env*"] },
  ];
  return { root, state, edits };
}

/** Content of every file before and after the fix: nothing else may ever be seen under a name. */
const wholes: Readonly<Record<string, readonly string[]>> = {
  ".env": ["APP_DEBUG=true\nNAME=1\n", "APP_DEBUG=false\nNAME=1\n"],
  "conf/.env.local": ["NAME=2\n"],
  "conf/.env.bak": [`OLD=${"x".repeat(3000)}\n`],
  ".gitignore": ["/node_modules", "/node_modules\n.env*\n"],
  "conf/.ignore": [".env*\n"],
};

function expectWhole({ root }: Shop, when: string): void {
  for (const [name, contents] of Object.entries(wholes)) {
    const file = path.join(root, name);
    if (!fs.existsSync(file)) continue;
    expect(contents, `${when}: ${name}`).toContain(fs.readFileSync(file, "utf8"));
  }
}

function jobOf(shop: Shop, action: Action, crashAt: number): string {
  const file = path.join(path.dirname(shop.root), "job.json");
  fs.writeFileSync(file, JSON.stringify({ ...shop, action, crashAt }));
  return file;
}

/** The number of steps when it ran to its end, undefined when it was killed. */
function run(shop: Shop, action: Action, crashAt = 0): number | undefined {
  const ran = spawnSync(process.execPath, [child, dist, jobOf(shop, action, crashAt)], {
    encoding: "utf8",
  });
  if (ran.signal === "SIGKILL") return undefined;
  const steps = /steps (\d+)/.exec(ran.stdout)?.[1];
  if (steps === undefined) throw new Error(`child failed: ${ran.stderr}`);
  return Number(steps);
}

/** The next start, in this process. */
function recover({ state }: Shop): void {
  const deps = dependencies(state);
  const unlock = deps.store.lock();
  const conflicts = recoverTransactions(deps).flatMap((recovery) => recovery.conflicts);
  unlock();
  expect(conflicts).toEqual([]);
}

function stateOf(shop: Shop, before: readonly string[]): "before" | "after" | "neither" {
  const now = treeSnapshot(shop.root);
  if (JSON.stringify(now) === JSON.stringify(before)) return "before";
  const isAfter =
    now.length === before.length && fs.existsSync(path.join(shop.root, "conf/.ignore"));
  return isAfter && fs.readFileSync(path.join(shop.root, ".env"), "utf8").includes("false")
    ? "after"
    : "neither";
}

test("kill -9 at every step of a fix: every file whole, the next start rolls it back", () => {
  const steps = run(makeShop(), "fix") ?? 0;
  expect(steps).toBeGreaterThan(40);
  let rolledBack = 0;
  for (let crashAt = 1; crashAt <= steps; crashAt += 1) {
    const shop = makeShop();
    const before = treeSnapshot(shop.root);
    expect(run(shop, "fix", crashAt), `step ${crashAt}`).toBeUndefined();
    expectWhole(shop, `step ${crashAt}`);
    recover(shop);
    const state = stateOf(shop, before);
    // The very last step comes after the commit record: then the fix is done.
    expect(state, `step ${crashAt}`).toBe(crashAt === steps ? "after" : "before");
    rolledBack += state === "before" ? 1 : 0;
  }
  expect(rolledBack).toBe(steps - 1);
});

test("kill -9 at every step of an undo: every file whole, the next start finishes it", () => {
  const complete = makeShop();
  run(complete, "fix");
  const steps = run(complete, "undo") ?? 0;
  expect(steps).toBeGreaterThan(20);
  for (let crashAt = 1; crashAt <= steps; crashAt += 1) {
    const shop = makeShop();
    const before = treeSnapshot(shop.root);
    run(shop, "fix");
    expect(run(shop, "undo", crashAt), `step ${crashAt}`).toBeUndefined();
    expectWhole(shop, `step ${crashAt}`);
    recover(shop);
    // Before its own record is written an undo has not begun.
    expect(stateOf(shop, before), `step ${crashAt}`).toBe(crashAt === 1 ? "after" : "before");
  }
});

test("kill -9 during the recovery of a killed fix: the one after it recovers", () => {
  const random = seededRandom(7);
  const steps = run(makeShop(), "fix") ?? 0;
  for (let round = 0; round < 40; round += 1) {
    const shop = makeShop();
    const before = treeSnapshot(shop.root);
    run(shop, "fix", 5 + random(steps - 5));
    run(shop, "recover", 1 + random(20));
    run(shop, "recover", 1 + random(20));
    expectWhole(shop, `round ${round}`);
    recover(shop);
    expect(stateOf(shop, before), `round ${round}`).toBe("before");
  }
});

describe("kill -9 from outside at 100 random moments", () => {
  test.each([1, 2, 3, 4])("part %i", async (part) => {
    const random = seededRandom(part);
    for (let round = 0; round < 25; round += 1) {
      const shop = makeShop();
      const before = treeSnapshot(shop.root);
      await killed(shop, random(120));
      expectWhole(shop, `round ${round}`);
      recover(shop);
      expect(["before", "after"], `round ${round}`).toContain(stateOf(shop, before));
    }
  });
});

/** Kills a running fix the given time after it began. */
function killed(shop: Shop, milliseconds: number): Promise<void> {
  return new Promise((resolve, reject) => {
    const fix = spawn(process.execPath, [child, dist, jobOf(shop, "fix", 0)]);
    fix.on("error", reject);
    fix.stdout.once("data", () => setTimeout(() => fix.kill("SIGKILL"), milliseconds));
    fix.on("close", () => resolve());
  });
}
