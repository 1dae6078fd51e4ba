import fs from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import type { Edit } from "../../../src/core/fix.ts";
import { applyTransaction } from "../../../src/fixes/apply-transaction.ts";
import type { FixDependencies } from "../../../src/fixes/fix-dependencies.ts";
import { pruneTransactions } from "../../../src/fixes/prune-transactions.ts";
import { readTransaction } from "../../../src/fixes/read-transaction.ts";
import { recoverTransactions } from "../../../src/fixes/recover-transactions.ts";
import { checkUndo, findUndoable, undoTransaction } from "../../../src/fixes/undo-transaction.ts";
import { type FixBench, contentChecks, fixBench, fixesFor } from "../../support/fix-bench.ts";
import { treeSnapshot } from "../../support/tree-snapshot.ts";

function write({ root }: FixBench, name: string, text: string): string {
  const path = join(root, name);
  fs.writeFileSync(path, text);
  fs.chmodSync(path, 0o644);
  return path;
}

async function fixed(bench: FixBench, edits: readonly Edit[]): Promise<void> {
  const result = await applyTransaction(bench.deps, bench.root, fixesFor(edits), contentChecks);
  expect(result.status).toBe("committed");
}

const close = (path: string): Edit => ({ kind: "mode", path, from: 0o644, to: 0o600 });

function undo(deps: FixDependencies, number?: number) {
  const transaction = findUndoable(deps, number);
  return transaction && undoTransaction(deps, transaction);
}

describe("refuses, touching nothing, when since the fix", () => {
  test.each<[string, (bench: FixBench) => void]>([
    ["content changed", ({ root }) => fs.writeFileSync(join(root, ".env"), "A=2\n")],
    ["the mode changed", ({ root }) => fs.chmodSync(join(root, ".env"), 0o640)],
    ["a moved file is there again", (bench) => write(bench, ".env.bak", "A=0\n")],
    ["a made file is gone", ({ root }) => fs.rmSync(join(root, ".gitignore"))],
    [
      "a file became a link",
      ({ root }) => {
        fs.renameSync(join(root, ".env"), join(root, "real"));
        fs.symlinkSync("real", join(root, ".env"));
      },
    ],
    ["its folder is gone", ({ root }) => fs.renameSync(root, `${root}.moved`)],
  ])("%s", async (_, touch) => {
    const bench = fixBench();
    const env = write(bench, ".env", "A=1\n");
    const copy = write(bench, ".env.bak", "A=0\n");
    await fixed(bench, [
      close(env),
      { kind: "move-away", path: copy },
      { kind: "ignore-lines", path: join(bench.root, ".gitignore"), add: [".env*"] },
    ]);
    touch(bench);
    const top = join(bench.root, "..");
    const before = treeSnapshot(top);
    expect(() => undo(bench.deps)).toThrow(/changed since transaction 1; nothing was put back/);
    expect(treeSnapshot(top)).toEqual(before);
    expect(readTransaction(bench.deps.store, 1)?.status).toBe("committed");
  });
});

test("a mere touch, and changes beside it, do not stand in the way; the folder keeps its time", async () => {
  const bench = fixBench();
  const env = write(bench, ".env", "A=1\n");
  const copy = write(bench, ".env.bak", "A=0\n");
  await fixed(bench, [close(env), { kind: "move-away", path: copy }]);
  fs.utimesSync(env, 1, 1);
  write(bench, "unrelated", "x");
  const transaction = findUndoable(bench.deps);
  expect(transaction && checkUndo(bench.deps, transaction).map((step) => step.isUntouched)).toEqual(
    [true, true],
  );
  const now = Date.now() - 60_000;
  undo(bench.deps);
  expect(fs.statSync(env).mode & 0o7777).toBe(0o644);
  expect(fs.readFileSync(copy, "utf8")).toBe("A=0\n");
  // Something else happened in the folder since: its time from before the fix would be a lie.
  expect(fs.statSync(bench.root).mtimeMs).toBeGreaterThan(now);
});

