import { spawnSync } from "node:child_process";
import fs from "node:fs";
import { expect, test } from "vitest";
import type { Edit } from "../../../src/core/fix.ts";
import type { FileOwner } from "../../../src/core/ports/files.ts";
import { decodePath, encodePath, joinPath } from "../../../src/core/text/path-text.ts";
import { applyTransaction } from "../../../src/fixes/apply-transaction.ts";
import { findUndoable, undoTransaction } from "../../../src/fixes/undo-transaction.ts";
import { contentChecks, fixBench, fixesFor } from "../../support/fix-bench.ts";
import { seededRandom } from "../../support/mint.ts";
import { treeSnapshot } from "../../support/tree-snapshot.ts";

type Random = (below: number) => number;

interface RandomFile {
  readonly path: string;
  readonly mode: number;
  readonly owner: FileOwner;
}

const isRoot = process.getuid?.() === 0;
const seeds = Array.from({ length: 100 }, (_, index) => index + 1);

// 100 trees in ten tests, so that a failure names its ten and none runs into the time limit.
test.each(Array.from({ length: 10 }, (_, index) => [seeds.slice(index * 10, index * 10 + 10)]))(
  "undo gives the whole tree back, trees %j",
  async (group) => {
    for (const seed of group) await tryTree(seed);
  },
);

async function tryTree(seed: number): Promise<void> {
  const random = seededRandom(seed);
  const { root, deps } = fixBench();
  const files = growTree(root, random);
  const edits = randomEdits(root, files, random);
  const before = treeSnapshot(root);

  const result = await applyTransaction(deps, root, fixesFor(edits), contentChecks);
  expect(result.status, `tree ${seed}`).toBe("committed");
  expect(treeSnapshot(root), `tree ${seed}`).not.toEqual(before);

  const transaction = findUndoable(deps);
  if (!transaction) throw new Error("nothing to undo");
  expect(undoTransaction(deps, transaction).conflicts, `tree ${seed}`).toEqual([]);
  expect(treeSnapshot(root), `tree ${seed}`).toEqual(before);
}

/** Nested folders with files of odd names, modes, owners and times, down to single nanoseconds. */
function growTree(root: string, random: Random): readonly RandomFile[] {
  const folders = [root];
  const files: RandomFile[] = [];
  for (let count = 0; count < 3 + random(4); count += 1) {
    const folder = joinPath(pick(folders, random), randomName(random));
    if (!fs.existsSync(system(folder))) fs.mkdirSync(system(folder), { mode: 0o755 });
    folders.push(folder);
  }
  for (let count = 0; count < 4 + random(8); count += 1) {
    const path = joinPath(pick(folders, random), `${randomName(random)}${count}`);
    fs.writeFileSync(system(path), randomContent(random));
    const owner = isRoot
      ? { uid: pick([0, 33, 1234], random), gid: pick([0, 33, 4321], random) }
      : { uid: process.getuid?.() ?? 0, gid: process.getgid?.() ?? 0 };
    fs.chownSync(system(path), owner.uid, owner.gid);
    const mode = pick([0o644, 0o600, 0o640, 0o666, 0o755, 0o4755, 0o2750, 0o400, 0o777], random);
    fs.chmodSync(system(path), mode);
    files.push({ path, mode, owner });
  }
  for (const path of [...files.map((file) => file.path), ...folders.toReversed()]) {
    setRandomTime(path, random);
  }
  return files;
}

function randomEdits(root: string, files: readonly RandomFile[], random: Random): readonly Edit[] {
  const edits = files.flatMap((file) => (random(4) === 0 ? [] : editsOf(file, random)));
  const made: Edit = {
    kind: "ignore-lines",
    path: joinPath(root, ".newignore"),
    add: [".env*", "!.env.example"],
  };
  return [...edits, made];
}

function editsOf({ path, mode, owner }: RandomFile, random: Random): readonly Edit[] {
  const chmod: Edit = {
    kind: "mode",
    path,
    from: mode,
    to: mode & pick([0o600, 0o755, 0o640], random),
  };
  const to = isRoot ? { uid: pick([0, 33, 99], random), gid: pick([0, 33], random) } : owner;
  const chown: Edit = { kind: "owner", path, from: owner, to };
  const ignore: Edit = { kind: "ignore-lines", path, add: ["*.sql", "*.log"] };
  const set: Edit = { kind: "set-env", path, key: "APP_DEBUG", value: "false" };
  return pick<readonly Edit[]>(
    [[chmod], [chown], [chmod, chown], [{ kind: "move-away", path }], [ignore], [set, chmod]],
    random,
  );
}

function randomName(random: Random): string {
  const names = ["a", ".env", "name with space", "line\nend", "-dash", "ünï", "quote'\"$x", "\\"];
  const raw = Buffer.from([0xff, 0x61 + random(26), 0xfe]);
  return random(4) === 0 ? decodePath(raw) : `${pick(names, random)}${random(100)}`;
}

function randomContent(random: Random): Buffer {
  const env = Buffer.from("APP_DEBUG=true\nNAME='a b'\r\nLAST=1");
  const bytes = Buffer.from(Array.from({ length: random(5000) }, () => random(256)));
  return pick([env, bytes, Buffer.alloc(0), Buffer.from("one\r\ntwo\r\n")], random);
}

/** Node sets microseconds at best, and children take no names that are not UTF-8. */
function setRandomTime(path: string, random: Random): void {
  const descriptor = fs.openSync(system(path), fs.constants.O_RDONLY);
  const time = `@${random(2_000_000_000)}.${String(random(1_000_000_000)).padStart(9, "0")}`;
  const stdio = ["ignore", "ignore", "inherit", descriptor] as const;
  spawnSync("touch", ["-c", "-m", "-d", time, "--", "/proc/self/fd/3"], { stdio: [...stdio] });
  fs.closeSync(descriptor);
}

function system(path: string): Buffer {
  return Buffer.from(encodePath(path));
}

function pick<T>(from: readonly T[], random: Random): T {
  const one = from[random(from.length)];
  if (one === undefined) throw new Error("nothing to pick from");
  return one;
}
