import { spawn, spawnSync } from "node:child_process";
import fs from "node:fs";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { afterEach, describe, expect, test } from "vitest";
import { createHostFiles, createInstallFiles } from "../../src/platform/files/file-reader.ts";
import { readTree } from "../../src/platform/files/read-tree.ts";
import { mint } from "../support/mint.ts";
import { privateHost } from "../support/private-host.ts";
import { unsafeIn } from "../support/printed-safely.ts";
import { type GuardOptions, runGuard } from "../support/run-guard.ts";
import { tempFolder } from "../support/temp-folder.ts";

const isRoot = process.getuid?.() === 0;
const canMount = isRoot && spawnSync("unshare", ["-m", "true"]).status === 0;
const undoLater: (() => void)[] = [];

afterEach(() => {
  for (const step of undoLater.splice(0).toReversed()) step();
});

interface Place {
  readonly root: string;
  /** A file beside the install, with a key that must not be reported. */
  readonly outside: string;
  readonly key: string;
}

/** An install, and something private beside it. */
function place(files: Readonly<Record<string, string | Uint8Array>> = {}): Place {
  const top = tempFolder();
  const [root, away] = [join(top, "shop"), join(top, "away")];
  for (const folder of [root, away, join(root, "public")]) fs.mkdirSync(folder);
  fs.writeFileSync(join(root, ".env"), "APP_ENV=production\n", { mode: 0o600 });
  for (const [name, content] of Object.entries(files)) fs.writeFileSync(join(root, name), content);
  const key = mint("stripe.secret-key", 77);
  const outside = join(away, "private.txt");
  fs.writeFileSync(outside, `key ${key}\n`, { mode: 0o600 });
  return { root, outside, key };
}

interface Seen {
  readonly status: number | null;
  readonly text: string;
  readonly findings: readonly { readonly message: string; readonly location: { path?: string } }[];
  readonly gaps: readonly string[];
}

interface Printed {
  readonly audits?: readonly { gaps: readonly { reason: string }[] }[];
  readonly findings: Seen["findings"];
  readonly looked: { readonly gaps: readonly { readonly reason: string }[] };
}

async function see(
  command: "audit" | "scan",
  root: string,
  only?: string,
  { more = [], ...options }: GuardOptions & { readonly more?: readonly string[] } = {},
): Promise<Seen> {
  const own =
    command === "audit"
      ? ["--state-dir", join(tempFolder(), "s"), ...(only ? ["--only", only] : [])]
      : [];
  const run = await runGuard([command, root, ...more, ...own, "--format", "json"], options);
  const text = run.stdout + run.stderr;
  expect(unsafeIn(text)).toEqual([]);
  expect(text).not.toContain("our bug");
  const report = JSON.parse(run.stdout) as Printed;
  const all = [...report.looked.gaps, ...(report.audits ?? []).flatMap(({ gaps }) => gaps)];
  return { status: run.status, text, findings: report.findings, gaps: all.map((g) => g.reason) };
}

/** The last four characters are what a report shows of a key. */
function expectNotReported({ text }: Seen, { key }: Place): void {
  expect(text).not.toContain(key.slice(-4));
}

