import fs from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import type { Edit } from "../../../src/core/fix.ts";
import { blocked, found } from "../../../src/core/look.ts";
import { applyTransaction } from "../../../src/fixes/apply-transaction.ts";
import { readTransaction } from "../../../src/fixes/read-transaction.ts";
import { findUndoable, undoTransaction } from "../../../src/fixes/undo-transaction.ts";
import { type FixBench, contentChecks, fixBench, fixesFor } from "../../support/fix-bench.ts";
import { treeSnapshot } from "../../support/tree-snapshot.ts";

const { uid, gid } = { uid: process.getuid?.() ?? 0, gid: process.getgid?.() ?? 0 };

function shop(): FixBench {
  const bench = fixBench();
  write(bench, ".env", "APP_DEBUG=true\nNAME=1\n", 0o644);
  write(bench, ".env.bak", "NAME=0\n", 0o640);
  write(bench, ".gitignore", "/node_modules", 0o644);
  return bench;
}

function write({ root }: FixBench, name: string, text: string, mode: number): string {
  const path = join(root, name);
  fs.writeFileSync(path, text);
  fs.chmodSync(path, mode);
  return path;
}

function everyKind({ root }: FixBench): readonly Edit[] {
  return [
    { kind: "mode", path: join(root, ".env"), from: 0o644, to: 0o600 },
    { kind: "set-env", path: join(root, ".env"), key: "APP_DEBUG", value: "false" },
    { kind: "move-away", path: join(root, ".env.bak") },
    { kind: "ignore-lines", path: join(root, ".gitignore"), add: [".env*", "!.env.example"] },
    { kind: "ignore-lines", path: join(root, ".dockerignore"), add: [".env*"] },
  ];
}

test("applies every kind of edit and undoes it to the byte and the nanosecond", async () => {
  const bench = shop();
  const before = treeSnapshot(bench.root);

  const result = await applyTransaction(
    bench.deps,
    bench.root,
    fixesFor(everyKind(bench)),
    contentChecks,
  );

  expect(result).toEqual({ status: "committed", transaction: 1, readable: [] });
  const read = (name: string) => fs.readFileSync(join(bench.root, name), "utf8");
  expect(read(".env")).toBe("APP_DEBUG=false\nNAME=1\n");
  expect(fs.statSync(join(bench.root, ".env")).mode & 0o7777).toBe(0o600);
  expect(fs.existsSync(join(bench.root, ".env.bak"))).toBe(false);
  expect(read(".gitignore")).toBe("/node_modules\n.env*\n!.env.example\n");
  expect(read(".dockerignore")).toBe(".env*\n");

  undo(bench);
  expect(treeSnapshot(bench.root)).toEqual(before);
  expect(readTransaction(bench.deps.store, 1)?.status).toBe("undone");
});

test("nothing of a file's content is in the journal, nor kept after undo", async () => {
  const bench = shop();
  const canary = `canary${"x".repeat(20)}`;
  write(bench, ".env", `APP_DEBUG=true\nTOKEN=${canary}\n`, 0o644);
  await applyTransaction(bench.deps, bench.root, fixesFor(everyKind(bench)), contentChecks);
  const journal = join(bench.state, "transactions/0001/journal.jsonl");
  expect(fs.readFileSync(journal, "utf8")).not.toContain(canary);
  expect(filesWith(bench.state, canary)).toEqual(["transactions/0001/before/0001"]);
  expect(fs.statSync(join(bench.state, "transactions/0001/before/0001")).mode & 0o777).toBe(0o600);

  undo(bench);
  expect(filesWith(bench.state, canary)).toEqual([]);
});

describe("rolls everything back by itself", () => {
  test.each([
    ["the audit still fails", { findingsOf: async () => found([stillFailing()]) }],
    ["the audit cannot look", { findingsOf: async () => blocked("io", "cannot be read (EIO)") }],
  ])("%s", async (_, broken) => {
    const bench = shop();
    const before = treeSnapshot(bench.root);
    const checks = { ...contentChecks, ...broken };
    const result = await applyTransaction(
      bench.deps,
      bench.root,
      fixesFor(everyKind(bench)),
      checks,
    );
    expect(result).toMatchObject({ status: "rolled-back", transaction: 1, conflicts: [] });
    expect(treeSnapshot(bench.root)).toEqual(before);
    expect(readTransaction(bench.deps.store, 1)?.status).toBe("rolled-back");
    expect(findUndoable(bench.deps)).toBeUndefined();
  });

  test("the service user can no longer read its file", async () => {
    const bench = shop();
    const before = treeSnapshot(bench.root);
    let asked = 0;
    const env = join(bench.root, ".env");
    const result = await applyTransaction(
      bench.deps,
      bench.root,
      fixesFor([{ kind: "mode", path: env, from: 0o644, to: 0o600 }]),
      {
        ...contentChecks,
        serviceReads: new Set([env]),
        canServiceRead: async () => found([(asked += 1) === 1]),
      },
    );
    expect(result).toMatchObject({
      status: "rolled-back",
      reason: `the service user could no longer read ${env}`,
    });
    expect(treeSnapshot(bench.root)).toEqual(before);
  });
});

