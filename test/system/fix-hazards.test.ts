import { spawn, spawnSync } from "node:child_process";
import fs from "node:fs";
import path from "node:path";
import { afterEach, describe, expect, test } from "vitest";
import type { Edit } from "../../src/core/fix.ts";
import { applyTransaction } from "../../src/fixes/apply-transaction.ts";
import { judgeFix } from "../../src/fixes/judge-change.ts";
import { recoverTransactions } from "../../src/fixes/recover-transactions.ts";
import { findUndoable, undoTransaction } from "../../src/fixes/undo-transaction.ts";
import { lockFile } from "../../src/platform/state/lock-file.ts";
import {
  type FixBench,
  contentChecks,
  dependencies,
  fixBench,
  fixesFor,
} from "../support/fix-bench.ts";
import { treeSnapshot } from "../support/tree-snapshot.ts";

// What needs root is tried as root; continuous integration runs as root in a container.
const isRoot = process.getuid?.() === 0;
const canMount = isRoot && spawnSync("unshare", ["-m", "true"]).status === 0;
const undoLater: (() => void)[] = [];

afterEach(() => {
  for (const step of undoLater.splice(0).toReversed()) step();
});

function command(program: string, ...args: string[]): void {
  const ran = spawnSync(program, args, { encoding: "utf8" });
  if (ran.status !== 0) throw new Error(`${program} ${args.join(" ")}: ${ran.stderr}`);
}

function mounted(...args: string[]): void {
  command("mount", ...args);
  undoLater.push(() => command("umount", args.at(-1) ?? ""));
}

function write({ root }: FixBench, name: string, text: string, mode = 0o644): string {
  const file = path.join(root, name);
  fs.mkdirSync(path.dirname(file), { recursive: true });
  fs.writeFileSync(file, text);
  fs.chmodSync(file, mode);
  return file;
}

const apply = ({ deps, root }: FixBench, edits: readonly Edit[]) =>
  applyTransaction(deps, root, fixesFor(edits), contentChecks);

function undo({ deps }: FixBench): void {
  const transaction = findUndoable(deps);
  if (!transaction) throw new Error("nothing to undo");
  expect(undoTransaction(deps, transaction).conflicts).toEqual([]);
}

describe("a disk that is full or read-only", () => {
  test.runIf(canMount)("a full install: rolled back, nothing changed", async () => {
    const bench = fixBench();
    mounted("-t", "tmpfs", "-o", "size=64k,mode=0755", "none", bench.root);
    const env = write(bench, ".env", "A=1\n");
    const ignore = write(bench, ".gitignore", "x\n".repeat(5000));
    fs.writeFileSync(path.join(bench.root, "ballast"), Buffer.alloc(48 * 1024));
    const before = treeSnapshot(bench.root);
    const result = await apply(bench, [
      { kind: "mode", path: env, from: 0o644, to: 0o600 },
      { kind: "ignore-lines", path: ignore, add: [".env*"] },
    ]);
    expect(result).toMatchObject({
      status: "rolled-back",
      reason: "content cannot be replaced: no space left on the disk",
    });
    expect(treeSnapshot(bench.root)).toEqual(before);
  });

  test.runIf(canMount)("a full state: nothing changed, and it recovers later", async () => {
    const bench = fixBench();
    mounted("-t", "tmpfs", "-o", "size=64k,mode=0700", "none", bench.state);
    const env = write(bench, ".env", "A=1\n");
    const big = write(bench, "env.txt", "A=1\n".repeat(20_000));
    const before = treeSnapshot(bench.root);
    const result = await apply(bench, [
      { kind: "mode", path: env, from: 0o644, to: 0o600 },
      { kind: "move-away", path: big },
    ]);
    expect(result).toMatchObject({ status: "rolled-back" });
    expect(result.status === "rolled-back" && result.reason).toMatch(
      /state cannot be written: .*: no space left on the disk/,
    );
    expect(treeSnapshot(bench.root)).toEqual(before);
    recoverTransactions(bench.deps);
    expect(treeSnapshot(bench.root)).toEqual(before);
  });

  test.runIf(canMount)("a read-only state: an error, nothing changed", async () => {
    const bench = fixBench();
    mounted("-t", "tmpfs", "-o", "ro", "none", bench.state);
    const env = write(bench, ".env", "A=1\n");
    const before = treeSnapshot(bench.root);
    const applied = apply(bench, [{ kind: "mode", path: env, from: 0o644, to: 0o600 }]);
    await expect(applied).rejects.toThrow(/state cannot be written: .* read-only/);
    expect(() => bench.deps.store.lock()).toThrow(/state cannot be written: .* read-only/);
    expect(treeSnapshot(bench.root)).toEqual(before);
  });

  test.runIf(canMount)("a read-only install is refused when it is planned", () => {
    const bench = fixBench();
    const env = write(bench, ".env", "A=1\n");
    mounted("--bind", "-o", "ro", bench.root, bench.root);
    command("mount", "-o", "remount,bind,ro", bench.root);
    const [fix] = fixesFor([{ kind: "mode", path: env, from: 0o644, to: 0o600 }]);
    expect(fix && judgeFix(bench.deps, 0, fix).refused).toBe("it is on a read-only file system");
  });
});

