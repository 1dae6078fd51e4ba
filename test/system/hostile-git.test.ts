import { spawnSync } from "node:child_process";
import { chmodSync, mkdirSync, renameSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import type { GitView } from "../../src/core/ports/git-view.ts";
import { createGitProcess } from "../../src/platform/git/git-process.ts";
import { gitRepo } from "../support/git-repo.ts";
import { gitView, valueOf } from "../support/git-view.ts";
import { hostileRepo, watchedGit } from "../support/hostile-repo.ts";
import { marker } from "../support/literal-matcher.ts";
import { tempFolder } from "../support/temp-folder.ts";

const self = { uid: process.getuid?.() ?? 0, gid: process.getgid?.() ?? 0 };
const isRoot = self.uid === 0;
/** Owner of the repository → account that git must run as. */
const owners: readonly (readonly [string, { uid: number; gid: number }, string])[] = isRoot
  ? [
      ["root", self, "65534:65534:65534"],
      ["www-data", { uid: 33, gid: 33 }, "33:33:33"],
      ["nobody", { uid: 65_534, gid: 65_534 }, "65534:65534:65534"],
    ]
  : [["ourselves", self, `${self.uid}:${self.gid}`]];

/** Everything the product asks of a repository. */
async function askEverything(view: GitView, root: string): Promise<string[]> {
  const found: string[] = [];
  view.indexPaths();
  await view.headPaths();
  await view.ignored([join(root, ".env"), join(root, "x.log")], "disk");
  await view.ignored([join(root, ".env"), join(root, "x.log")], "head");
  await view.firstCommits();
  for (const result of [await view.history(), await view.ownFiles(), await view.staged()]) {
    if (result.kind === "found") {
      found.push(...result.value.matches.map(({ match }) => match.secret.reveal()));
    }
  }
  return found;
}

describe.each(owners)("a hostile repository of %s", (_name, { uid, gid }, account) => {
  it("runs each trap under ordinary git", () => {
    const { traps, sprung, spring } = hostileRepo(uid, gid);
    sprung();
    const silent = traps.filter((trap) => {
      spring(trap);
      return !sprung().includes(trap.name);
    });
    expect(silent).toEqual([]);
    const kinds = new Set(traps.map(({ name }) => name.replace(/^own-hook-.*/, "hook")));
    expect(kinds.size).toBeGreaterThanOrEqual(25);
  });

  it("runs none under ours, as the right account, and sees what it hides", async () => {
    const { repo, sprung } = hostileRepo(uid, gid);
    const watched = watchedGit();
    sprung();
    const view = gitView(repo.path, { git: createGitProcess({ path: watched.path }) });
    const found = await askEverything(view, repo.path);
    expect(sprung()).toEqual([]);
    expect(found).toEqual(expect.arrayContaining([marker("filtered"), marker("replaced")]));
    const accounts = watched.accounts();
    expect(accounts.some((each) => each.startsWith(account))).toBe(true);
    if (isRoot) expect(accounts.filter((each) => each.startsWith("0:"))).toEqual([]);
  });

  it("says what is missing of it", async () => {
    const { repo } = hostileRepo(uid, gid);
    const history = valueOf(await gitView(repo.path).history());
    const texts = history.gaps.map(({ reason }) => reason.text);
    expect(texts).toContain("history is cut: a partial clone");
    expect(texts).toContain("history is cut: a shallow clone");
    expect(texts).toContain("named by others and not in the repository");
  });

  it("asks nothing but its own ignore files", async () => {
    const { repo } = hostileRepo(uid, gid);
    const paths = ["x.log", "root:x:0:0:root:/root:/bin/bash", "a.txt"].map(
      (name) => `${repo.path}/${name}`,
    );
    const verdicts = valueOf(await gitView(repo.path).ignored(paths, "disk"));
    expect(verdicts.map(({ ignored }) => ignored)).toEqual([true, false, false]);
    expect(verdicts[0]?.rule).toBe(".gitignore:1");
  });
});

describe("paths that lead elsewhere", () => {
  it("does not follow core.worktree", () => {
    const repo = gitRepo();
    repo.commit("one", { "a.txt": "a\n" });
    repo.git("config", "core.worktree", "/etc");
    const view = gitView(repo.path);
    expect(valueOf(view.indexPaths())).toEqual([join(repo.path, "a.txt")]);
    expect(valueOf(view.location).workTree).toBe(repo.path);
  });

  it("reads no objects of an alternate, and says so", async () => {
    const other = gitRepo();
    other.commit("private", { "key.txt": marker("private") });
    const repo = gitRepo();
    repo.commit("one", { "a.txt": "a\n" });
    repo.write({ ".git/objects/info/alternates": `${other.path}/.git/objects\n` });
    const id = other.git("rev-parse", "HEAD");
    repo.git("update-ref", "refs/heads/other", id);
    const history = valueOf(await gitView(repo.path).history());
    expect(history.matches).toEqual([]);
    expect(history.gaps.map(({ reason }) => reason.code)).toContain("link");
  });

  it.each(["pack", "loose folder", "loose file"])(
    "reads no objects through a linked %s",
    async (what) => {
      const other = gitRepo();
      other.commit("private", { "key.txt": marker("private") });
      const repo = gitRepo();
      repo.commit("one", { "a.txt": "a\n" });
      const blob = other.git("rev-parse", "HEAD:key.txt");
      const [folder, rest] = [blob.slice(0, 2), blob.slice(2)];
      const theirs = `${other.path}/.git/objects`;
      const ours = `${repo.path}/.git/objects`;
      if (what === "pack") {
        other.git("repack", "-adq");
        repo.git("gc", "-q");
        renameSync(`${ours}/pack`, `${ours}/pack-of-ours`);
        symlinkSync(`${theirs}/pack`, `${ours}/pack`);
      } else if (what === "loose folder") {
        symlinkSync(`${theirs}/${folder}`, `${ours}/${folder}`);
      } else {
        mkdirSync(`${ours}/${folder}`, { recursive: true });
        symlinkSync(`${theirs}/${folder}/${rest}`, `${ours}/${folder}/${rest}`);
      }
      const history = valueOf(await gitView(repo.path).history());
      expect(history.matches).toEqual([]);
      expect(history.gaps.map(({ reason }) => reason.code)).toContain("link");
    },
  );

  it("refuses a linked .git and a linked objects folder", () => {
    const repo = gitRepo();
    repo.commit("one", { "a.txt": marker("one") });
    const linked = tempFolder();
    symlinkSync(join(repo.path, ".git"), join(linked, ".git"));
    expect(gitView(linked).location).toMatchObject({ kind: "blocked", reason: { code: "link" } });
    renameSync(join(repo.path, ".git/objects"), join(repo.path, "moved"));
    symlinkSync(join(repo.path, "moved"), join(repo.path, ".git/objects"));
    expect(gitView(repo.path).location).toMatchObject({
      kind: "blocked",
      reason: { code: "link" },
    });
  });

  it.runIf(isRoot)("refuses a .git file that names a folder of somebody else", () => {
    const private_ = gitRepo();
    private_.commit("one", { "a.txt": marker("one") });
    const folder = tempFolder();
    writeFileSync(join(folder, ".git"), `gitdir: ${private_.path}/.git\n`);
    spawnSync("chown", ["-R", "33:33", folder]);
    expect(gitView(folder).location).toMatchObject({
      kind: "blocked",
      reason: { code: "permission" },
    });
  });

  it.runIf(isRoot)("runs as root only where nobody else can write", async () => {
    const repo = gitRepo();
    repo.commit("one", { "a.txt": marker("one") });
    const objects = join(repo.path, ".git/objects");
    chmodSync(objects, 0o700);
    const watched = watchedGit();
    const git = createGitProcess({ path: watched.path });
    const closed = valueOf(await gitView(repo.path, { git }).history());
    expect(closed.matches.length).toBe(1);
    expect(watched.accounts().map((each) => each.split(":")[0])).toContain("0");
    chmodSync(repo.path, 0o777);
    const open = await gitView(repo.path, { git }).history();
    expect(open).toMatchObject({ kind: "blocked", reason: { code: "permission" } });
  });

  it("leaves the repository and the temporary folder as they were", async () => {
    const { repo } = hostileRepo(self.uid, self.gid);
    const listing = () =>
      spawnSync("find", [repo.path, "-printf", "%p %T@ %C@ %s %m\n"]).stdout.toString();
    const before = listing();
    await askEverything(gitView(repo.path), repo.path);
    expect(listing()).toBe(before);
    expect(foldersShowing(repo.path)).toEqual([]);
  });

  it("removes its temporary folder also when the search fails", async () => {
    const repo = gitRepo();
    repo.commit("one", { "a.txt": "a\n" });
    const matcher = {
      match: () => {
        // To see that the method can fail.
        expect(foldersShowing(repo.path)).toHaveLength(1);
        throw new Error("no matcher");
      },
    };
    await expect(gitView(repo.path, { matcher }).history()).rejects.toThrow("no matcher");
    expect(foldersShowing(repo.path)).toEqual([]);
  });
});

/** Private folders of ours that show this repository; other tests run beside this one. */
function foldersShowing(repo: string): readonly string[] {
  const args = [
    "/tmp",
    "-maxdepth",
    "3",
    "-path",
    "/tmp/iptvbp-guard-git-*",
    "-lname",
    `${repo}/*`,
  ];
  const found = spawnSync("find", args).stdout.toString().split("\n");
  return [...new Set(found.filter((path) => path !== "").map((path) => path.split("/")[2] ?? ""))];
}