describe("links that lead out of the tree", () => {
  const links: readonly (readonly [string, (p: Place) => readonly [string, string][]])[] = [
    ["a file", ({ outside }) => [["a.txt", outside]]],
    ["a folder", ({ outside }) => [["a", join(outside, "..")]]],
    ["a relative way", () => [["a.txt", "../away/private.txt"]]],
    ["from a folder below", () => [["public/a.txt", "../../away/private.txt"]]],
    ["over /proc/self/root", ({ outside }) => [["a.txt", `/proc/self/root${outside}`]]],
    ["over /proc/self/cwd", ({ outside }) => [["a.txt", `/proc/self/cwd${outside}`]]],
    [
      "a chain",
      ({ outside }) => [
        ["a.txt", "b"],
        ["b", "public/c"],
        ["public/c", outside],
      ],
    ],
    [
      "a folder that a link inside points through",
      ({ outside }) => [
        ["a", join(outside, "..")],
        ["b.txt", "a/private.txt"],
      ],
    ],
  ];

  test.each(links)("%s", async (_name, make) => {
    const here = place();
    for (const [name, to] of make(here)) fs.symlinkSync(to, join(here.root, name));
    for (const command of ["scan", "audit"] as const) {
      const seen = await see(command, here.root, "secrets/*");
      expectNotReported(seen, here);
      expect(seen.status).toBe(3);
    }
  });

  test("an env file, and fix", async () => {
    const here = place();
    fs.rmSync(join(here.root, ".env"));
    fs.symlinkSync(here.outside, join(here.root, ".env"));
    const seen = await see("audit", here.root);
    expectNotReported(seen, here);
    expect(seen.findings.map(({ message }) => message).join("\n")).toMatch(/^\.env is a link/m);
    const state = ["--state-dir", join(tempFolder(), "s")];
    await runGuard(["fix", here.root, "--yes", ...state]);
    expect(fs.statSync(here.outside).mode & 0o777).toBe(0o600);
    expect(fs.readFileSync(here.outside, "utf8")).toContain(here.key);
  });
});

test("a file and a link that change places while they are read: nothing outside is ever seen", async () => {
  const here = place();
  const name = join(here.root, "swapped.txt");
  const script = `
    const fs = require("node:fs");
    const [name, outside] = process.argv.slice(1);
    fs.writeFileSync(name + ".file", "plain\\n");
    fs.symlinkSync(outside, name + ".link");
    const end = Date.now() + 20_000;
    while (Date.now() < end) for (const kind of [".file", ".link"]) {
      fs.linkSync(name + kind, name + ".new"); fs.renameSync(name + ".new", name);
      fs.rmSync(name + ".new", { force: true });
    }`;
  const swapper = spawn(process.execPath, ["-e", script, name, here.outside], { stdio: "ignore" });
  undoLater.push(() => void swapper.kill("SIGKILL"));
  while (!fs.lstatSync(name, { throwIfNoEntry: false })) await new Promise(setImmediate);
  const reader = createInstallFiles(here.root);
  const told = { found: 0, link: 0 };
  for (let round = 0; round < 4000; round += 1) {
    const look = reader.read(name);
    const pieces = reader.chunks(name);
    const texts = [
      ...(look.kind === "found" ? [look.value.bytes] : []),
      ...(pieces.kind === "found" ? [...pieces.value] : []),
    ].map((bytes) => Buffer.from(bytes).toString());
    expect(texts.filter((text) => text !== "plain\n")).toEqual([]);
    if (look.kind === "found") told.found += 1;
    else if (look.kind === "blocked" && look.reason.code === "link") told.link += 1;
  }
  // Both were met: there was a race.
  expect(Math.min(told.found, told.link)).toBeGreaterThan(0);
  expectNotReported(await see("scan", here.root), here);
});

test("names with a meaning are printed escaped in every format", async () => {
  const names = [
    "a\nfake: finding.txt",
    "\u001B[2J\u001B]0;owned\u0007.txt",
    "\u202Etxt.exe\u2066.txt",
    "\u009B31m.txt",
    Buffer.from([0x61, 0xff, 0xfe, 0x2e, 0x74, 0x78, 0x74]),
    "--output=x.txt",
    "a\rb.txt",
  ];
  const here = place();
  for (const [index, name] of names.entries()) {
    const path = Buffer.concat([Buffer.from(`${here.root}/`), Buffer.from(name)]);
    fs.writeFileSync(path, `key ${mint("stripe.secret-key", index + 2)}\n`);
  }
  for (const format of ["human", "json", "sarif", "markdown", "junit"]) {
    const state = ["--state-dir", join(tempFolder(), "s")];
    for (const command of [["scan"], ["audit", ...state, "--only", "secrets/none-in-worktree"]]) {
      const run = await runGuard([...command, here.root, "--format", format]);
      expect(unsafeIn(run.stdout + run.stderr), `${command.join(" ")} ${format}`).toEqual([]);
      expect(run.status).toBe(1);
    }
  }
  expect((await see("scan", here.root)).findings).toHaveLength(names.length);
});