test("undoes the newest first, and an older one only when nothing newer touched its files", async () => {
  const bench = fixBench();
  const env = write(bench, ".env", "A=1\n");
  const before = treeSnapshot(bench.root);
  await fixed(bench, [close(env)]);
  await fixed(bench, [{ kind: "set-env", path: env, key: "A", value: "2" }]);
  expect(() => undo(bench.deps, 1)).toThrow(/changed since transaction 1/);
  expect(undo(bench.deps)).toEqual({ transaction: 2, as: "undone", conflicts: [] });
  expect(undo(bench.deps)).toEqual({ transaction: 1, as: "undone", conflicts: [] });
  expect(treeSnapshot(bench.root)).toEqual(before);
  expect(undo(bench.deps)).toBeUndefined();
  expect(() => undo(bench.deps, 1)).toThrow("transaction 1 is undone already");
  expect(() => undo(bench.deps, 9)).toThrow("there is no transaction 9");
});

test("never takes back a rotation", () => {
  const { deps, root } = fixBench();
  const number = deps.store.create();
  const at = "2026-11-24T00:00:00.000Z";
  deps.store.append(number, { record: "begin", kind: "rotation", at, root, token: "t", fixes: [] });
  expect(recoverTransactions(deps)).toEqual([]);
  deps.store.append(number, { record: "commit", at, folders: {} });
  expect(() => undo(deps)).toThrow(/transaction 1 is a rotation, which undo never takes back/);
});

test("what was kept is deleted after 30 days, and undo then says so", async () => {
  const bench = fixBench();
  const copy = write(bench, ".env.bak", "A=0\n");
  await fixed(bench, [{ kind: "move-away", path: copy }]);
  const kept = join(bench.state, "transactions/0001/before");
  const at = (iso: string) => ({
    ...bench.deps,
    wallNow: () => new Date(iso),
  });
  expect(pruneTransactions(at("2026-12-24T09:13:00Z"))).toEqual([]);
  expect(fs.readdirSync(kept)).toEqual(["0000"]);
  expect(pruneTransactions(at("2026-12-24T09:15:00Z"))).toEqual([1]);
  expect(fs.existsSync(kept)).toBe(false);
  expect(() => undo(bench.deps)).toThrow("kept for undo was deleted after 30 days");
  expect(pruneTransactions(at("2027-12-24T09:15:00Z"))).toEqual([]);
});

describe("recovery", () => {
  test("leaves alone what somebody else changed after the crash, and says so", async () => {
    const bench = fixBench((step) => {
      if (step === "unlink") throw new Error("killed");
    });
    const env = write(bench, ".env", "A=1\n");
    const copy = write(bench, ".env.bak", "A=0\n");
    await expect(
      applyTransaction(
        {
          ...bench.deps,
          // A kill leaves no chance to roll back; neither does this.
          writer: {
            ...bench.deps.writer,
            removeTemporary: () => {
              throw new Error("killed");
            },
          },
        },
        bench.root,
        fixesFor([close(env), { kind: "move-away", path: copy }]),
        contentChecks,
      ),
    ).rejects.toThrow("killed");
    expect(fs.statSync(env).mode & 0o7777).toBe(0o600);
    fs.writeFileSync(env, "A=edited by hand\n");
    expect(recoverTransactions(bench.deps)).toEqual([
      { transaction: 1, as: "rolled-back", conflicts: [env] },
    ]);
    expect(fs.readFileSync(env, "utf8")).toBe("A=edited by hand\n");
    expect(fs.readFileSync(copy, "utf8")).toBe("A=0\n");
    // Its old content may still be wanted.
    const kept = join(bench.state, "transactions/0001/before");
    expect(fs.readdirSync(kept)).toEqual(["0000", "0001"]);
  });

  test("a record that was cut short counts as not written, and does not spoil the next", async () => {
    const bench = fixBench();
    const env = write(bench, ".env", "A=1\n");
    await fixed(bench, [close(env)]);
    const journal = join(bench.state, "transactions/0001/journal.jsonl");
    const text = fs.readFileSync(journal, "utf8");
    fs.writeFileSync(journal, text.slice(0, -20));
    expect(readTransaction(bench.deps.store, 1)?.status).toBe("open");
    expect(recoverTransactions(bench.deps)).toMatchObject([{ as: "rolled-back", conflicts: [] }]);
    expect(fs.statSync(env).mode & 0o7777).toBe(0o644);
    expect(readTransaction(bench.deps.store, 1)?.status).toBe("rolled-back");
  });

  test("a folder without a journal is nothing", () => {
    const { deps } = fixBench();
    deps.store.create();
    expect(recoverTransactions(deps)).toEqual([]);
    expect(findUndoable(deps)).toBeUndefined();
    expect(deps.store.create()).toBe(2);
  });
});
