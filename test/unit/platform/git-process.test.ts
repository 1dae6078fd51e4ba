import { chmodSync, chownSync, mkdirSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { gitEnvironment } from "../../../src/platform/git/git-environment.ts";
import { chooseGitIdentity } from "../../../src/platform/git/git-identity.ts";
import { listObjectFiles } from "../../../src/platform/git/list-object-files.ts";
import { BatchFormatError, BatchParser } from "../../../src/platform/git/parse-batch.ts";
import { readPackIndex } from "../../../src/platform/git/read-pack-index.ts";
import { createGitProcess } from "../../../src/platform/git/git-process.ts";
import { ObjectIdSet } from "../../../src/core/ports/object-id-set.ts";
import { gitRepo } from "../../support/git-repo.ts";
import { valueOf } from "../../support/git-view.ts";
import { tempFolder } from "../../support/temp-folder.ts";

const isRoot = process.getuid?.() === 0;

function parse(output: Buffer, piece: number, maxBytes = 1 << 20): string[] {
  const events: string[] = [];
  const parser = new BatchParser(
    {
      object: (id, type, bytes) =>
        events.push(`${type} ${id.slice(0, 4)} ${bytes.toString("latin1")}`),
      missing: (id) => events.push(`missing ${id.slice(0, 4)}`),
      tooLarge: (id, type, size) => events.push(`large ${type} ${id.slice(0, 4)} ${size}`),
    },
    maxBytes,
  );
  for (let at = 0; at < output.length; at += piece) parser.push(output.subarray(at, at + piece));
  if (!parser.isBetweenObjects) events.push("cut");
  return events;
}

describe("the output of cat-file --batch", () => {
  const id = (letter: string) => letter.repeat(40);
  const output = Buffer.from(
    `${id("a")} blob 5\nhe\nlo\n${id("b")} missing\n${id("c")} tree 0\n\n${id("d")} blob 12\n${id("e").slice(0, 12)}\n${id("f")} commit 1\nx\n`,
  );
  const all = [
    "blob aaaa he\nlo",
    "missing bbbb",
    "tree cccc ",
    "blob dddd eeeeeeeeeeee",
    "commit ffff x",
  ];

  it.each([1, 2, 3, 7, 40, 41, 47, 48, 49, 1000])(
    "reads the same in pieces of %i bytes",
    (piece) => {
      expect(parse(output, piece)).toEqual(all);
      const withLimit = all.map((each) =>
        each.startsWith("blob d") ? "large blob dddd 12" : each,
      );
      expect(parse(output, piece, 11)).toEqual(withLimit);
    },
  );

  it("knows when it was cut", () => {
    for (let length = 1; length < output.length; length += 1) {
      const events = parse(output.subarray(0, length), 1000);
      expect(events.at(-1) !== "cut", `${length} bytes`).toBe(isWhole(output, length));
    }
  });

  it.each([
    "hello\n",
    `${id("a")} blob -1\n`,
    `${id("a")} blob 1 2\nx\n`,
    `${id("a")} thing 1\nx\n`,
    "x".repeat(500),
  ])("refuses %j", (text) => {
    expect(() => parse(Buffer.from(text), 10)).toThrow(BatchFormatError);
  });
});

/** Whether the first `length` bytes end exactly behind an object. */
function isWhole(output: Buffer, length: number): boolean {
  const ends: number[] = [];
  let at = 0;
  while (at < output.length) {
    const line = output.indexOf("\n", at);
    const size = /\d+$/.exec(output.toString("latin1", at, line))?.[0];
    at = size === undefined ? line + 1 : line + 1 + Number(size) + 1;
    ends.push(at);
  }
  return ends.includes(length);
}

describe("the store", () => {
  it.each(["sha1", "sha256"] as const)(
    "gives every object once, loose and packed, %s",
    async (objectFormat) => {
      const repo = gitRepo({ objectFormat });
      for (let index = 0; index < 5; index += 1)
        repo.commit(`${index}`, { [`f${index}`]: `${index}\n` });
      repo.git("repack", "-aq");
      for (let index = 5; index < 9; index += 1)
        repo.commit(`${index}`, { [`f${index}`]: `${index}\n` });
      const real = repo.git("cat-file", "--batch-all-objects", "--batch-check").split("\n");
      const objects = join(repo.path, ".git/objects");
      const store = valueOf(await createGitProcess().open({ objects, objectFormat }));
      const seen: string[] = [];
      const result = valueOf(
        await store.everyObject(
          ({ id, type, bytes }) => void seen.push(`${id} ${type} ${bytes.length}`),
        ),
      );
      store.close();
      expect(seen.toSorted()).toEqual(real.toSorted());
      expect(result).toMatchObject({ count: real.length, gaps: [], unread: [] });
    },
  );

  it("pack indexes list what show-index lists", () => {
    const repo = gitRepo();
    for (let index = 0; index < 9; index += 1)
      repo.commit(`${index}`, { [`f${index}`]: `${index}\n` });
    for (const version of ["1", "2"]) {
      repo.git("-c", `pack.indexVersion=${version}`, "repack", "-adfq");
      const objects = join(repo.path, ".git/objects");
      const name = listObjectFiles(objects, "sha1").objects.find((file) =>
        file.name.endsWith(".idx"),
      )?.name;
      const path = join(objects, name ?? "");
      const real = repo
        .git("cat-file", "--batch-all-objects", "--batch-check=%(objectname)")
        .split("\n");
      const ids = [...readPackIndex(path, "sha1")].map((id) => id.toString("hex"));
      expect(ids.toSorted()).toEqual(real.toSorted());
    }
  });

  it("is absent for a folder that is not there", async () => {
    const look = await createGitProcess().open({
      objects: "/nonexistent/objects",
      objectFormat: "sha1",
    });
    expect(look.kind).toBe("absent");
  });

  it("gives a child nothing of our environment", () => {
    const { PATH, ...rest } = gitEnvironment({ gitDir: "/g", objects: "/o" });
    expect(PATH).toBe("/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin");
    expect(rest).toMatchObject({ GIT_DIR: "/g", GIT_OBJECT_DIRECTORY: "/o", HOME: "/nonexistent" });
    expect(Object.keys(rest)).not.toContain("GIT_WORK_TREE");
  });
});

describe.runIf(isRoot)("whom git runs as", () => {
  it.each<[string, { uid: number; gid?: number; mode: number; parent?: number }, unknown]>([
    ["owner www-data", { uid: 33, mode: 0o755 }, { uid: 33, gid: 33 }],
    ["owner www-data, closed", { uid: 33, mode: 0o700 }, { uid: 33, gid: 33 }],
    ["owner www-data, group root", { uid: 33, gid: 0, mode: 0o755 }, { uid: 33, gid: 65_534 }],
    ["owner root, open", { uid: 0, mode: 0o755 }, { uid: 65_534, gid: 65_534 }],
    ["owner root, closed", { uid: 0, mode: 0o700 }, {}],
    [
      "owner root, closed, below a folder of all",
      { uid: 0, mode: 0o700, parent: 0o777 },
      "permission",
    ],
    ["owner root, closed, below a sticky folder", { uid: 0, mode: 0o700, parent: 0o1777 }, {}],
    ["owner root, closed, writable by a group", { uid: 0, mode: 0o720 }, {}],
    [
      "owner root, open, below a folder of all",
      { uid: 0, mode: 0o755, parent: 0o777 },
      { uid: 65_534, gid: 65_534 },
    ],
  ])("%s", (_name, { uid, gid = uid, mode, parent = 0o755 }, expected) => {
    const folder = join(tempFolder(), "parent");
    const objects = join(folder, "objects");
    mkdirSync(join(objects, "ab"), { recursive: true });
    writeFileSync(join(objects, "ab", "c".repeat(38)), "");
    chmodSync(folder, parent);
    for (const path of [objects, join(objects, "ab"), join(objects, "ab", "c".repeat(38))]) {
      chownSync(path, uid, gid);
    }
    chmodSync(objects, mode);
    const look = chooseGitIdentity(objects, listObjectFiles(objects, "sha1"));
    if (typeof expected === "string")
      expect(look).toMatchObject({ kind: "blocked", reason: { code: expected } });
    else expect(look).toEqual({ kind: "found", value: expected });
    expect(statSync(objects).uid).toBe(uid);
  });
});

describe("a set of object ids", () => {
  it("behaves like a Set", () => {
    const mine = new ObjectIdSet();
    const theirs = new Set<string>();
    for (let index = 0; index < 20_000; index += 1) {
      const id = (index % 9973).toString(16).padStart(8, "0").repeat(5);
      expect(mine.add(id)).toBe(!theirs.has(id));
      theirs.add(id);
    }
    expect(mine.size).toBe(theirs.size);
    expect(mine.has("f".repeat(40))).toBe(false);
    expect(mine.hasBytes(Buffer.from("00000001".repeat(5), "hex"), 0)).toBe(true);
    const other = new ObjectIdSet();
    other.add("00000001".repeat(5));
    expect(mine.countMissingFrom(other)).toBe(theirs.size - 1);
    expect(mine.add("0".repeat(40))).toBe(false);
  });
});
