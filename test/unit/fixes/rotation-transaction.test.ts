import { readFileSync, readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import type { Edit } from "../../../src/core/fix.ts";
import { Secret } from "../../../src/core/secrets/secret.ts";
import { applyTransaction } from "../../../src/fixes/apply-transaction.ts";
import { readTransaction } from "../../../src/fixes/read-transaction.ts";
import {
  backOutRotation,
  discardOldValues,
  recoverRotations,
} from "../../../src/fixes/recover-rotation.ts";
import { findUndoable } from "../../../src/fixes/undo-transaction.ts";
import { createKeyedHash } from "../../../src/platform/host/keyed-hash.ts";
import { contentPrint } from "../../../src/rotation/ledger.ts";
import { contentChecks, fixBench, fixesFor } from "../../support/fix-bench.ts";

const [old, next] = [`old-${"a1".repeat(8)}`, `new-${"b2".repeat(8)}`];
const print = contentPrint(createKeyedHash(Buffer.alloc(32, 7)));

class Stopped extends Error {}

/** Two env files with the old value; stops dead (no roll back) at the n-th step of the engine. */
function bench(stopAt = 0) {
  let steps = 0;
  const base = fixBench(() => {
    steps += 1;
    if (steps === stopAt) throw new Stopped();
  });
  const deps = { ...base.deps, contentPrint: print };
  const names = [".env", ".env.local"];
  for (const name of names) writeFileSync(join(base.root, name), `A=1\nKEY=${old}\n`);
  const edits: readonly Edit[] = names.map((name) => ({
    kind: "set-secret",
    path: join(base.root, name),
    key: "KEY",
    value: new Secret(next),
    dialect: "dotenv",
  }));
  const [one, two] = fixesFor(edits);
  if (!one || !two) throw new Error("two fixes");
  const fix = { ...one, title: "r", changes: [...one.changes, ...two.changes] };
  const apply = async () => applyTransaction(deps, base.root, [fix], contentChecks);
  const contents = () => names.map((name) => readFileSync(join(base.root, name), "utf8"));
  return { ...base, deps, apply, contents, steps: () => steps };
}

const whole = (value: string) => [`A=1\nKEY=${value}\n`, `A=1\nKEY=${value}\n`];

function texts(folder: string): readonly string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => readFileSync(join(entry.parentPath, entry.name), "utf8"));
}

describe("a transaction of a rotation", () => {
  test("changes every file and writes the new value nowhere else", async () => {
    const { apply, contents, state, deps } = bench();
    expect(await apply()).toMatchObject({ status: "committed", transaction: 1 });
    expect(contents()).toEqual(whole(next));
    expect(texts(state).join("\n")).not.toContain(next);
    expect(readTransaction(deps.store, 1)?.kind).toBe("rotation");
  });

  test("is refused by undo", async () => {
    const { apply, deps } = bench();
    await apply();
    expect(() => findUndoable(deps)).toThrow(/undo never takes back/);
    expect(() => findUndoable(deps, 1)).toThrow(/undo never takes back/);
  });

  test("is backed out of to the byte, and what was kept is gone", async () => {
    const { apply, contents, deps, state } = bench();
    await apply();
    const transaction = readTransaction(deps.store, 1);
    if (!transaction) throw new Error("there is one");
    expect(backOutRotation(deps, transaction)).toEqual([]);
    expect(contents()).toEqual(whole(old));
    expect(texts(state).join("\n")).not.toContain(old);
  });

  test("is not backed out of when a file was changed since", async () => {
    const { apply, contents, deps, root } = bench();
    await apply();
    writeFileSync(join(root, ".env"), `KEY=${next}\nMORE=1\n`);
    const transaction = readTransaction(deps.store, 1);
    if (!transaction) throw new Error("there is one");
    expect(backOutRotation(deps, transaction)).toEqual([join(root, ".env")]);
    expect(contents()[1]).toBe(whole(next)[1]);
  });

  test("forgets the old value when that is dead", async () => {
    const { apply, deps, state } = bench();
    await apply();
    expect(texts(state).join("\n")).toContain(old);
    discardOldValues(deps, [1]);
    expect(texts(state).join("\n")).not.toContain(old);
  });
});

describe("a cut over that was killed", () => {
  test("is rolled back, or complete, from every point; with the old value dead the new one stays", async () => {
    const counted = bench();
    await counted.apply();
    for (let stopAt = 1; stopAt <= counted.steps(); stopAt += 1) {
      for (const keepNew of [false, true]) {
        const { apply, contents, deps } = bench(stopAt);
        await apply().catch(() => {});
        // What stopped it stopped the roll back too, or did not: both are the next start's matter.
        const before = contents();
        recoverRotations(deps, () => keepNew);
        const after = contents();
        const isOld = after.every((text) => text === whole(old)[0]);
        const isNew = after.every((text) => text === whole(next)[0]);
        if (!keepNew) expect(isOld || isNew, `at ${stopAt}`).toBe(true);
        else if (before.includes(whole(next)[0] ?? "")) expect(after).toContain(whole(next)[0]);
        expect(readTransaction(deps.store, 1)?.status).not.toBe("open");
      }
    }
  });
});