describe("a file that is a mount point", () => {
  test.runIf(canMount)("is written in place after a person agreed, and undone", async () => {
    const bench = fixBench();
    const outside = write(bench, "../real.env", "APP_DEBUG=true\nA=1\n", 0o640);
    const env = write(bench, ".env", "");
    mounted("--bind", outside, env);
    const edit: Edit = { kind: "set-env", path: env, key: "APP_DEBUG", value: "no" };
    const [fix] = fixesFor([edit]);
    expect(fix && judgeFix(bench.deps, 0, fix)).toMatchObject({
      safety: "review",
      caution: "the file is a mount point and is written in place",
    });
    const inode = fs.statSync(env).ino;
    const before = treeSnapshot(bench.root);
    expect((await apply(bench, [edit])).status).toBe("committed");
    expect(fs.readFileSync(outside, "utf8")).toBe("APP_DEBUG=no\nA=1\n");
    expect(fs.statSync(env).ino).toBe(inode);
    undo(bench);
    expect(treeSnapshot(bench.root)).toEqual(before);
    expect(fs.statSync(env).ino).toBe(inode);
  });

  test.runIf(canMount)("a write in place that was cut short is put right", async () => {
    const bench = fixBench((step) => {
      if (step !== "cut in place") return;
      fs.writeFileSync(outside, "APP_DEBUG=noue\nA=1\n");
      throw new Error("killed");
    });
    const outside = write(bench, "../real.env", "APP_DEBUG=true\nA=1\n", 0o640);
    const env = write(bench, ".env", "");
    mounted("--bind", outside, env);
    const edit: Edit = { kind: "set-env", path: env, key: "APP_DEBUG", value: "no" };
    await expect(apply(bench, [edit])).rejects.toThrow("killed");
    const after = recoverTransactions(dependencies(bench.state));
    expect(after.flatMap(({ conflicts }) => conflicts)).toEqual([]);
    expect(fs.readFileSync(outside, "utf8")).toBe("APP_DEBUG=true\nA=1\n");
  });

  test.runIf(canMount)("is not moved away", () => {
    const bench = fixBench();
    const outside = write(bench, "../real.env", "A=1\n");
    const env = write(bench, ".env.bak", "");
    mounted("--bind", outside, env);
    const [fix] = fixesFor([{ kind: "move-away", path: env }]);
    expect(fix && judgeFix(bench.deps, 0, fix).refused).toBe("the file is a mount point");
  });
});

describe("a parent that is swapped for a link during the fix", () => {
  test.each(["chmod", "rename", "unlink", "make temporary", "link"])("at %s", async (moment) => {
    let isSwapped = false;
    const swap = (step: string): void => {
      if (step !== moment || isSwapped) return;
      isSwapped = true;
      fs.renameSync(path.join(bench.root, "conf"), path.join(bench.root, "moved"));
      fs.symlinkSync("../victim", path.join(bench.root, "conf"));
    };
    const bench = fixBench(swap);
    for (const folder of ["conf", "../victim"]) {
      write(bench, `${folder}/.env`, "APP_DEBUG=true\n");
      write(bench, `${folder}/.env.bak`, "A=1\n");
    }
    const victim = path.join(bench.root, "../victim");
    const before = treeSnapshot(victim);
    const conf = path.join(bench.root, "conf");
    await apply(bench, [
      { kind: "mode", path: `${conf}/.env`, from: 0o644, to: 0o600 },
      { kind: "set-env", path: `${conf}/.env`, key: "APP_DEBUG", value: "false" },
      { kind: "move-away", path: `${conf}/.env.bak` },
      { kind: "ignore-lines", path: `${conf}/.ignore`, add: [".env*"] },
    ]);
    expect(isSwapped).toBe(true);
    expect(treeSnapshot(victim)).toEqual(before);
  });
});

describe("access lists", () => {
  const hasAcl = isRoot && spawnSync("setfacl", ["--version"]).status === 0;

  test.runIf(hasAcl)("stay when content is replaced, and when that is undone", async () => {
    const bench = fixBench();
    const env = write(bench, ".env", "APP_DEBUG=true\n", 0o640);
    command("setfacl", "-m", "u:33:r", env);
    const listOf = () => spawnSync("getfacl", ["-n", "-c", "-p", env], { encoding: "utf8" }).stdout;
    const before = listOf();
    expect(before).toContain("user:33:r--");
    const edit: Edit = { kind: "set-env", path: env, key: "APP_DEBUG", value: "false" };
    expect((await apply(bench, [edit])).status).toBe("committed");
    expect(listOf()).toBe(before);
    undo(bench);
    expect(listOf()).toBe(before);
  });

  test.runIf(hasAcl)("of a folder's default are not given to a replaced file", async () => {
    const bench = fixBench();
    const env = write(bench, ".env", "APP_DEBUG=true\n", 0o640);
    command("setfacl", "-d", "-m", "u:65534:rw", bench.root);
    const listOf = () => spawnSync("getfacl", ["-n", "-c", "-p", env], { encoding: "utf8" }).stdout;
    const before = listOf();
    const edit: Edit = { kind: "set-env", path: env, key: "APP_DEBUG", value: "false" };
    expect((await apply(bench, [edit])).status).toBe("committed");
    expect(listOf()).toBe(before);
  });

  test.runIf(hasAcl).each([
    ["on the file, masked out", (file: string) => command("setfacl", "-m", "u:33:r,m:-", file)],
    [
      "on its folder, as default",
      (file: string) => command("setfacl", "-d", "-m", "u:33:r", path.dirname(file)),
    ],
  ])("%s: it is not moved away", (_, prepare) => {
    const bench = fixBench();
    const file = write(bench, ".env.bak", "A=1\n");
    prepare(file);
    const [fix] = fixesFor([{ kind: "move-away", path: file }]);
    expect(fix && judgeFix(bench.deps, 0, fix).refused).toMatch(/an access list/);
  });
});

