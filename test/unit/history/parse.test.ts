import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { authorOf, parseCommit } from "../../../src/history/parse-commit.ts";
import { parseGitConfig } from "../../../src/history/parse-git-config.ts";
import { parseIndex } from "../../../src/history/parse-index.ts";
import { parseRef } from "../../../src/history/parse-refs.ts";
import { parseTag } from "../../../src/history/parse-tag.ts";
import { visitTree } from "../../../src/history/parse-tree.ts";
import { decodePath, publishPath } from "../../../src/core/text/path-text.ts";
import { gitRepo } from "../../support/git-repo.ts";
import type { GitRepo } from "../../support/git-repo.ts";

const formats = ["sha1", "sha256"] as const;

function oddNames(): Record<string, string> {
  const names = [
    "a0",
    "a.b",
    "a/b",
    "a/c/d",
    "ä/ö",
    "with space",
    "tab\tx",
    `long/${"x".repeat(200)}`,
  ];
  return Object.fromEntries(names.map((name) => [name, `content of ${name}\n`]));
}

/** `mode id stage\tpath` of every entry, as `git ls-files -z -s` prints them. */
function staged(repo: GitRepo): string[] {
  const lines = repo.gitBytes(["ls-files", "-z", "-s", "--full-name"]);
  return decodePath(lines).split("\0").slice(0, -1).map(publishPath);
}

function parsedIndex(repo: GitRepo, idBytes: number): string[] {
  const parsed = parseIndex(readFileSync(join(repo.path, ".git/index")), idBytes);
  if (parsed.kind !== "index") throw new Error(parsed.text);
  return parsed.entries.map(({ mode, id, stage, path }) =>
    publishPath(`${mode.toString(8)} ${id} ${stage}\t${path}`),
  );
}

describe.each(formats)("the index, %s", (objectFormat) => {
  const idBytes = objectFormat === "sha1" ? 20 : 32;

  it.each(["2", "3", "4"])("version %s reads as git does", (version) => {
    const repo = gitRepo({ objectFormat });
    repo.commit("start", oddNames());
    repo.git("checkout", "-q", "-b", "side");
    repo.commit("side", { a0: "side\n" });
    repo.git("checkout", "-q", "main");
    repo.commit("main", { a0: "main\n" });
    expect(() => repo.git("merge", "-q", "side")).toThrow(/git merge/);
    repo.write({ later: "not yet\n" });
    repo.git("add", "--intent-to-add", "later");
    repo.git("update-index", "--skip-worktree", "a.b");
    repo.git("update-index", `--index-version=${version}`);
    const real = staged(repo);
    expect(real.some((line) => line.includes(" 2\t"))).toBe(true);
    expect(parsedIndex(repo, idBytes)).toEqual(real);
  });

  it("says when it cannot read one", () => {
    const repo = gitRepo({ objectFormat });
    repo.commit("start", oddNames());
    const bytes = readFileSync(join(repo.path, ".git/index"));
    for (let length = 0; length < bytes.length; length += 7) {
      const parsed = parseIndex(bytes.subarray(0, length), idBytes);
      expect(parsed.kind, `${length} bytes`).toBe("unreadable");
    }
    repo.git("update-index", "--split-index");
    repo.commit("more", { more: "x\n" });
    const split = parseIndex(readFileSync(join(repo.path, ".git/index")), idBytes);
    expect(split).toEqual({ kind: "unreadable", text: "a split index" });
  });
});

