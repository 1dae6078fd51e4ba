import { mkdirSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { gitRepo } from "../../support/git-repo.ts";
import type { GitRepo } from "../../support/git-repo.ts";
import { gitView, valueOf } from "../../support/git-view.ts";

const lost = "8".repeat(40);

function emptied(damage: (repo: GitRepo) => void): GitRepo {
  const repo = gitRepo();
  repo.commit("one", { a: "a\n" });
  damage(repo);
  rmSync(join(repo.path, ".git/objects"), { recursive: true });
  mkdirSync(join(repo.path, ".git/objects"));
  return repo;
}

async function missing(repo: GitRepo): Promise<number> {
  const { gaps } = valueOf(await gitView(repo.path).history());
  const text = "named by others and not in the repository";
  return gaps.find(({ reason }) => reason.text === text)?.count ?? 0;
}

const git = (repo: GitRepo, name: string) => join(repo.path, ".git", name);
const only = (repo: GitRepo, keep: string) => {
  for (const name of ["index", "logs", "refs", "packed-refs", "ORIG_HEAD", "COMMIT_EDITMSG"]) {
    if (name !== keep) rmSync(git(repo, name), { recursive: true, force: true });
  }
  mkdirSync(git(repo, "refs/heads"), { recursive: true });
};

describe("objects that are named and gone", () => {
  it.each<[string, number, (repo: GitRepo) => void]>([
    ["everything", 2, () => {}],
    ["a branch", 1, (it) => only(it, "refs")],
    ["a packed ref", 1, (it) => (it.git("pack-refs", "--all"), only(it, "packed-refs"))],
    ["a reflog", 1, (it) => only(it, "logs")],
    ["the index", 1, (it) => only(it, "index")],
    ["a detached HEAD", 1, (it) => (it.git("checkout", "-q", "--detach"), only(it, "HEAD"))],
    ["MERGE_HEAD", 1, (it) => (only(it, ""), writeFileSync(git(it, "MERGE_HEAD"), `${lost}\n`))],
    ["ORIG_HEAD", 1, (it) => (only(it, ""), writeFileSync(git(it, "ORIG_HEAD"), `${lost}\n`))],
    [
      "FETCH_HEAD",
      1,
      (it) => (only(it, ""), writeFileSync(git(it, "FETCH_HEAD"), `${lost}\t\tbranch 'x' of y\n`)),
    ],
    [
      "a tag that was peeled",
      2,
      (it) => {
        it.git("tag", "-a", "-m", "m", "v1");
        it.git("pack-refs", "--all");
        only(it, "packed-refs");
      },
    ],
    ["nothing", 0, (it) => only(it, "")],
  ])("%s", async (_name, count, damage) => {
    expect(await missing(emptied(damage))).toBe(count);
  });

  it("the commit of a submodule is not ours to have", async () => {
    const repo = gitRepo();
    repo.commit("one", { a: "a\n" });
    repo.git("update-index", "--add", "--cacheinfo", `160000,${lost},sub`);
    expect(await missing(repo)).toBe(0);
  });

  it("what the reflog of a linked worktree names", async () => {
    const repo = gitRepo();
    repo.commit("one", { a: "a\n" });
    repo.git("worktree", "add", "-q", "--detach", join(repo.path, "../linked"));
    const line = `${"0".repeat(40)} ${lost} A <a@b.example> 1 +0000\tx\n`;
    writeFileSync(git(repo, "worktrees/linked/logs/HEAD"), line);
    expect(await missing(repo)).toBe(1);
  });

  it("a repository that lost the folder of its objects is broken, not absent", async () => {
    const repo = gitRepo();
    repo.commit("one", { a: "a\n" });
    rmSync(git(repo, "objects"), { recursive: true });
    expect(gitView(repo.path).location).toMatchObject({ kind: "blocked" });
    expect(await gitView(repo.path).history()).toMatchObject({ kind: "blocked" });
  });

  it("a submodule without objects, and one behind a link", async () => {
    const repo = gitRepo();
    repo.commit("one", { a: "a\n" });
    mkdirSync(git(repo, "modules/lost"), { recursive: true });
    writeFileSync(git(repo, "modules/lost/HEAD"), "ref: refs/heads/main\n");
    symlinkSync("/etc", git(repo, "modules/away"));
    const { gaps } = valueOf(await gitView(repo.path).history());
    const places = gaps.map(({ what }) => what);
    expect(places).toEqual([git(repo, "modules/away"), git(repo, "modules/lost")]);
  });

  it("a repository without HEAD", async () => {
    const repo = gitRepo();
    repo.commit("one", { a: "a\n" });
    rmSync(git(repo, "HEAD"));
    const { gaps } = valueOf(await gitView(repo.path).history());
    expect(gaps.map(({ reason }) => reason.text)).toEqual(["the repository has no HEAD"]);
  });
});
