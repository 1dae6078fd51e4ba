import { spawnSync } from "node:child_process";
import fs from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { type GitRepo, gitRepo } from "../support/git-repo.ts";
import { gitView, valueOf } from "../support/git-view.ts";
import { marker } from "../support/literal-matcher.ts";
import { mint } from "../support/mint.ts";
import { unsafeIn } from "../support/printed-safely.ts";
import { runGuard } from "../support/run-guard.ts";
import { tempFolder } from "../support/temp-folder.ts";

const isRoot = process.getuid?.() === 0;

function repoWith(content: string): GitRepo {
  const repo = gitRepo();
  repo.commit("one", { "a.txt": content });
  return repo;
}

const secretsIn = (history: Awaited<ReturnType<ReturnType<typeof gitView>["history"]>>) =>
  valueOf(history).matches.map(({ match }) => match.secret.reveal());

describe("objects that are not here", () => {
  it("are not fetched by way of http alternates", async () => {
    const repo = repoWith(marker("here"));
    repo.write({ ".git/objects/info/http-alternates": "http://127.0.0.1:9/objects\n" });
    expect(secretsIn(await gitView(repo.path).history())).toEqual([marker("here")]);
  });

  it("are read of no alternate that an alternate names", async () => {
    const far = repoWith(marker("private"));
    const near = repoWith("a\n");
    const repo = repoWith("b\n");
    near.write({ ".git/objects/info/alternates": `${far.path}/.git/objects\n` });
    repo.write({ ".git/objects/info/alternates": "../../../repo/../../nowhere\n" });
    fs.appendFileSync(
      join(repo.path, ".git/objects/info/alternates"),
      `${near.path}/.git/objects\n`,
    );
    const history = await gitView(repo.path).history();
    expect(secretsIn(history)).toEqual([]);
    expect(valueOf(history).gaps.map(({ reason }) => reason.code)).toContain("link");
  });

  it.runIf(isRoot)("are not read through a commondir that names somebody else's folder", () => {
    const theirs = repoWith(marker("private"));
    const folder = tempFolder();
    fs.mkdirSync(join(folder, ".git"));
    fs.writeFileSync(join(folder, ".git/HEAD"), "ref: refs/heads/main\n");
    fs.writeFileSync(join(folder, ".git/commondir"), `${theirs.path}/.git\n`);
    spawnSync("chown", ["-R", "33:33", folder]);
    expect(gitView(folder).location).toMatchObject({
      kind: "blocked",
      reason: { code: "permission" },
    });
  });
});

describe("a repository inside the tree", () => {
  it("with a program in its configuration is not asked", async () => {
    const repo = repoWith("a\n");
    const canary = join(tempFolder(), "canary");
    const inner = gitRepo({ path: join(repo.path, "public/uploads"), bare: true });
    const trap = join(tempFolder(), "trap");
    fs.writeFileSync(trap, `#!/bin/sh\n: > ${canary}\n`, { mode: 0o755 });
    fs.appendFileSync(
      join(inner.path, "config"),
      `[core]\n\tbare = false\n\tworktree = ${repo.path}\n\tfsmonitor = ${trap}\n`,
    );
    const ordinary = { cwd: inner.path, env: { PATH: process.env["PATH"], HOME: "/nonexistent" } };
    spawnSync("git", ["-c", "safe.directory=*", "status"], ordinary);
    expect(fs.existsSync(canary), "ordinary git runs it").toBe(true);
    fs.rmSync(canary);
    for (const path of [repo.path, inner.path]) {
      const state = ["--state-dir", join(tempFolder(), "s")];
      for (const command of [["audit"], ["scan", "--history"], ["fix", "--dry-run"]]) {
        await runGuard([...command, path, ...state], { cwd: inner.path });
        expect(fs.existsSync(canary), `${command.join(" ")} ${path}`).toBe(false);
      }
    }
  });
});