describe("other names of a private file", () => {
  test("an env file that is one is found, and fix leaves the other name as it is", async () => {
    const here = place();
    const env = join(here.root, ".env");
    fs.rmSync(env);
    fs.chmodSync(here.outside, 0o644);
    fs.linkSync(here.outside, env);
    const seen = await see("audit", here.root);
    expect(seen.text).toContain("has 2 names");
    const before = fs.statSync(here.outside);
    const state = ["--state-dir", join(tempFolder(), "s")];
    const fixed = await runGuard(["fix", here.root, "--yes", ...state]);
    expect(fixed.stderr + fixed.stdout).toContain("more than one name");
    const { mode, uid, ino } = fs.statSync(here.outside);
    expect({ mode, uid, ino }).toEqual({ mode: before.mode, uid: before.uid, ino: before.ino });
  });

  /** `/etc/shadow` of this machine, of which a few names are made; what must not be shown of it. */
  function linkShadow(skip: (note: string) => void, names: readonly string[]): readonly string[] {
    try {
      for (const name of names) {
        fs.linkSync("/etc/shadow", name);
        undoLater.push(() => fs.rmSync(name));
      }
    } catch (error) {
      const why = `no hard link to /etc/shadow can be made in ${names[0]}: ${String(error)}`;
      if (process.env["GUARD_TEST_ALL"] === "1" && !why.includes("EXDEV")) throw error;
      skip(why);
    }
    const lines = fs.readFileSync("/etc/shadow", "utf8").split("\n");
    const hashes = lines.flatMap((line) => (line.split(":")[1] ?? "").split("$"));
    return [...lines, ...hashes].filter((each) => each.length > 8);
  }

  const shadowNames = [
    ".env",
    ".env.old",
    "config.txt",
    "public/shadow.txt",
    "shop.sql",
    "app.log",
  ];
  const asRead = ({ ino, mode, uid, gid, mtimeMs }: fs.Stats) => ({ ino, mode, uid, gid, mtimeMs });

  test.runIf(isRoot)(
    "/etc/shadow itself is a gap, and nothing of it is shown",
    async ({ skip }) => {
      const before = asRead(fs.statSync("/etc/shadow"));
      const here = place();
      fs.rmSync(join(here.root, ".env"));
      const hidden = linkShadow(
        skip,
        shadowNames.map((name) => join(here.root, name)),
      );
      expect(hidden.length).toBeGreaterThan(0);
      // The web user has its folders, and made the names.
      for (const folder of ["", "public"]) fs.chownSync(join(here.root, folder), 33, 33);
      for (const command of ["scan", "audit"] as const) {
        const seen = await see(command, here.root);
        for (const part of hidden) expect(seen.text.includes(part)).toBe(false);
        expect(seen.gaps).toContain(
          `a hard link to somebody else's file${command === "scan" ? "; scan it too" : ""}`,
        );
        if (command === "scan") expect([seen.status, seen.findings]).toEqual([3, []]);
        else expect(seen.text).toContain(`.env has ${shadowNames.length + 1} names`);
      }
      expect(asRead(fs.statSync("/etc/shadow"))).toEqual(before);
    },
  );

  test.runIf(isRoot)("fix leaves the host's accounts alone", async () => {
    const host = privateHost({
      "etc/shadow": `root:$6$${mint("database.password")}$${mint("database.password", 2)}:1:0:::::\n`,
      "srv/shop/composer.json": "{}\n",
      // With an owner that is sure, fix asks nobody.
      "etc/iptvbp-guard/guard.yaml": 'install: { root: /srv/shop, owner: "www-data:www-data" }\n',
    });
    const shadow = host.real("etc/shadow");
    fs.chmodSync(shadow, 0o644);
    for (const name of shadowNames) {
      fs.mkdirSync(join(host.real("srv/shop"), name, ".."), { recursive: true });
      fs.linkSync(shadow, join(host.real("srv/shop"), name));
    }
    for (const folder of ["", "public"]) fs.chownSync(join(host.real("srv/shop"), folder), 33, 33);
    const seen = await host.guard(["audit", "/srv/shop", "--only", "env/mode"]);
    expect(seen.stdout).toContain(".env is 0644");
    const before = fs.readFileSync(shadow, "utf8");
    const fixed = await host.guard(["fix", "/srv/shop", "--yes"]);
    expect(fixed.stdout + fixed.stderr).toContain("more than one name");
    const { mode, uid, gid, nlink } = fs.statSync(shadow);
    expect([mode & 0o7777, uid, gid, nlink]).toEqual([0o644, 0, 0, shadowNames.length + 1]);
    expect(fs.readFileSync(shadow, "utf8")).toBe(before);
  });

  /** Who owns folder and file, the folder's mode, and whether the file is read. */
  const owners: readonly (readonly [string, number, number, number, boolean])[] = [
    ["the folder's owner's", 33, 33, 0o755, true],
    ["somebody else's", 33, 1001, 0o755, false],
    ["root's, in a folder of the web user", 33, 0, 0o755, false],
    ["root's, in a folder of root's", 0, 0, 0o755, true],
    ["root's, in a folder that a group may write to", 0, 0, 0o775, false],
    ["an account's, in a folder that its group may write to", 1001, 1001, 0o775, true],
    ["in a folder that all may write to", 33, 33, 0o777, false],
  ];

  test.runIf(isRoot).each(owners)("%s", async (_name, folder, file, mode, isRead) => {
    const here = place();
    fs.linkSync(here.outside, join(here.root, "public/a.txt"));
    fs.chownSync(here.outside, file, file);
    fs.chownSync(join(here.root, "public"), folder, 33);
    fs.chmodSync(join(here.root, "public"), mode);
    for (const command of ["scan", "audit"] as const) {
      const seen = await see(command, here.root, "secrets/none-in-worktree");
      const paths = seen.findings.map(({ location }) => location.path);
      if (isRead) expect(paths).toEqual(["public/a.txt"]);
      else {
        expectNotReported(seen, here);
        expect([seen.status, paths]).toEqual([3, []]);
      }
    }
  });
});

