import { existsSync, mkdirSync, readFileSync, readdirSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import type { Edit } from "../../../src/core/fix.ts";
import { applyTransaction } from "../../../src/fixes/apply-transaction.ts";
import { type DeadValue, forgetValue } from "../../../src/fixes/forget-value.ts";
import { checkUndo, findUndoable, undoTransaction } from "../../../src/fixes/undo-transaction.ts";
import { contentChecks, dependencies, fixBench, fixesFor } from "../../support/fix-bench.ts";

const value = `dead-${"a1".repeat(8)}`;
const dead: DeadValue = {
  credential: "smtp.password",
  isHeld: (bytes) => Buffer.from(bytes).includes(value),
  reduced: () => new Uint8Array(),
};

/** Two copies moved away, one of them with the value, a mode, and an ignore file. */
async function bench() {
  const base = fixBench();
  const at = (name: string) => join(base.root, name);
  writeFileSync(at(".env"), `KEY=${value}\n`, { mode: 0o644 });
  writeFileSync(at(".env.bak"), `KEY=${value}\n`);
  writeFileSync(at(".env.old"), "KEY=other\n");
  writeFileSync(at(".gitignore"), "vendor\n");
  const edits: readonly Edit[] = [
    { kind: "mode", path: at(".env"), from: 0o644, to: 0o600 },
    { kind: "move-away", path: at(".env.bak") },
    { kind: "move-away", path: at(".env.old") },
    { kind: "ignore-lines", path: at(".gitignore"), add: [".env*"] },
  ];
  await applyTransaction(base.deps, base.root, fixesFor(edits), contentChecks);
  return { ...base, at };
}

function kept(state: string): readonly string[] {
  return readdirSync(state, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && entry.parentPath.endsWith("/before"))
    .map((entry) => readFileSync(join(entry.parentPath, entry.name), "utf8"));
}

describe("a dead value", () => {
  test("goes from what was kept, and the rest can still be undone", async () => {
    const { deps, state, at } = await bench();
    expect(forgetValue(deps, dead, [])).toEqual([{ transaction: 1, files: 2 }]);
    expect(kept(state).toSorted()).toEqual(["KEY=other\n", "vendor\n"]);
    // As after the rotation that made it dead.
    writeFileSync(at(".env"), "KEY=new\n");
    const transaction = findUndoable(deps);
    if (!transaction) throw new Error("there is one");
    expect(
      checkUndo(deps, transaction).map(({ isUntouched, lost }) => [isUntouched, lost]),
    ).toEqual([
      [true, undefined],
      [true, "smtp.password"],
      [true, undefined],
      [true, undefined],
    ]);
    expect(undoTransaction(deps, transaction).conflicts).toEqual([]);
    expect(readFileSync(at(".env"), "utf8")).toBe("KEY=new\n");
    expect(statSync(at(".env")).mode & 0o777).toBe(0o644);
    expect(existsSync(at(".env.bak"))).toBe(false);
    expect(readFileSync(at(".env.old"), "utf8")).toBe("KEY=other\n");
    expect(readFileSync(at(".gitignore"), "utf8")).toBe("vendor\n");
  });

  test("of which everything was kept leaves nothing to undo, and says why", async () => {
    const base = fixBench();
    const path = join(base.root, ".env.bak");
    writeFileSync(path, `KEY=${value}\n`);
    await applyTransaction(
      base.deps,
      base.root,
      fixesFor([{ kind: "move-away", path }]),
      contentChecks,
    );
    forgetValue(base.deps, dead, []);
    expect(() => findUndoable(base.deps)).toThrow(
      "what transaction 1 kept is deleted: it held the old value of smtp.password, which is dead",
    );
  });

  test("a mode that somebody else changed since is no less a conflict", async () => {
    const { deps, at } = await bench();
    forgetValue(deps, dead, []);
    writeFileSync(at(".env"), "KEY=new\n");
    const transaction = findUndoable(deps);
    if (!transaction) throw new Error("there is one");
    const { chmodSync } = await import("node:fs");
    chmodSync(at(".env"), 0o640);
    expect(() => undoTransaction(deps, transaction)).toThrow(/\.env changed since/);
  });

  test("goes also when it was killed at any step", async () => {
    class Stopped extends Error {}
    for (let stopAt = 1; ; stopAt += 1) {
      const { state, deps } = await bench();
      let steps = 0;
      const stopping = dependencies(state, () => {
        steps += 1;
        if (steps === stopAt) throw new Stopped();
      });
      try {
        forgetValue(stopping, dead, []);
        expect(stopAt).toBeGreaterThan(4);
        return;
      } catch (error) {
        if (!(error instanceof Stopped)) throw error;
      }
      forgetValue(deps, dead, []);
      expect(kept(state).toSorted()).toEqual(["KEY=other\n", "vendor\n"]);
      const transaction = findUndoable(deps);
      expect(transaction?.changes.map(({ forgotten }) => forgotten)).toEqual([
        "smtp.password",
        "smtp.password",
        undefined,
        undefined,
      ]);
    }
  });

  test("that cannot be read goes as well", async () => {
    const { deps, state } = await bench();
    const before = join(state, "transactions/0001/before");
    const { rmSync } = await import("node:fs");
    rmSync(join(before, "0003"));
    mkdirSync(join(before, "0003.dir"));
    expect(() => forgetValue(deps, dead, [])).not.toThrow();
    expect(readdirSync(before)).toEqual(["0002"]);
  });
});
