import { execFileSync } from "node:child_process";
import { closeSync, mkdirSync, openSync, symlinkSync, writeFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import type { FileReader } from "../../../src/core/ports/files.ts";
import { blocked } from "../../../src/core/look.ts";
import { decodePath, relativeTo } from "../../../src/core/text/path-text.ts";
import type { Tree } from "../../../src/core/ports/tree.ts";
import { createInstallFiles } from "../../../src/platform/files/file-reader.ts";
import { readTree } from "../../../src/platform/files/read-tree.ts";
import { populate, tempFolder } from "../../support/temp-folder.ts";

const pathsOf = (root: string, tree: Tree): readonly string[] =>
  tree.entries.map(({ path, stat }) => `${stat.kind} ${relativeTo(root, path)}`);

describe("a tree", () => {
  test("has every name in byte order, links and odd files as themselves", () => {
    const root = populate(tempFolder(), {
      "a/inner": "",
      "a-b": "",
      "a/.git/config": "",
      ".git/HEAD": "",
      B: "",
      "new\nline": "",
    });
    symlinkSync("/etc", `${root}/link`);
    symlinkSync(".", `${root}/loop`);
    execFileSync("mkfifo", [`${root}/fifo`]);
    mkdirSync(`${root}/empty`);
    const tree = readTree(root);
    expect(pathsOf(root, tree)).toEqual([
      "directory .git",
      "file B",
      "directory a",
      "file a-b",
      "directory a/.git",
      "file a/inner",
      "directory empty",
      "fifo fifo",
      "link link",
      "link loop",
      "file new\nline",
    ]);
    expect(tree.root).toMatchObject({ path: root, stat: { kind: "directory" } });
    expect(tree.gaps).toEqual([]);
  });

  test("keeps names that are not UTF-8", () => {
    const root = tempFolder();
    const bytes = Buffer.from([0xfe, 0x41]);
    mkdirSync(Buffer.concat([Buffer.from(`${root}/`), bytes]));
    writeFileSync(Buffer.concat([Buffer.from(`${root}/`), bytes, Buffer.from("/x")]), "");
    const name = decodePath(bytes);
    expect(pathsOf(root, readTree(root))).toEqual([`directory ${name}`, `file ${name}/x`]);
  });

  test.each([
    [3, 3, 1],
    [4, 4, 0],
  ])("stops at %d names and says so", (maxEntries, entries, gaps) => {
    const root = populate(tempFolder(), { "a/1": "", "a/2": "", "a/3": "" });
    const tree = readTree(root, { maxEntries });
    expect(tree.entries).toHaveLength(entries);
    expect(tree.gaps).toHaveLength(gaps);
    if (gaps > 0) expect(tree.gaps[0]?.reason.code).toBe("too-large");
  });

  test("stops at a depth and says so", () => {
    const root = populate(tempFolder(), { "1/2/3/4/file": "" });
    const tree = readTree(root, { maxDepth: 2 });
    expect(pathsOf(root, tree)).toEqual(["directory 1", "directory 1/2", "directory 1/2/3"]);
    expect(tree.gaps).toMatchObject([{ what: `${root}/1/2/3`, reason: { code: "too-large" } }]);
  });

  test("can be deeper than a path may be long", () => {
    const root = tempFolder();
    let folder = openSync(root, "r");
    for (let level = 0; level < 150; level += 1) {
      const path = `/proc/self/fd/${folder}/${"n".repeat(200)}`;
      mkdirSync(path);
      const next = openSync(path, "r");
      closeSync(folder);
      folder = next;
    }
    writeFileSync(`/proc/self/fd/${folder}/last`, "");
    closeSync(folder);
    const tree = readTree(root);
    expect(tree.entries).toHaveLength(151);
    expect(tree.gaps).toEqual([]);
  });

  test("says which folder could not be listed", () => {
    const root = populate(tempFolder(), { "a/inner": "", b: "" });
    const files = createInstallFiles(root);
    const refusing: FileReader = {
      ...files,
      list: (path) =>
        path === `${root}/a` ? blocked("permission", "permission denied") : files.list(path),
    };
    const tree = readTree(root, { files: refusing });
    expect(pathsOf(root, tree)).toEqual(["directory a", "file b"]);
    expect(tree.gaps).toMatchObject([{ what: `${root}/a`, reason: { code: "permission" } }]);
  });

  test("of nothing is empty", () => {
    const tree = readTree(`${tempFolder()}/missing`);
    expect(tree).toEqual({ root: undefined, entries: [], gaps: [] });
  });
});