describe("things that are no files", () => {
  test("FIFO, socket and device make nobody wait", async () => {
    const here = place();
    const at = (name: string) => join(here.root, name);
    spawnSync("mkfifo", [at("a.log"), at(".env.bak"), at("compose.yaml")]);
    if (isRoot) spawnSync("mknod", [at("b.sql"), "c", "1", "5"]);
    const listen = `const s=require("net").createServer().listen(process.argv[1],()=>process.exit(0))`;
    spawnSync(process.execPath, [
      "-e",
      listen.replace("process.exit(0)", "process.kill(process.pid,9)"),
      at("s.sock"),
    ]);
    expect(fs.lstatSync(at("s.sock")).isSocket()).toBe(true);
    for (const command of ["scan", "audit"] as const) {
      // Nothing is in them, and what stands where a file should be is said.
      expect(command === "scan" ? [0] : [1, 3]).toContain((await see(command, here.root)).status);
    }
  });

  test("a file of 1 TiB without content ends soon, as a gap", async () => {
    const here = place({ "disk.img.txt": "x" });
    fs.truncateSync(join(here.root, "disk.img.txt"), 1024 ** 4);
    const seen = await see("scan", here.root);
    expect(seen.status).toBe(3);
  });
});

describe("too much of something", () => {
  test("10,000 folders below each other are a gap", async () => {
    const here = place();
    const dig =
      'import os,sys\nos.chdir(sys.argv[1])\nfor i in range(10000):\n os.mkdir("d"); os.chdir("d")';
    expect(spawnSync("python3", ["-c", dig, here.root]).status).toBe(0);
    for (const command of ["scan", "audit"] as const) {
      const seen = await see(command, here.root, "secrets/none-in-worktree");
      expect(seen.status).toBe(3);
      expect(seen.gaps.join()).toContain("deeper than");
    }
  });

  test("100,000 names are read to the end, and said when there are more than allowed", async () => {
    const here = place();
    const make = "import os,sys\nos.chdir(sys.argv[1])\nfor i in range(100000): os.mknod(str(i))";
    expect(spawnSync("python3", ["-c", make, join(here.root, "public")]).status).toBe(0);
    fs.writeFileSync(join(here.root, "public/zz.txt"), `key ${mint("stripe.secret-key", 5)}\n`);
    const seen = await see("audit", here.root, "secrets/none-in-worktree");
    expect(seen.findings.map(({ location }) => location.path)).toEqual(["public/zz.txt"]);
    const { gaps } = readTree(here.root, { maxEntries: 50_000 });
    expect(gaps.map(({ reason }) => reason.code)).toEqual(["too-large"]);
  });

  test("a compose file of aliases upon aliases is not unfolded", async () => {
    const levels = Array.from({ length: 30 }, (_, n) => {
      const of =
        n === 0
          ? "[x, x]"
          : `[${Array(9)
              .fill(`*l${n - 1}`)
              .join(", ")}]`;
      return `l${n}: &l${n} ${of}\n`;
    });
    const bomb = `${levels.join("")}services:\n  a:\n    environment: *l29\n`;
    const here = place({ "docker-compose.yml": bomb });
    const seen = await see("audit", here.root, "env/*");
    expect([0, 3]).toContain(seen.status);
  });

  test("a log that unpacks to a thousand times its size is a gap", async () => {
    const here = place({ "app.log.1.gz": gzipSync(Buffer.alloc(600 * 1024 * 1024, 10)) });
    const seen = await see("audit", here.root, "secrets/none-in-logs");
    expect([seen.status, [...new Set(seen.gaps)]]).toEqual([
      3,
      ["unpacks to over 250 times its size"],
    ]);
  });

  test("a log that grows faster than it is read is read as far as it was", async () => {
    const here = place({ "app.log": "begin\n".repeat(1_000_000) });
    const grow = [
      "-c",
      'while :; do head -c 1000000 "$0" >> "$0.more"; cat "$0.more" >> "$0"; done',
    ];
    const writer = spawn("timeout", ["20", "sh", ...grow, join(here.root, "app.log")], {
      stdio: "ignore",
      detached: true,
    });
    undoLater.push(() => void process.kill(-(writer.pid ?? 0), "SIGKILL"));
    const pieces = createHostFiles().chunks(join(here.root, "app.log"));
    const size = fs.statSync(join(here.root, "app.log")).size;
    let read = 0;
    if (pieces.kind === "found") for (const piece of pieces.value) read += piece.length;
    expect(read).toBeGreaterThan(0);
    expect(read).toBeLessThanOrEqual(size);
    expect([0, 3]).toContain((await see("audit", here.root, "secrets/none-in-logs")).status);
  });
});

