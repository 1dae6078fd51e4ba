import { execFileSync, spawnSync } from "node:child_process";
import {
  chmodSync,
  closeSync,
  linkSync,
  mkdirSync,
  openSync,
  readdirSync,
  renameSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { decodePath } from "../../../src/core/text/path-text.ts";
import { createHostFiles, createInstallFiles } from "../../../src/platform/files/file-reader.ts";
import { readTree } from "../../../src/platform/files/read-tree.ts";
import { asOther, isRoot } from "../../support/as-user.ts";
import { populate, tempFolder } from "../../support/temp-folder.ts";

const text = (look: ReturnType<ReturnType<typeof createInstallFiles>["read"]>): string =>
  look.kind === "found" ? Buffer.from(look.value.bytes).toString("latin1") : code(look);
const code = (look: {
  readonly kind: string;
  readonly reason?: { readonly code: string };
}): string => (look.kind === "blocked" ? `blocked ${look.reason?.code}` : look.kind);
const openDescriptors = (): number => readdirSync("/proc/self/fd").length;

function strange(): string {
  const root = populate(tempFolder(), {
    ".env": "A=1\n",
    empty: "",
    "folder/inner": "in",
    "folder/deep/inner": "deep",
    "other/inner": "other",
    big: "x".repeat(200_000),
  });
  symlinkSync(".env", join(root, "link"));
  symlinkSync("loop-b", join(root, "loop-a"));
  symlinkSync("loop-a", join(root, "loop-b"));
  symlinkSync("folder", join(root, "linked-folder"));
  symlinkSync("nowhere", join(root, "dangling"));
  execFileSync("mkfifo", [join(root, "fifo")]);
  return root;
}

describe("both readers", () => {
  test.each([
    [".env", "A=1\n", "A=1\n"],
    ["empty", "", ""],
    ["folder/inner", "in", "in"],
    ["missing", "absent", "absent"],
    ["missing/inner", "absent", "absent"],
    [".env/inner", "absent", "absent"],
    ["a\0b", "absent", "absent"],
    ["folder", "blocked not-a-file", "blocked not-a-file"],
    ["fifo", "blocked not-a-file", "blocked not-a-file"],
    ["link", "blocked link", "A=1\n"],
    ["loop-a", "blocked link", "blocked link"],
    ["dangling", "blocked link", "absent"],
    ["linked-folder/inner", "blocked link", "in"],
    ["linked-folder/deep/inner", "blocked link", "deep"],
    ["folder/../.env", "A=1\n", "A=1\n"],
    ["./folder//inner", "in", "in"],
  ])("read %j", (name, install, host) => {
    const root = strange();
    expect(text(createInstallFiles(root).read(`${root}/${name}`))).toBe(install);
    expect(text(createHostFiles().read(`${root}/${name}`))).toBe(host);
  });

  test("read a device without opening it", () => {
    expect(text(createHostFiles().read("/dev/null"))).toBe("blocked not-a-file");
    expect(text(createInstallFiles("/nonexistent").read("/dev/null"))).toBe("blocked not-a-file");
  });

  test("know files of /proc, whose size is 0", () => {
    expect(text(createHostFiles().read("/proc/self/status"))).toMatch(/^Name:/);
  });

  test("refuse relative paths", () => {
    expect(() => createHostFiles().read("etc/passwd")).toThrow("absolute");
  });

  test.each([
    [200_000, "found"],
    [199_999, "blocked too-large"],
  ])("read at most %d bytes", (maxBytes, expected) => {
    const root = strange();
    for (const files of [createInstallFiles(root), createHostFiles()]) {
      expect(code(files.read(`${root}/big`, { maxBytes }))).toBe(expected);
      expect(code(files.chunks(`${root}/big`, { maxBytes: 10 }))).toBe("blocked too-large");
    }
  });

  test("give descriptors back whatever happens", () => {
    const root = strange();
    const before = openDescriptors();
    for (const files of [createInstallFiles(root), createHostFiles()]) {
      for (const name of readdirSync(root)) {
        files.read(`${root}/${name}`);
        files.read(`${root}/${name}`, { maxBytes: 1 });
        files.list(`${root}/${name}`);
        files.accessList(`${root}/${name}`);
      }
      files.close();
    }
    expect(openDescriptors()).toBe(before);
  });
});

describe.runIf(isRoot)("without rights", () => {
  function guarded(): string {
    const root = populate(tempFolder(), {
      private: "secret",
      "unlisted/file": "known by name",
      "closed/file": "out of reach",
      "unsearchable/file": "seen, not reached",
      open: "anybody",
    });
    chmodSync(`${root}/private`, 0o600);
    chmodSync(`${root}/unlisted`, 0o711);
    chmodSync(`${root}/closed`, 0o700);
    chmodSync(`${root}/unsearchable`, 0o744);
    return root;
  }
  const readers = (root: string) => [createInstallFiles(root), createHostFiles()];

  test.each([
    ["open", "anybody"],
    ["private", "blocked permission"],
    ["unlisted/file", "known by name"],
    ["closed/file", "blocked permission"],
    ["closed/missing", "blocked permission"],
    ["unsearchable/file", "blocked permission"],
  ])("read %s", (name, expected) => {
    const root = guarded();
    for (const files of readers(root)) {
      expect(asOther(() => text(files.read(`${root}/${name}`)))).toBe(expected);
      const chunks = asOther(() => code(files.chunks(`${root}/${name}`)));
      expect(chunks).toBe(expected.startsWith("blocked") ? expected : "found");
    }
  });

  test.each([
    [".", "found", "found"],
    ["private", "found", "absent"],
    ["unlisted", "found", "blocked permission"],
    ["closed", "found", "blocked permission"],
    ["closed/file", "blocked permission", "blocked permission"],
    ["unsearchable", "found", "blocked permission"],
  ])("stat and list %s", (name, stat, list) => {
    const root = guarded();
    for (const files of readers(root)) {
      expect(asOther(() => code(files.stat(`${root}/${name}`)))).toBe(stat);
      expect(asOther(() => code(files.list(`${root}/${name}`)))).toBe(list);
    }
  });

  test("a tree has gaps", () => {
    const root = guarded();
    const tree = asOther(() => readTree(root));
    expect(tree.gaps.map(({ what, reason }) => `${reason.code} ${what}`).toSorted()).toEqual([
      `permission ${root}/closed`,
      `permission ${root}/unlisted`,
      `permission ${root}/unsearchable`,
    ]);
    expect(tree.entries).toHaveLength(5);
  });

  test("links and real paths are out of reach too", () => {
    const root = guarded();
    symlinkSync("file", `${root}/closed/link`);
    for (const files of readers(root)) {
      const path = `${root}/closed/link`;
      expect(asOther(() => code(files.readLink(path)))).toBe("blocked permission");
      expect(asOther(() => code(files.realPath(path)))).toBe("blocked permission");
      expect(asOther(() => code(files.accessList(path)))).toBe("blocked permission");
    }
  });
});

describe("out of descriptors", () => {
  test("the folders we hold are given back, then it is unknown", () => {
    const root = strange();
    const files = createInstallFiles(root);
    files.list(`${root}/folder`);
    files.list(`${root}/other`);
    const taken: number[] = [];
    const takeAll = (): void => {
      try {
        for (;;) taken.push(openSync("/dev/null", "r"));
      } catch {
        // That was the last one.
      }
    };
    const previous = execFileSync("prlimit", [
      "--nofile",
      "-o",
      "SOFT",
      "--noheadings",
      `--pid=${process.pid}`,
    ]);
    execFileSync("prlimit", [`--pid=${process.pid}`, `--nofile=${openDescriptors() + 40}:`]);
    takeAll();
    const withFolders = text(files.read(`${root}/.env`));
    takeAll();
    const without = text(files.read(`${root}/.env`));
    for (const descriptor of taken) closeSync(descriptor);
    execFileSync("prlimit", [`--pid=${process.pid}`, `--nofile=${previous.toString().trim()}:`]);
    expect([withFolders, without]).toEqual(["A=1\n", "blocked io"]);
    expect(text(files.read(`${root}/.env`))).toBe("A=1\n");
  });
});

describe("stat and list", () => {
  test("the install's describes links themselves", () => {
    const root = strange();
    const stat = createInstallFiles(root).stat(`${root}/link`);
    expect(stat).toMatchObject({ kind: "found", value: { kind: "link" } });
    expect(createInstallFiles(root).stat(root)).toMatchObject({ value: { kind: "directory" } });
    expect(code(createInstallFiles(root).stat(`${root}/linked-folder/inner`))).toBe("blocked link");
  });

  test("the host's describes what a link leads to", () => {
    const root = strange();
    expect(createHostFiles().stat(`${root}/link`)).toMatchObject({ value: { kind: "file" } });
    expect(code(createHostFiles().stat(`${root}/loop-a`))).toBe("blocked link");
  });

  test("mode, links and size are told", () => {
    const root = strange();
    chmodSync(`${root}/.env`, 0o4640);
    linkSync(`${root}/.env`, `${root}/second`);
    expect(createInstallFiles(root).stat(`${root}/.env`)).toMatchObject({
      value: { kind: "file", mode: 0o4640, size: 4, nlink: 2 },
    });
  });

  test("entries come in byte order with their own kind", () => {
    const root = strange();
    const listed = createInstallFiles(root).list(root);
    const kinds = listed.kind === "found" ? listed.value.map((e) => [e.name, e.stat.kind]) : [];
    expect(kinds).toEqual([
      [".env", "file"],
      ["big", "file"],
      ["dangling", "link"],
      ["empty", "file"],
      ["fifo", "fifo"],
      ["folder", "directory"],
      ["link", "link"],
      ["linked-folder", "link"],
      ["loop-a", "link"],
      ["loop-b", "link"],
      ["other", "directory"],
    ]);
  });

  test("a linked folder is listed by the host's reader only", () => {
    const root = strange();
    expect(code(createInstallFiles(root).list(`${root}/linked-folder`))).toBe("blocked link");
    expect(code(createHostFiles().list(`${root}/linked-folder`))).toBe("found");
    expect(code(createInstallFiles(`${root}/other`).list(`${root}/linked-folder`))).toBe(
      "blocked link",
    );
    expect(code(createInstallFiles(root).list(`${root}/.env`))).toBe("absent");
  });

  test("links tell where they point", () => {
    const root = strange();
    for (const files of [createInstallFiles(root), createHostFiles()]) {
      expect(files.readLink(`${root}/link`)).toEqual({ kind: "found", value: ".env" });
      expect(code(files.readLink(`${root}/.env`))).toBe("absent");
      expect(files.realPath(`${root}/linked-folder/inner`)).toEqual({
        kind: "found",
        value: `${root}/folder/inner`,
      });
      expect(code(files.realPath(`${root}/loop-a`))).toBe("blocked link");
    }
  });
});

describe("names", () => {
  test.each([["new\nline"], ["quote'\""], ["\u{1f511}"], ["-rf"]])("%j is read", (name) => {
    const root = populate(tempFolder(), { [`${name}/${name}`]: "value" });
    const files = createInstallFiles(root);
    const listed = files.list(`${root}/${name}`);
    expect(listed).toMatchObject({ value: [{ name }] });
    expect(text(files.read(`${root}/${name}/${name}`))).toBe("value");
  });

  test("bytes that are not UTF-8 go through list and read", () => {
    const root = tempFolder();
    const bytes = Buffer.from([0x61, 0xff, 0x2e, 0xc3]);
    const folder = Buffer.concat([Buffer.from(`${root}/`), bytes]);
    mkdirSync(folder);
    writeFileSync(Buffer.concat([folder, Buffer.from("/"), bytes]), "raw");
    const name = decodePath(bytes);
    for (const files of [createInstallFiles(root), createHostFiles()]) {
      expect(files.list(root)).toMatchObject({ value: [{ name }] });
      expect(text(files.read(`${root}/${name}/${name}`))).toBe("raw");
      expect(code(files.stat(`${root}/${name}/${name}`))).toBe("found");
    }
  });
});

describe("a parent that is swapped", () => {
  test("does not lead elsewhere once it is open", () => {
    const root = strange();
    const outside = populate(tempFolder(), { inner: "outside" });
    const files = createInstallFiles(root);
    expect(text(files.read(`${root}/folder/inner`))).toBe("in");
    renameSync(`${root}/folder`, `${root}/moved`);
    symlinkSync(outside, `${root}/folder`);
    expect(text(files.read(`${root}/folder/inner`))).toBe("in");
    files.close();
    expect(text(files.read(`${root}/folder/inner`))).toBe("blocked link");
  });

  test("never gives the outside file, however often it is swapped", () => {
    const root = strange();
    const outside = populate(tempFolder(), { inner: "outside" });
    symlinkSync(outside, `${root}/trap`);
    const script = `cd "$1"; n=0; while [ $n -lt 400 ]; do
      mv -T folder kept; mv -T trap folder; mv -T folder trap; mv -T kept folder; n=$((n+1)); done`;
    const swapper = execSwapper(script, root);
    const seen = new Set<string>();
    const files = createInstallFiles(root);
    for (let round = 0; round < 20_000; round += 1) {
      seen.add(text(files.read(`${root}/folder/inner`)));
      files.close();
    }
    swapper();
    expect([...seen]).not.toContain("outside");
    expect([...seen]).toContain("in");
  });
});

function execSwapper(script: string, root: string): () => void {
  const pidFile = `${tempFolder()}/pid`;
  spawnSync("sh", ["-c", `(${script}) >/dev/null 2>&1 & echo $! >"$2"`, "sh", root, pidFile]);
  return () => spawnSync("sh", ["-c", `kill "$(cat "$1")" 2>/dev/null`, "sh", pidFile]);
}

describe("chunks", () => {
  test("are the whole file in order", () => {
    const root = populate(tempFolder(), { log: "0123456789".repeat(1000) });
    const before = openDescriptors();
    const files = createHostFiles();
    const chunks = files.chunks(`${root}/log`, { chunkBytes: 4096 });
    const parts = chunks.kind === "found" ? [...chunks.value] : [];
    expect(parts.map((part) => part.length)).toEqual([4096, 4096, 1808]);
    expect(Buffer.concat(parts).toString()).toBe("0123456789".repeat(1000));
    expect(openDescriptors()).toBe(before);
  });

  test("end where the file ended when it was opened", () => {
    const root = populate(tempFolder(), { log: "first" });
    const chunks = createHostFiles().chunks(`${root}/log`, { chunkBytes: 2 });
    writeFileSync(`${root}/log`, "more and more", { flag: "a" });
    const parts = chunks.kind === "found" ? [...chunks.value] : [];
    expect(Buffer.concat(parts).toString()).toBe("first");
  });

  test("close the file when the consumer stops", () => {
    const root = populate(tempFolder(), { log: "0123456789" });
    const before = openDescriptors();
    const chunks = createHostFiles().chunks(`${root}/log`, { chunkBytes: 1 });
    if (chunks.kind === "found") for (const _ of chunks.value) break;
    expect(openDescriptors()).toBe(before);
    const unstarted = createHostFiles().chunks(`${root}/log`);
    if (unstarted.kind === "found") unstarted.value[Symbol.iterator]().return?.();
    expect(openDescriptors()).toBe(before);
  });

  test("follow the reader's policy", () => {
    const root = strange();
    expect(code(createInstallFiles(root).chunks(`${root}/link`))).toBe("blocked link");
    expect(code(createInstallFiles(root).chunks(`${root}/fifo`))).toBe("blocked not-a-file");
    expect(code(createHostFiles().chunks(`${root}/link`))).toBe("found");
  });
});

describe("many folders", () => {
  test("deeper and wider than the descriptors that are kept", () => {
    const root = tempFolder();
    const deep = `${Array.from({ length: 120 }, (_, level) => `d${level}`).join("/")}/file`;
    const wide = Array.from({ length: 100 }, (_, index) => `w${index}/file`);
    populate(root, Object.fromEntries([deep, ...wide].map((path) => [path, path])));
    const files = createInstallFiles(root);
    const before = openDescriptors();
    for (const path of [...wide, deep, ...wide]) {
      expect(text(files.read(`${root}/${path}`))).toBe(path);
    }
    expect(openDescriptors() - before).toBeLessThan(40);
  });

  test("a folder that went away is absent", () => {
    const root = strange();
    const files = createInstallFiles(root);
    files.list(`${root}/folder`);
    rmSync(`${root}/folder`, { recursive: true });
    expect(code(files.read(`${root}/folder/inner`))).toBe("absent");
  });
});