describe("objects", () => {
  it.each(formats)("trees read as git does, %s", (objectFormat) => {
    const repo = gitRepo({ objectFormat });
    repo.commit("start", oddNames());
    const bytes = repo.gitBytes(["cat-file", "tree", "HEAD^{tree}"]);
    const seen: string[] = [];
    const idBytes = objectFormat === "sha1" ? 20 : 32;
    const isWhole = visitTree(bytes, idBytes, (kind, start, end, id) => {
      const hex = bytes.subarray(id, id + idBytes).toString("hex");
      seen.push(`${kind} ${hex}\t${bytes.subarray(start, end).toString("utf8")}`);
    });
    const real = repo.gitBytes(["ls-tree", "-z", "HEAD"]).toString("utf8").split("\0").slice(0, -1);
    expect(isWhole).toBe(true);
    expect(seen).toEqual(real.map((line) => line.replace(/^\d+ /, "")));
    expect(visitTree(bytes.subarray(0, -1), idBytes, () => {})).toBe(false);
  });

  it("commits give tree, parents, date, people and message apart", () => {
    const repo = gitRepo();
    repo.commit("one");
    const second = repo.commit("two\n\nbody\n", { a: "a\n" });
    const commit = parseCommit(repo.gitBytes(["cat-file", "commit", second]));
    expect(commit.tree).toBe(repo.git("rev-parse", "HEAD^{tree}"));
    expect(commit.parents).toEqual([repo.git("rev-parse", "HEAD~1")]);
    expect(commit.dateMs).toBe(Date.parse("2025-01-15T01:00:00Z"));
    expect(authorOf(commit.people)).toBe("Jo Doe");
    expect(Buffer.from(commit.message).toString()).toBe("two\n\nbody\n");
  });

  it.each([
    ["tree only", "tree 1\n", { tree: "1", dateMs: 0 }],
    ["nothing", "", { tree: "", parents: [], dateMs: 0 }],
    ["no people", "tree 1\nparent 2\nparent 3\n\nhello", { parents: ["2", "3"] }],
    ["a date before 1970", "tree 1\ncommitter a <b> -60 +0000\n\n", { dateMs: -60_000 }],
    ["a date of nonsense", "tree 1\ncommitter a <b> x +0000\n\n", { dateMs: 0 }],
  ])("a broken commit: %s", (_name, text, expected) => {
    expect(parseCommit(Buffer.from(text))).toMatchObject(expected);
  });

  it("tags give target and text", () => {
    const repo = gitRepo();
    const id = repo.commit("one");
    repo.git("tag", "-a", "-m", "first\nsecond", "v1");
    const tag = parseTag(repo.gitBytes(["cat-file", "tag", "v1"]));
    expect(tag.target).toBe(id);
    expect(Buffer.from(tag.text).toString()).toMatch(
      /^tag v1\ntagger Jo Doe .*\n\nfirst\nsecond\n$/,
    );
  });
});

describe("configuration", () => {
  it("reads as git does", () => {
    const repo = gitRepo();
    const text = String.raw`
; comment
[core] bare = false # not this
	editor = "a \"quoted\" # editor" ; but this
	word
	spread = one \
two
[Remote "Or\"i.gin"]
	URL = https://git.example/a;b
	empty =
[branch.old]
	key-name = "a"b" c"
[extensions]objectFormat = sha256
`;
    repo.write({ plain: text });
    const real = repo.gitBytes(["config", "--file", "plain", "--list", "-z"]).toString("utf8");
    const mine = parseGitConfig(text).map(({ section, subsection, key, value }) => {
      const name = [section, subsection, key].filter((part) => part !== undefined).join(".");
      return `${name}\n${value}`;
    });
    // git prints a key without a value without a newline.
    const theirs = real
      .split("\0")
      .slice(0, -1)
      .map((each) => (each.includes("\n") ? each : `${each}\ntrue`));
    expect(mine).toEqual(theirs);
    expect(parseGitConfig(text)[1]?.line).toBe(4);
  });

  it.each(["[", "[a", '[a "b', "=", "x", "[a]\n=\n", '[a]\nk = "open\n'])(
    "does not fail on %j",
    (text) => {
      expect(() => parseGitConfig(text)).not.toThrow();
    },
  );
});

describe("refs", () => {
  const id = "a".repeat(40);
  it.each([
    [`${id}\n`, { kind: "id", id }],
    [id, { kind: "id", id }],
    [`${"b".repeat(64)}\n`, { kind: "id", id: "b".repeat(64) }],
    ["ref: refs/heads/main\n", { kind: "symbolic", target: "refs/heads/main" }],
    ["ref: ../../etc/passwd\n", { kind: "unknown" }],
    ["ref: refs/heads/../../config\n", { kind: "unknown" }],
    ["ref: HEAD\n", { kind: "unknown" }],
    [`${"a".repeat(39)}\n`, { kind: "unknown" }],
    ["", { kind: "unknown" }],
  ])("%j", (text, expected) => {
    expect(parseRef(text)).toEqual(expected);
  });
});