describe.runIf(canMount)("mounts inside the tree", () => {
  const bind = (from: string, to: string) => `mount --bind '${from}' '${to}'`;
  const mountGaps = ({ gaps }: Seen) => [
    ...new Set(gaps.filter((each) => each.startsWith("mounted"))),
  ];

  /** An install with what things are mounted over. */
  function shop(): Place {
    const here = place({ "page.txt": "plain\n" });
    for (const folder of ["mnt", "storage/logs"]) {
      fs.mkdirSync(join(here.root, folder), { recursive: true });
    }
    fs.writeFileSync(join(here.root, "storage/logs/app.log"), "started\n");
    return here;
  }

  const foreign: readonly (readonly [string, (p: Place) => string])[] = [
    ["a folder", ({ root, outside }) => bind(join(outside, ".."), join(root, "mnt"))],
    ["a file over a file", ({ root, outside }) => bind(outside, join(root, "page.txt"))],
    [
      "a disk of its own",
      ({ root, outside }) =>
        `mount -t tmpfs none '${root}/mnt'; mkdir '${root}/mnt/a'; cp '${outside}' '${root}/mnt/a/b.txt'`,
    ],
    [
      "a folder with logs",
      ({ root, outside }) =>
        `cp '${outside}' '${outside}.log'; ${bind(join(outside, ".."), join(root, "storage/logs"))}`,
    ],
    [
      "a mount in a mount",
      ({ root, outside }) =>
        `mount -t tmpfs none '${root}/storage'; mkdir '${root}/storage/a'; ${bind(join(outside, ".."), join(root, "storage/a"))}`,
    ],
    [
      "a name with blank and line end",
      ({ root, outside }) => `mkdir '${root}/a\n b'; ${bind(join(outside, ".."), `${root}/a\n b`)}`,
    ],
    ["the tree in itself", ({ root }) => `mount --rbind '${root}' '${root}/public'`],
  ];

  test.each(foreign)("%s: not read, and said", async (_name, mount) => {
    for (const command of ["scan", "audit"] as const) {
      const here = shop();
      const seen = await see(command, here.root, "secrets/*", { mounts: mount(here) });
      expectNotReported(seen, here);
      expect(seen.findings).toEqual([]);
      expect(mountGaps(seen).length).toBeGreaterThan(0);
      expect(seen.status).toBe(3);
    }
  });

  test("what stands there is no gap for a scan that ignores it, or searches it too", async () => {
    const here = shop();
    const mounts = bind(join(here.outside, ".."), join(here.root, "mnt"));
    const both = await see("scan", here.root, undefined, {
      mounts,
      more: [join(here.root, "mnt")],
    });
    expect(both.findings.map(({ location }) => location.path)).toEqual(["mnt/private.txt"]);
    expect(mountGaps(both)).toEqual([]);
    commit(here.root, { ".gitignore": "/mnt/\n.env\n" });
    const ignored = await see("scan", here.root, undefined, { mounts });
    expectNotReported(ignored, here);
    expect([ignored.status, ignored.gaps]).toEqual([0, []]);
    const all = await see("scan", here.root, undefined, { mounts, more: ["--no-ignore"] });
    expect(mountGaps(all)).toHaveLength(1);
  });

  test("what guard.yaml calls the install's own is read as the rest of it", async () => {
    const here = shop();
    const config = join(tempFolder(), "guard.yaml");
    fs.writeFileSync(config, `install: { root: "${here.root}", mounts: [mnt] }\n`);
    const mounts = bind(join(here.outside, ".."), join(here.root, "mnt"));
    const more = ["--config", config];
    const seen = await see("audit", here.root, "secrets/none-in-worktree", { mounts, more });
    expect(seen.findings.map(({ location }) => location.path)).toEqual(["mnt/private.txt"]);
    expect(mountGaps(seen)).toEqual([]);
    const other = `${mounts}; ${bind(join(here.outside, ".."), join(here.root, "public"))}`;
    const both = await see("audit", here.root, "secrets/none-in-worktree", { mounts: other, more });
    expect(mountGaps(both)).toHaveLength(1);
    // The disk that should be there is not.
    const bare = await see("audit", here.root, "secrets/none-in-worktree", { more });
    expect(bare.gaps).toContain("by guard.yaml something is mounted there, and nothing is");
    expect(bare.status).toBe(3);
  });

  test("an env file alone is the application's: read, judged, mended", async () => {
    const here = shop();
    const secret = join(here.outside, "../shop.env");
    const key = mint("stripe.secret-key", 78);
    fs.writeFileSync(secret, `APP_ENV=production\nSTRIPE_SECRET_KEY=${key}\n`, { mode: 0o644 });
    const mounts = bind(secret, join(here.root, ".env"));
    const seen = await see("audit", here.root, "env/*", { mounts });
    expect(mountGaps(seen)).toEqual([]);
    expect(seen.findings.map(({ message }) => message).join("\n")).toContain(".env is 0644");
    expect(seen.text).not.toContain(key);
    const state = ["--state-dir", join(tempFolder(), "s")];
    const fixed = await runGuard(["fix", here.root, "--only", "env/mode", "--yes", ...state], {
      mounts,
    });
    expect(fixed.status).toBe(0);
    expect(fs.statSync(secret).mode & 0o777).toBe(0o600);
  });

  describe("over what git keeps", () => {
    const covers: readonly (readonly [string, string])[] = [
      [".git", "."],
      [".git/objects", "objects"],
      [".git/objects/pack", "objects/pack"],
    ];

    test.each(covers)("%s: the history there is not searched", async (at, from) => {
      const here = shop();
      const theirs = join(here.outside, "../theirs");
      commit(theirs, { "a.txt": `key ${here.key}\n` });
      commit(here.root, { ".gitignore": ".env\n" });
      expect(git(theirs, "repack", "-adq").status).toBe(0);
      const mounts = bind(join(theirs, ".git", from), join(here.root, at));
      for (const command of ["scan", "audit"] as const) {
        const more = command === "scan" ? ["--history"] : [];
        const seen = await see(command, here.root, "secrets/*", { mounts, more });
        expectNotReported(seen, here);
        expect(mountGaps(seen).length, command).toBeGreaterThan(0);
        expect(seen.status).toBe(3);
      }
    });
  });

  test("a root that is a mount point itself is an ordinary one", async () => {
    const here = shop();
    const at = join(tempFolder(), "shop");
    fs.mkdirSync(at);
    fs.writeFileSync(join(here.root, "page.txt"), `key ${here.key}\n`);
    const seen = await see("audit", at, "secrets/none-in-worktree", {
      mounts: bind(here.root, at),
    });
    expect(seen.findings.map(({ location }) => location.path)).toEqual(["page.txt"]);
    expect(seen.gaps).toEqual([]);
  });

  const blinds: readonly (readonly [string, string])[] = [
    ["the table of mounts is empty", "mount --bind /dev/null /proc/$$/mountinfo"],
    ["there is no /proc", "umount -l /proc"],
  ];

  test.each(blinds)("where %s nothing is called clean", async (_name, blind) => {
    const here = shop();
    const mounts = `${bind(join(here.outside, ".."), join(here.root, "mnt"))}; ${blind}`;
    for (const command of ["scan", "audit"] as const) {
      const seen = await see(command, here.root, "secrets/none-in-worktree", { mounts });
      expectNotReported(seen, here);
      expect(seen.status).toBe(3);
    }
  });
});

function git(folder: string, ...args: readonly string[]) {
  const who = ["-c", "user.name=jo", "-c", "user.email=jo@shop.example"];
  return spawnSync("git", ["-C", folder, ...who, ...args]);
}

/** A repository with one commit of these files. */
function commit(folder: string, files: Readonly<Record<string, string>>): void {
  fs.mkdirSync(folder, { recursive: true });
  for (const [name, text] of Object.entries(files)) fs.writeFileSync(join(folder, name), text);
  git(folder, "init", "-q");
  git(folder, "add", ...Object.keys(files));
  expect(git(folder, "commit", "-qm", "first").status).toBe(0);
}
