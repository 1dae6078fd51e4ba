import { mkdirSync, symlinkSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { gitRepo } from "../../support/git-repo.ts";
import type { GitRepo } from "../../support/git-repo.ts";
import { gitView, valueOf } from "../../support/git-view.ts";

async function ignoredOnDisk(repo: GitRepo, names: readonly string[]): Promise<string[]> {
  const paths = names.map((name) => join(repo.path, name));
  const verdicts = valueOf(await gitView(repo.path).ignored(paths, "disk"));
  expect(verdicts.map(({ path }) => path)).toEqual(paths);
  return names.filter((_name, index) => verdicts[index]?.ignored === true);
}

/** The same by git itself, in the repository: here it is ours, so it may. */
function ignoredByGit(repo: GitRepo, names: readonly string[]): string[] {
  // check-ignore fails when nothing is ignored.
  repo.write({ ".git/info/exclude": "certainly.log\n" });
  const input = names.map((name) => `${name}\0`).join("");
  const output = repo.gitBytes(
    ["check-ignore", "--no-index", "-v", "-n", "-z", "--stdin"],
    `${input}certainly.log\0`,
  );
  const fields = output.toString("utf8").split("\0");
  return names.filter((_name, index) => {
    const pattern = fields[index * 4 + 2] ?? "";
    return pattern !== "" && !pattern.startsWith("!");
  });
}

const names = [
  ".env",
  ".env.local",
  ".env.example",
  "config/.env",
  "config/app.yml",
  "config/deep/er/x.sql",
  "storage/logs/app.log",
  "storage/logs",
  "build",
  "build/x",
  "a[b].txt",
  "with space ",
  "ä.log",
  "DUMP.SQL",
];

describe("ignore rules", () => {
  it.each<[string, Record<string, string>]>([
    ["none", {}],
    ["an anchor", { ".gitignore": "/.env\n" }],
    ["a negation", { ".gitignore": ".env*\n!.env.example\n" }],
    ["a negation below", { ".gitignore": ".env\n", "config/.gitignore": "!.env\n" }],
    [
      "a folder that hides the negation",
      { ".gitignore": "config/\n", "config/.gitignore": "!.env\n" },
    ],
    ["a folder only", { ".gitignore": "build/\nlogs/\n" }],
    ["two stars", { ".gitignore": "**/er/*.sql\nstorage/**\n" }],
    ["classes", { ".gitignore": "a\\[b].txt\n*.[sS][qQ][lL]\n" }],
    ["comments and spaces", { ".gitignore": "# .env\n\\#x\n.env   \nwith\\ space\\ \n" }],
    ["CRLF", { ".gitignore": ".env\r\n*.log\r\n" }],
    ["a byte order mark", { ".gitignore": "\uFEFF.env\n" }],
    ["a file in between", { "config/deep/.gitignore": "*\n!*/\n", ".gitignore": "*.yml" }],
    ["everything", { ".gitignore": "*\n" }],
  ])("%s: as git says", async (_name, files) => {
    const repo = gitRepo();
    repo.write({ ...files, "storage/logs/keep": "", "build/keep": "" });
    expect(await ignoredOnDisk(repo, names)).toEqual(ignoredByGit(repo, names));
  });

  it("agrees with git on random rules", async () => {
    const random = seeded(11);
    const pick = <T>(list: readonly T[]): T => list[Math.floor(random() * list.length)] as T;
    const parts = [
      "*",
      "**",
      ".env",
      "config",
      "deep",
      "*.log",
      "?",
      "[a-c]",
      "x.sql",
      "build",
      "storage",
    ];
    const pattern = () => {
      const path = Array.from({ length: 1 + Math.floor(random() * 3) }, () => pick(parts)).join(
        "/",
      );
      return `${pick(["", "", "!"])}${pick(["", "/"])}${path}${pick(["", "", "/"])}`;
    };
    const text = () => Array.from({ length: 1 + Math.floor(random() * 5) }, pattern).join("\n");
    for (let turn = 0; turn < 25; turn += 1) {
      const repo = gitRepo();
      const files = {
        ".gitignore": text(),
        "config/.gitignore": text(),
        "build/keep": "",
        "storage/logs/k": "",
      };
      repo.write(files);
      const said = await ignoredOnDisk(repo, names);
      expect(said, JSON.stringify(files)).toEqual(ignoredByGit(repo, names));
    }
  });

  it("names the rule and its line, also of a negation", async () => {
    const repo = gitRepo();
    repo.write({ ".gitignore": "# comment\n.env\n", "config/.gitignore": "!.env\n" });
    const paths = [".env", "config/.env", "other"].map((name) => join(repo.path, name));
    expect(valueOf(await gitView(repo.path).ignored(paths, "disk"))).toEqual([
      { path: paths[0], ignored: true, rule: ".gitignore:2" },
      { path: paths[1], ignored: false, rule: "config/.gitignore:1" },
      { path: paths[2], ignored: false },
    ]);
  });

  it("tells the disk from HEAD", async () => {
    const repo = gitRepo();
    repo.commit("one", { ".gitignore": "*.log\n", "sub/.gitignore": "*.sql\n" });
    repo.write({ ".gitignore": ".env\n" });
    const view = gitView(repo.path);
    const paths = [".env", "a.log", "sub/a.sql"].map((name) => join(repo.path, name));
    const flags = async (rules: "disk" | "head") =>
      valueOf(await view.ignored(paths, rules)).map(({ ignored }) => ignored);
    expect(await flags("disk")).toEqual([true, false, true]);
    expect(await flags("head")).toEqual([false, true, true]);
  });

  it("does not count private rules, tracked files included", async () => {
    const repo = gitRepo();
    repo.commit("one", { ".env": "tracked\n", ".gitignore": "" });
    repo.write({ ".git/info/exclude": "*\n", ignores: ".env\n" });
    repo.git("config", "core.excludesFile", join(repo.path, "ignores"));
    expect(await ignoredOnDisk(repo, [".env", "x"])).toEqual([]);
    repo.write({ ".gitignore": ".env\n" });
    expect(await ignoredOnDisk(repo, [".env", "x"])).toEqual([".env"]);
  });

  it("passes over a linked ignore file, as git does", async () => {
    const repo = gitRepo();
    repo.write({ "the-rules": "*\n" });
    symlinkSync("the-rules", join(repo.path, ".gitignore"));
    expect(await ignoredOnDisk(repo, names)).toEqual(ignoredByGit(repo, names));
    expect(await ignoredOnDisk(repo, names)).toEqual([]);
  });

  it("is blocked where an ignore file cannot be read", async () => {
    const repo = gitRepo();
    mkdirSync(join(repo.path, ".gitignore"));
    const look = await gitView(repo.path).ignored([join(repo.path, ".env")], "disk");
    expect(look).toMatchObject({ kind: "blocked", reason: { code: "not-a-file" } });
  });

  it("says no for what lies outside, and for nothing", async () => {
    const repo = gitRepo();
    repo.write({ ".gitignore": "*\n" });
    const view = gitView(repo.path);
    expect(valueOf(await view.ignored([], "disk"))).toEqual([]);
    expect(valueOf(await view.ignored(["/etc/passwd"], "disk"))).toEqual([
      { path: "/etc/passwd", ignored: false },
    ]);
  });
});

function seeded(start: number): () => number {
  let state = start;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
}