function stillFailing() {
  return {
    fingerprint: "f1",
    auditId: "env/audit-1",
    severity: "high",
    confidence: "high",
    message: "still so",
    location: { kind: "host", what: "x" },
    alsoAt: [],
    occurrences: 1,
    remedy: "",
    fix: "safe",
    state: "new",
  } as const;
}

describe("refuses, touching nothing", () => {
  const env = ({ root }: FixBench) => join(root, ".env");
  test.each<[string, (bench: FixBench) => readonly Edit[], RegExp]>([
    [
      "another mode than expected",
      (bench) => [{ kind: "mode", path: env(bench), from: 0o640, to: 0o600 }],
      /changed since it was looked at: mode is 0644, not 0640/,
    ],
    [
      "another owner than expected",
      (bench) => [
        {
          kind: "owner",
          path: env(bench),
          from: { uid: uid + 1, gid },
          to: { uid, gid },
        },
      ],
      /changed since it was looked at: owner is/,
    ],
    [
      "a file that is gone",
      ({ root }) => [{ kind: "move-away", path: join(root, ".env.old") }],
      /it is gone/,
    ],
    [
      "a folder that is a link",
      ({ root }) => {
        fs.mkdirSync(join(root, "real"));
        fs.writeFileSync(join(root, "real/.env"), "A=1\n");
        fs.symlinkSync("real", join(root, "linked"));
        return [{ kind: "move-away", path: join(root, "linked/.env") }];
      },
      /its folder is gone or a link/,
    ],
    [
      "a link",
      (bench) => {
        fs.symlinkSync(".env", join(bench.root, ".env.link"));
        return [{ kind: "mode", path: join(bench.root, ".env.link"), from: 0o777, to: 0o600 }];
      },
      /is a link/,
    ],
    [
      "a path with .. in it",
      ({ root }) => [{ kind: "move-away", path: `${root}/../www/.env` }],
      /has \. or \.\. in it/,
    ],
    [
      "a folder in its place",
      ({ root }) => {
        fs.mkdirSync(join(root, "folder"));
        return [{ kind: "mode", path: join(root, "folder"), from: 0o755, to: 0o700 }];
      },
      /is not a regular file/,
    ],
  ])("%s", async (_, edits, message) => {
    const bench = shop();
    const wrong = edits(bench);
    const before = treeSnapshot(bench.root);
    const good: Edit = { kind: "move-away", path: join(bench.root, ".env.bak") };
    const fixes = fixesFor([good, ...wrong]);
    await expect(applyTransaction(bench.deps, bench.root, fixes, contentChecks)).rejects.toThrow(
      message,
    );
    expect(treeSnapshot(bench.root)).toEqual(before);
    expect(bench.deps.store.numbers()).toEqual([]);
  });

  test("not knowing whether the service can read its file", async () => {
    const bench = shop();
    const before = treeSnapshot(bench.root);
    const path = env(bench);
    const applied = applyTransaction(
      bench.deps,
      bench.root,
      fixesFor([{ kind: "mode", path, from: 0o644, to: 0o600 }]),
      {
        ...contentChecks,
        serviceReads: new Set([path]),
        canServiceRead: async () => blocked("needs-root", "only root can ask"),
      },
    );
    await expect(applied).rejects.toThrow(/cannot tell whether the service could still read/);
    expect(treeSnapshot(bench.root)).toEqual(before);
  });
});

test("a second name that appears meanwhile rolls everything back", async () => {
  const bench = shop();
  const link = join(bench.root, ".second");
  fs.linkSync(join(bench.root, ".gitignore"), link);
  const before = treeSnapshot(bench.root);
  const result = await applyTransaction(
    bench.deps,
    bench.root,
    fixesFor(everyKind(bench)),
    contentChecks,
  );
  expect(result).toMatchObject({
    status: "rolled-back",
    reason: "the file has more than one name and is not changed",
  });
  expect(treeSnapshot(bench.root)).toEqual(before);
});

function undo({ deps }: FixBench): void {
  const transaction = findUndoable(deps);
  if (!transaction) throw new Error("nothing to undo");
  expect(undoTransaction(deps, transaction).conflicts).toEqual([]);
}

function filesWith(folder: string, text: string): string[] {
  return fs
    .readdirSync(folder, { recursive: true, encoding: "utf8" })
    .filter((name) => fs.statSync(join(folder, name)).isFile())
    .filter((name) => fs.readFileSync(join(folder, name), "utf8").includes(text));
}