describe("files of git that lie", () => {
  it("a commit graph of garbage changes nothing", async () => {
    const repo = repoWith(marker("graph"));
    repo.git("commit-graph", "write", "--reachable");
    const path = join(repo.path, ".git/objects/info/commit-graph");
    fs.chmodSync(path, 0o644);
    fs.writeFileSync(path, Buffer.alloc(4096, 0xa5));
    expect(secretsIn(await gitView(repo.path).history())).toEqual([marker("graph")]);
  });

  it.each<[string, (bytes: Buffer) => Buffer]>([
    ["a count of four thousand million", (bytes) => put32(bytes, 8, 0xffff_ffff)],
    ["a version of the future", (bytes) => put32(bytes, 4, 99)],
    ["a header alone", (bytes) => bytes.subarray(0, 12)],
    [
      "names that never end",
      (bytes) => Buffer.concat([bytes.subarray(0, 74), Buffer.alloc(9e6, 65)]),
    ],
  ])("an index with %s is not taken for an empty one", async (_name, change) => {
    const repo = repoWith("a\n");
    const path = join(repo.path, ".git/index");
    fs.writeFileSync(path, change(fs.readFileSync(path)));
    expect(gitView(repo.path).indexPaths()).toMatchObject({
      kind: "blocked",
      reason: { code: "parse" },
    });
  });

  it("an object that unpacks to a thousand times its size is a gap", async () => {
    const repo = repoWith(marker("beside"));
    const bomb = Buffer.alloc(160 * 1024 * 1024, 0);
    repo.gitBytes(["hash-object", "-w", "--stdin"], bomb);
    repo.git("repack", "-adq");
    const history = await gitView(repo.path).history();
    expect(secretsIn(history)).toEqual([marker("beside")]);
    expect(valueOf(history).gaps.map(({ reason }) => reason.code)).toContain("too-large");
  });

  it("a shallow file does not hide objects that are here", async () => {
    const repo = repoWith(marker("old"));
    const head = repo.commit("two", { "a.txt": "clean\n" });
    repo.write({ ".git/shallow": `${head}\n` });
    const history = await gitView(repo.path).history();
    expect(secretsIn(history)).toEqual([marker("old")]);
    expect(valueOf(history).gaps.length).toBeGreaterThan(0);
  });
});

function put32(bytes: Buffer, at: number, value: number): Buffer {
  const changed = Buffer.from(bytes);
  changed.writeUInt32BE(value, at);
  return changed;
}

describe("names with a meaning", () => {
  const names = ["..", ".git", "a\nb", "\u001B]0;x\u0007", "\u202Egnp.exe", "-rf", "\u009B31m"];

  /** A tree that git itself would never write, with a secret behind each name. */
  function poisonedRepo(): GitRepo {
    const repo = repoWith("a\n");
    repo.write({ ".env": "APP_ENV=production\n" });
    const entries = names.map((name, index) => {
      const content = `key ${mint("stripe.secret-key", index + 2)}\n`;
      const blob = repo.gitBytes(["hash-object", "-w", "--stdin"], content).toString().trim();
      return Buffer.concat([Buffer.from(`100644 ${name}\0`), Buffer.from(blob, "hex")]);
    });
    const write = ["hash-object", "-t", "tree", "-w", "--literally", "--stdin"];
    const tree = repo.gitBytes(write, Buffer.concat(entries)).toString().trim();
    const commit = repo.git("commit-tree", tree, "-m", "red \u001B[31m\u202E");
    repo.write({ [`.git/refs/heads/\u001B[2J\u202Ex`]: `${commit}\n` });
    fs.appendFileSync(join(repo.path, ".git/packed-refs"), `${commit} refs/tags/\u009Bt\n`);
    return repo;
  }

  const formats = ["human", "json", "sarif", "markdown", "junit"] as const;

  it.each(formats)("are printed escaped as %s", async (format) => {
    const repo = poisonedRepo();
    const before = fs.readdirSync(join(repo.path, "..")).toSorted();
    for (const command of [
      ["scan", "--history", repo.path],
      ["audit", repo.path, "--state-dir", join(tempFolder(), "s")],
    ]) {
      const run = await runGuard([...command, "--format", format]);
      expect(unsafeIn(run.stdout + run.stderr), command[0]).toEqual([]);
      expect(run.status, run.stderr).toBe(1);
    }
    expect(fs.readdirSync(join(repo.path, "..")).toSorted()).toEqual(before);
  });

  it("would be seen if they were not escaped", () => {
    expect(unsafeIn(`a\n\tb${names.join(" ")}`)).toEqual(["U+001B", "U+0007", "U+202E", "U+009B"]);
  });

  it("hide no secret", async () => {
    const run = await runGuard(["scan", "--history", poisonedRepo().path, "--format", "json"]);
    const { findings } = JSON.parse(run.stdout) as { findings: readonly unknown[] };
    expect(findings).toHaveLength(names.length);
  });
});