describe("files that are not to be changed", () => {
  const mode = (file: string): Edit => ({ kind: "mode", path: file, from: 0o644, to: 0o600 });
  const judged = (bench: FixBench, edit: Edit) => {
    const [fix] = fixesFor([edit]);
    if (!fix) throw new Error("no fix");
    return judgeFix(bench.deps, process.getuid?.() ?? 0, fix);
  };

  test("a file with two names", () => {
    const bench = fixBench();
    const env = write(bench, ".env", "A=1\n");
    fs.linkSync(env, path.join(bench.root, "second"));
    expect(judged(bench, mode(env)).refused).toMatch(/more than one name/);
  });

  test("a FIFO does not make us wait", () => {
    const bench = fixBench();
    const pipe = path.join(bench.root, ".env");
    command("mkfifo", pipe);
    expect(judged(bench, mode(pipe)).refused).toBe("is not a regular file");
  });

  const canChattr = (flag: string) => {
    const { root } = fixBench();
    const ran = spawnSync("chattr", [`+${flag}`, root]);
    spawnSync("chattr", [`-${flag}`, root]);
    return isRoot && ran.status === 0;
  };
  test.runIf(canChattr("i")).each([
    ["i", /immutable/],
    ["a", /append-only/],
  ])("an attribute of the file system: +%s", (flag, message) => {
    const bench = fixBench();
    const env = write(bench, ".env", "A=1\n");
    command("chattr", `+${flag}`, env);
    undoLater.push(() => command("chattr", `-${flag}`, env));
    expect(judged(bench, mode(env)).refused).toMatch(message);
  });

  test("a folder in which everybody may swap names takes a person; a sticky one does not", () => {
    const bench = fixBench();
    const env = write(bench, "open/.env", "A=1\n");
    fs.chmodSync(path.join(bench.root, "open"), 0o777);
    expect(judged(bench, mode(env))).toMatchObject({ safety: "review", caution: /./ });
    fs.chmodSync(path.join(bench.root, "open"), 0o1777);
    expect(judged(bench, mode(env)).safety).toBe("safe");
  });

  test("only root changes an owner", () => {
    const bench = fixBench();
    const path = write(bench, ".env", "A=1\n");
    const { uid, gid } = fs.statSync(path);
    const edit: Edit = { kind: "owner", path, from: { uid, gid }, to: { uid: 33, gid: 33 } };
    const [fix] = fixesFor([edit]);
    expect(fix && judgeFix(bench.deps, 1000, fix).refused).toBe("only root can change an owner");
  });
});

test("new files get the owner of their folder", async () => {
  const bench = fixBench();
  const owner = isRoot ? { uid: 33, gid: 1234 } : fs.statSync(bench.root);
  fs.chownSync(bench.root, owner.uid, owner.gid);
  const file = path.join(bench.root, ".gitignore");
  await apply(bench, [{ kind: "ignore-lines", path: file, add: [".env*"] }]);
  const { uid, gid, mode } = fs.statSync(file);
  expect({ uid, gid, mode: mode & 0o7777 }).toEqual({
    uid: owner.uid,
    gid: owner.gid,
    mode: 0o644,
  });
});

describe("two operators", () => {
  test("the second is told who holds the lock", () => {
    const { state } = fixBench();
    const unlock = dependencies(state).store.lock();
    expect(() => dependencies(state).store.lock()).toThrow(
      `another run holds the lock: jo, process ${process.pid}`,
    );
    unlock();
    dependencies(state).store.lock()();
  });

  test("a killed holder holds nothing", async () => {
    const { state } = fixBench();
    const file = path.join(state, "lock");
    const holder = spawn("flock", ["-x", file, "sleep", "60"], { detached: true });
    while (spawnSync("flock", ["-n", "-x", file, "true"]).status === 0) {
      await new Promise((resolve) => setTimeout(resolve, 10));
    }
    expect(() => lockFile(file, "me")).toThrow(/another run holds the lock/);
    const ended = new Promise((resolve) => holder.on("close", resolve));
    process.kill(-(holder.pid ?? 0), "SIGKILL");
    await ended;
    lockFile(file, "me")();
  });
});
