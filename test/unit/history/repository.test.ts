import { spawnSync } from "node:child_process";
import {
  appendFileSync,
  chmodSync,
  mkdirSync,
  readdirSync,
  rmSync,
  statSync,
  truncateSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { locateRepository } from "../../../src/history/locate-repository.ts";
import { readRefs } from "../../../src/history/read-refs.ts";
import { createInstallFiles } from "../../../src/platform/files/file-reader.ts";
import { createGitProcess } from "../../../src/platform/git/git-process.ts";
import { Secret } from "../../../src/core/secrets/secret.ts";
import { gitRepo, useGitRepo } from "../../support/git-repo.ts";
import { gitView, valueOf } from "../../support/git-view.ts";
import { marker } from "../../support/literal-matcher.ts";
import { populate, tempFolder } from "../../support/temp-folder.ts";

function refsOf(path: string) {
  const files = createInstallFiles(path);
  return readRefs(valueOf(locateRepository(path, files)), files);
}

describe("where the repository is", () => {
  it("is absent where there is none, whatever is asked", async () => {
    const view = gitView(tempFolder());
    expect(view.location.kind).toBe("absent");
    expect(view.indexPaths().kind).toBe("absent");
    expect((await view.headPaths()).kind).toBe("absent");
    expect((await view.history()).kind).toBe("absent");
    expect((await view.staged()).kind).toBe("absent");
    expect((await view.ignored(["/x"], "disk")).kind).toBe("absent");
  });

  it("is found from a folder inside the checkout", async () => {
    const repo = gitRepo();
    repo.commit("one", { "app/public/.env": `K=${marker("inner")}\n` });
    const view = gitView(join(repo.path, "app/public"));
    expect(valueOf(view.location).workTree).toBe(repo.path);
    expect(valueOf(view.indexPaths())).toEqual([join(repo.path, "app/public/.env")]);
    expect(valueOf(await view.history()).matches.length).toBe(1);
  });

  it("passes over a folder called .git that is no repository", () => {
    const repo = gitRepo();
    mkdirSync(join(repo.path, "sub/.git"), { recursive: true });
    expect(valueOf(gitView(join(repo.path, "sub")).location).workTree).toBe(repo.path);
  });

  it("is found in a bare repository, in a submodule, with a separate folder", () => {
    const bare = gitRepo({ bare: true });
    expect(valueOf(gitView(bare.path).location)).toMatchObject({ gitDir: bare.path });
    const apart = tempFolder();
    const repo = gitRepo();
    repo.git("init", "-q", `--separate-git-dir=${join(apart, "store")}`);
    expect(valueOf(gitView(repo.path).location)).toMatchObject({ gitDir: join(apart, "store") });
  });

  it("shares objects with a linked worktree, whose index and HEAD are its own", async () => {
    const repo = gitRepo();
    repo.commit("one", { "a.txt": marker("shared") });
    const path = join(tempFolder(), "linked");
    repo.git("worktree", "add", "-q", "--detach", path);
    const linked = useGitRepo(path);
    linked.write({ "b.txt": marker("linkedindex") });
    linked.git("add", "b.txt");
    linked.git("commit", "-q", "-m", "in the linked one", "--allow-empty");
    linked.write({ "c.txt": marker("linkedstage") });
    linked.git("add", "c.txt");
    const view = gitView(path);
    expect(valueOf(view.location)).toMatchObject({
      workTree: path,
      commonDir: join(repo.path, ".git"),
    });
    expect(valueOf(view.indexPaths())).toContain(join(path, "c.txt"));
    expect(valueOf(await view.headPaths())).toEqual([join(path, "a.txt"), join(path, "b.txt")]);
    const main = valueOf(await gitView(repo.path).history());
    const places = main.matches.map(({ location }) => location);
    expect(places).toContainEqual(expect.objectContaining({ type: "index", path: "c.txt" }));
    expect(places).toContainEqual(
      expect.objectContaining({ type: "blob", path: "b.txt", reachable: true }),
    );
  });

  it("looks into submodules, and is found in them", async () => {
    const inner = gitRepo();
    inner.commit("inner", { "inner.txt": marker("inner") });
    const repo = gitRepo();
    repo.commit("outer", { "outer.txt": "x\n" });
    repo.git("submodule", "add", "-q", inner.path, "lib/inner");
    repo.write({ ".git/modules/lib/inner/hooks/index": marker("hook") });
    const outer = gitView(repo.path);
    const matches = valueOf(await outer.history()).matches.map(({ location }) => location);
    expect(matches).toMatchObject([{ type: "blob", path: "inner.txt", reachable: true }]);
    const own = valueOf(await outer.ownFiles()).matches.map(({ location }) => location);
    expect(own).toMatchObject([{ type: "config", object: "modules/lib/inner/hooks/index" }]);
    const view = gitView(join(repo.path, "lib/inner"));
    expect(valueOf(view.location).gitDir).toBe(join(repo.path, ".git/modules/lib/inner"));
    expect(valueOf(await view.headPaths())).toEqual([join(repo.path, "lib/inner/inner.txt")]);
  });

  it("does not run in circles through a submodule that borrows our objects", async () => {
    const repo = gitRepo();
    repo.commit("one", { "a.txt": marker("one") });
    repo.write({ ".git/modules/x/commondir": "../..\n", ".git/modules/x/objects/keep": "" });
    const { matches, gaps } = valueOf(await gitView(repo.path).history());
    expect(matches.length).toBe(1);
    expect(gaps).toMatchObject([{ reason: { code: "link" } }]);
  });

  it.each([
    ["names nothing", "hello\n", "parse"],
    ["names what is not there", "gitdir: /nonexistent/x\n", "io"],
  ])("is blocked by a .git file that %s", (_name, text, code) => {
    const folder = populate(tempFolder(), { ".git": text });
    expect(gitView(folder).location).toMatchObject({ kind: "blocked", reason: { code } });
  });
});

describe("refs", () => {
  it.each(["loose", "packed"])("read as for-each-ref does, %s", (form) => {
    const repo = gitRepo();
    repo.commit("one");
    repo.git("branch", "feature/x");
    repo.git("tag", "v1");
    repo.git("tag", "-a", "-m", "m", "v2");
    repo.git("update-ref", "refs/remotes/origin/main", "HEAD");
    repo.git("symbolic-ref", "refs/remotes/origin/HEAD", "refs/remotes/origin/main");
    if (form === "packed") repo.git("pack-refs", "--all");
    repo.commit("two");
    const real = repo.git("for-each-ref", "--format=%(refname) %(objectname)").split("\n");
    const refs = refsOf(repo.path);
    expect(refs.all.map(({ name, id }) => `${name} ${id}`)).toEqual(real);
    expect(refs.head).toEqual({ name: "refs/heads/main", id: repo.git("rev-parse", "HEAD") });
  });

  it("a ref that cannot be understood is a gap", () => {
    const repo = gitRepo();
    repo.commit("one");
    repo.write({ ".git/refs/heads/odd": "ref: ../../../etc/passwd\n" });
    expect(refsOf(repo.path).gaps.map(({ reason }) => reason.code)).toEqual(["parse"]);
  });
});

describe("paths of HEAD and the index", () => {
  it.each(["sha1", "sha256"] as const)("read as git does, %s", async (objectFormat) => {
    const repo = gitRepo({ objectFormat });
    repo.commit("one", { "a/b/c": "1", "a/b/d": "1", "e f": "1", "z/b/c": "1" });
    repo.write({ staged: "2" });
    repo.git("add", "staged");
    const view = gitView(repo.path);
    const real = repo.git("ls-tree", "-r", "--name-only", "HEAD").split("\n");
    const head = valueOf(await view.headPaths());
    expect(head.toSorted()).toEqual(real.map((name) => join(repo.path, name)).toSorted());
    expect(valueOf(view.indexPaths())).toContain(join(repo.path, "staged"));
  });

  it("are empty before the first commit", async () => {
    const view = gitView(gitRepo().path);
    expect(valueOf(await view.headPaths())).toEqual([]);
    expect(valueOf(view.indexPaths())).toEqual([]);
    expect(valueOf(await view.history())).toMatchObject({ matches: [], gaps: [] });
  });

  it("are blocked when HEAD or the index is broken", async () => {
    const repo = gitRepo();
    repo.commit("one", { a: "a" });
    repo.write({ ".git/HEAD": "nonsense\n" });
    truncateSync(join(repo.path, ".git/index"), 50);
    const view = gitView(repo.path);
    expect(await view.headPaths()).toMatchObject({ kind: "blocked", reason: { code: "parse" } });
    expect(view.indexPaths()).toMatchObject({ kind: "blocked", reason: { code: "parse" } });
    expect(await view.staged()).toMatchObject({ kind: "blocked" });
    const gaps = valueOf(await view.history()).gaps.map(({ reason }) => reason.code);
    expect(gaps).toEqual(["parse", "parse"]);
  });
});

describe("what is staged", () => {
  it("is what a commit would add, and nothing else", async () => {
    const repo = gitRepo();
    repo.commit("one", { old: `${marker("old")}\n`, same: `${marker("same")}\n` });
    repo.write({
      old: `x\n${marker("changed")}\n`,
      [`n-${marker("name")}`]: "x",
      loose: marker("loose"),
    });
    repo.git("add", "old", `n-${marker("name")}`);
    repo.write({ intent: marker("intent") });
    repo.git("add", "--intent-to-add", "intent");
    const { matches, inputs } = valueOf(await gitView(repo.path).staged());
    const seen = matches.map(({ match, location }) => [match.secret.reveal(), location]);
    const base = { kind: "git", object: "index", type: "index", reachable: false };
    expect(seen).toEqual([
      [marker("changed"), { ...base, path: "old", line: 2 }],
      [marker("name"), { ...base, path: "n-...0000" }],
    ]);
    expect(inputs["staged"]).toBe(2);
  });
});

describe("first commits", () => {
  it("are the oldest that hold the value, parents before children", async () => {
    const repo = gitRepo();
    const first = repo.commit("one", { ".env": `A=${marker("one")}\n` });
    repo.commit("two", { ".env": `A=${marker("one")}\nB=${marker("two")}\n` });
    repo.commit("three", { ".env": "" });
    const own = ["one", "two", "three"].map((name) => ({
      id: name,
      value: new Secret(marker(name)),
    }));
    const found = valueOf(await gitView(repo.path, { own }).firstCommits());
    expect([...found.keys()].toSorted()).toEqual(["one", "two"]);
    expect(found.get("one")).toEqual({ commit: first, dateMs: Date.parse("2025-01-15T00:00:00Z") });
  });
});

describe("what could not be read is said", () => {
  const broken = (damage: (repo: ReturnType<typeof gitRepo>) => void) => {
    const repo = gitRepo();
    repo.commit("one", { a: `${marker("first")}\n` });
    repo.commit("two", { b: `${marker("second")}\n` });
    damage(repo);
    return repo;
  };
  const objectFile = (repo: ReturnType<typeof gitRepo>, rev: string) => {
    const id = repo.git("rev-parse", rev);
    const path = join(repo.path, ".git/objects", id.slice(0, 2), id.slice(2));
    chmodSync(path, 0o644);
    return path;
  };
  const packs = (repo: ReturnType<typeof gitRepo>, ending: string) => {
    const folder = join(repo.path, ".git/objects/pack");
    const names = readdirSync(folder).filter((name) => name.endsWith(ending));
    return names.map((name) => {
      chmodSync(join(folder, name), 0o644);
      return join(folder, name);
    });
  };

  it("a garbled loose object is one gap, and the rest is read", async () => {
    const repo = broken((it) => writeFileSync(objectFile(it, "HEAD:a"), "garbage"));
    const { matches, gaps } = valueOf(await gitView(repo.path).history());
    expect(matches.map(({ match }) => match.secret.reveal())).toEqual([marker("second")]);
    expect(gaps).toMatchObject([{ count: 1, reason: { code: "git-failed" } }]);
  });

  it("an empty loose object as well", async () => {
    const repo = broken((it) => truncateSync(objectFile(it, "HEAD:b"), 0));
    const { matches, gaps } = valueOf(await gitView(repo.path).history());
    expect(matches.map(({ match }) => match.secret.reveal())).toEqual([marker("first")]);
    expect(gaps.length).toBeGreaterThan(0);
  });

  it("an object that is gone", async () => {
    const repo = broken((it) => rmSync(objectFile(it, "HEAD:a")));
    const { gaps } = valueOf(await gitView(repo.path).history());
    expect(gaps).toMatchObject([{ count: 1, reason: { code: "git-failed" } }]);
  });

  it.each(["cut short", "garbled"])("a pack %s", async (how) => {
    const repo = broken((it) => {
      it.git("repack", "-adq");
      for (const path of packs(it, ".pack")) {
        if (how === "cut short") truncateSync(path, Math.floor(statSync(path).size / 2));
        else
          spawnSync("dd", [
            "if=/dev/zero",
            `of=${path}`,
            "bs=1",
            "seek=40",
            "count=60",
            "conv=notrunc",
          ]);
      }
    });
    const { gaps } = valueOf(await gitView(repo.path).history());
    expect(gaps.length).toBeGreaterThan(0);
    expect(gaps.every(({ reason }) => reason.code === "git-failed")).toBe(true);
  });

  it.each(["cut short", "empty", "gone"])(
    "a pack index %s, about which git is silent",
    async (how) => {
      const repo = broken((it) => {
        it.git("repack", "-adq");
        for (const path of packs(it, ".idx")) {
          if (how === "gone") rmSync(path);
          else truncateSync(path, how === "empty" ? 0 : statSync(path).size - 100);
        }
      });
      const { gaps } = valueOf(await gitView(repo.path).history());
      expect(gaps.length).toBeGreaterThan(0);
    },
  );

  it("an object over the limit, and all others are read", async () => {
    const repo = broken((it) =>
      it.commit("big", { big: `${marker("big")}${"x".repeat(100_000)}` }),
    );
    const git = createGitProcess({ maxObjectBytes: 50_000 });
    const { matches, gaps } = valueOf(await gitView(repo.path, { git }).history());
    expect(matches.length).toBe(2);
    expect(gaps).toMatchObject([{ count: 1, reason: { code: "too-large" } }]);
  });

  it("a git program that is not there", async () => {
    const repo = broken(() => {});
    const view = gitView(repo.path, { git: createGitProcess({ path: tempFolder() }) });
    const missing = { kind: "blocked", reason: { code: "git-missing" } };
    expect(await view.history()).toMatchObject(missing);
    expect(await view.headPaths()).toMatchObject(missing);
    expect(await view.ignored([join(repo.path, "x")], "disk")).toMatchObject(missing);
    expect(await view.firstCommits()).toMatchObject(missing);
    // What we parse ourselves needs none.
    expect(view.indexPaths().kind).toBe("found");
  });

  it("a git program that hangs, or says nonsense", async () => {
    const repo = broken(() => {});
    const stand = (script: string) => {
      const folder = tempFolder();
      writeFileSync(join(folder, "git"), `#!/bin/sh\n${script}\n`);
      chmodSync(join(folder, "git"), 0o755);
      return folder;
    };
    const hangs = createGitProcess({ path: stand("/bin/sleep 60"), timeoutMs: 200 });
    const late = valueOf(await gitView(repo.path, { git: hangs }).history());
    expect(late.gaps.some(({ reason }) => reason.code === "timeout")).toBe(true);
    const nonsense = createGitProcess({ path: stand("echo hello") });
    const odd = await gitView(repo.path, { git: nonsense }).history();
    const gaps = odd.kind === "found" ? odd.value.gaps.map(({ reason }) => reason.code) : [];
    expect(odd.kind === "blocked" ? odd.reason.code : gaps[0]).toBe("git-failed");
    const silent = createGitProcess({ path: stand("exit 0") });
    const short = valueOf(await gitView(repo.path, { git: silent }).history());
    expect(short.gaps.some(({ reason }) => reason.code === "git-failed")).toBe(true);
  });

  it("a shallow clone", async () => {
    const repo = broken(() => {});
    const path = join(tempFolder(), "clone");
    repo.git("clone", "-q", "--depth", "1", `file://${repo.path}`, path);
    const { gaps } = valueOf(await gitView(path).history());
    expect(gaps.map(({ reason }) => reason.text)).toEqual(["history is cut: a shallow clone"]);
  });

  it("a partial clone", async () => {
    const repo = broken((it) => it.git("config", "uploadpack.allowFilter", "true"));
    const path = join(tempFolder(), "clone");
    repo.git("clone", "-q", "--no-checkout", "--filter=blob:none", `file://${repo.path}`, path);
    const { gaps } = valueOf(await gitView(path).history());
    expect(gaps.map(({ reason }) => reason.text)).toContain("history is cut: a partial clone");
    expect(gaps).toContainEqual(expect.objectContaining({ count: 2 }));
  });

  it("two readings of one repository are equal", async () => {
    const repo = broken((it) => appendFileSync(objectFile(it, "HEAD:a"), "x"));
    const read = async () => JSON.stringify(valueOf(await gitView(repo.path).history()));
    expect(await read()).toBe(await read());
  });
});

describe("git's own files", () => {
  it.each([
    ["a password", "https://jo:hunter2hunter2@git.example/x.git", true],
    ["a token for a user", `https://${"t".repeat(40)}@git.example/x.git`, true],
    ["a user alone", "https://jo@git.example/x.git", false],
    ["ssh", "git@git.example:x.git", false],
    ["a variable", "https://jo:${TOKEN}@git.example/x.git", false],
    ["no user", "https://git.example/x.git", false],
  ])("a remote URL with %s", async (_name, url, isFound) => {
    const repo = gitRepo();
    repo.git("config", "remote.origin.url", url);
    const { matches } = valueOf(await gitView(repo.path).ownFiles());
    expect(matches.length).toBe(isFound ? 1 : 0);
    if (isFound)
      expect(matches[0]?.location).toMatchObject({ type: "config", object: "config", line: 7 });
  });

  it("the header that a CI system leaves behind", async () => {
    const repo = gitRepo();
    repo.git(
      "config",
      "http.https://git.example/.extraheader",
      "AUTHORIZATION: basic eDp5enp5eDEyMzQ1",
    );
    const { matches } = valueOf(await gitView(repo.path).ownFiles());
    expect(matches[0]?.match.ruleId).toBe("assigned-secret");
  });

  it("a link that leads out is a gap, one into the checkout is not", async () => {
    const repo = gitRepo();
    mkdirSync(join(repo.path, ".git/hooks"));
    spawnSync("ln", ["-s", "../../hook.sh", join(repo.path, ".git/hooks/pre-commit")]);
    expect(valueOf(await gitView(repo.path).ownFiles()).gaps).toEqual([]);
    spawnSync("ln", ["-s", "/etc/passwd", join(repo.path, ".git/hooks/pre-push")]);
    const { gaps } = valueOf(await gitView(repo.path).ownFiles());
    expect(gaps).toMatchObject([{ reason: { code: "link" } }]);
  });

  it("objects of git-lfs", async () => {
    const repo = gitRepo();
    repo.commit("one");
    repo.write({ [`.git/lfs/objects/ab/cd/${"ab".repeat(32)}`]: marker("lfs") });
    const { matches } = valueOf(await gitView(repo.path).history());
    expect(matches.map(({ location }) => location.kind)).toEqual(["file"]);
  });
});
