import fs from "node:fs";
import path from "node:path";
import { describe, expect, test } from "vitest";
import { gitRepo } from "../support/git-repo.ts";
import { runGuard } from "../support/run-guard.ts";
import { tempFolder } from "../support/temp-folder.ts";

const stateDir = () => ["--state-dir", path.join(tempFolder(), "state")];

function install(): string {
  const repo = gitRepo();
  repo.commit("one", { ".gitignore": ".env\n", "a.js": "1\n" });
  repo.write({ ".env": "APP_ENV=production\n" });
  return repo.path;
}

describe("what was not followed is not clean", () => {
  test.each<[string, string, number]>([
    ["a folder elsewhere", "folder", 3],
    ["a file elsewhere", "folder/app.log", 3],
    ["nothing", "nowhere", 0],
    ["a program of the system", "/usr/bin/env", 0],
    ["the system's public certificates", "/etc/ssl/certs", 0],
  ])("a link to %s", async (_name, target, status) => {
    const away = tempFolder();
    fs.mkdirSync(path.join(away, "folder"));
    fs.writeFileSync(path.join(away, "folder/app.log"), "x\n");
    const root = install();
    fs.symlinkSync(path.resolve(away, target), path.join(root, "storage"));
    expect((await runGuard(["scan", root])).status).toBe(status);
    const audit = ["audit", root, "--only", "secrets/none-in-worktree", ...stateDir()];
    expect((await runGuard(audit)).status).toBe(status);
  });

  test("a link inside the tree, and one that git keeps as text", async () => {
    const root = install();
    fs.symlinkSync("a.js", path.join(root, "b.js"));
    expect((await runGuard(["scan", root])).status).toBe(0);
  });

  test("a repository within the tree", async () => {
    const root = install();
    gitRepo({ path: path.join(root, "vendor/inner") }).commit("one", { k: "k\n" });
    expect((await runGuard(["scan", root])).status).toBe(0);
    expect((await runGuard(["scan", "--history", root])).status).toBe(3);
    const audit = ["audit", root, "--only", "secrets/none-in-history", ...stateDir()];
    expect((await runGuard(audit)).status).toBe(3);
    fs.rmSync(path.join(root, ".git"), { recursive: true });
    expect((await runGuard(audit)).status).toBe(3);
  });
});

test("an audit of nothing is refused", async () => {
  const run = await runGuard(["audit", install(), "--skip", "*", ...stateDir()]);
  expect(run.status).toBe(2);
  expect(run.stderr).toContain("no audit to run");
});

test("a file in the place of the state folder is refused", async () => {
  const file = path.join(tempFolder(), "state");
  fs.writeFileSync(file, "");
  const run = await runGuard(["audit", install(), "--state-dir", file]);
  expect(run.status).toBe(2);
  expect(run.stderr).not.toContain("our bug");
});
