import { chmodSync, rmSync, symlinkSync, unlinkSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, describe, expect, it } from "vitest";
import type { GitLocation } from "../../../src/core/location.ts";
import { gitRepo } from "../../support/git-repo.ts";
import type { GitRepo } from "../../support/git-repo.ts";
import { gitView, valueOf } from "../../support/git-view.ts";
import { marker } from "../../support/literal-matcher.ts";

// One repository with a unique marker in every place where a secret can hide in git.

const seen = new Map<string, GitLocation[]>();
let repo: GitRepo;
const ids: Record<string, string> = {};

/** A file that holds the marker of `name` on its second line. */
function holding(name: string): string {
  return `first line of ${name}\nkey=${marker(name)}\n`;
}

function plantOrdinary(): void {
  ids["start"] = repo.commit("start", {
    "README.md": "hello\n",
    ".gitattributes": "*.nodiff -diff\n",
  });
  ids["ordinary"] = repo.commit("ordinary", { "src/app.js": holding("ordinary") });
  ids["deleted"] = repo.commit("add env", { ".env": holding("deleted") });
  rmSync(join(repo.path, ".env"));
  repo.commit("remove env");
  repo.write({ "old-name.txt": "same\n".repeat(50) });
  repo.commit("before rename");
  repo.git("mv", "old-name.txt", "new-name.txt");
  ids["rename"] = repo.commit("rename", {
    "new-name.txt": "same\n".repeat(50) + holding("rename"),
  });
  symlinkSync("README.md", join(repo.path, "link"));
  repo.commit("a link");
  unlinkSync(join(repo.path, "link"));
  ids["link"] = repo.commit("link turned file", { link: holding("link") });
  repo.commit("no diff", { "dump.nodiff": holding("nodiff") });
  repo.commit("binary", { "data.bin": Buffer.from(`\0\0\x01${holding("nulfile")}\0`) });
  ids["message"] = repo.commit(`oops\n\nkey ${marker("message")}`);
  repo.git(
    "commit",
    "-q",
    "--allow-empty",
    "--author",
    `${marker("author")} <a@b.example>`,
    "-m",
    "by",
  );
  repo.commit("file name", { [`keys/${marker("filename")}.txt`]: "nothing in it\n" });
}

function plantBranches(): void {
  repo.git("checkout", "-q", "-b", "side");
  ids["side"] = repo.commit("side", { "side.txt": holding("side") });
  repo.git("checkout", "-q", "main");
  repo.commit("main moves on", { "main.txt": "x\n" });
  repo.git("merge", "-q", "--no-commit", "side");
  ids["merge"] = repo.commit("merge", { "merge-only.txt": holding("mergeonly") });
  repo.git("checkout", "-q", "-b", "left");
  repo.commit("left", { "both.txt": "left\n" });
  repo.git("checkout", "-q", "main");
  repo.commit("right", { "both.txt": "right\n" });
  expect(() => repo.git("merge", "-q", "left")).toThrow(/git merge/);
  ids["conflict"] = repo.commit("resolved", { "both.txt": holding("conflict") });
  repo.git("checkout", "-q", "-b", "gone");
  ids["gone"] = repo.commit("on a branch to be deleted", { "gone.txt": holding("gonebranch") });
  repo.git("checkout", "-q", "main");
  repo.git("branch", "-q", "-D", "gone");
  repo.git("checkout", "-q", "--detach");
  ids["tagged"] = repo.commit("tag only", { "tagged.txt": holding("tagonly") });
  repo.git("tag", "v1");
  ids["custom"] = repo.commit("custom ref", { "custom.txt": holding("customref") });
  repo.git("update-ref", "refs/custom/backup", "HEAD");
  repo.git("checkout", "-q", "main");
  repo.git("branch", `feature/${marker("branch")}`);
}

function plantObjects(): void {
  repo.git("tag", "-a", "-m", `release\n\n${marker("tagmessage")}`, "v2", "HEAD");
  const blob = hash(holding("blobtag"));
  repo.git("tag", "on-a-blob", blob);
  const inner = hash(holding("blobannot"));
  repo.git("tag", "-a", "-m", "of a blob", "note-on-blob", inner);
  repo.git("notes", "add", "-m", `note ${marker("notes")}`, "HEAD");
  ids["dangling"] = hash(holding("dangling"));
  const tree = repo.git("write-tree");
  ids["loneCommit"] = repo.git("commit-tree", tree, "-m", `lone ${marker("lonecommit")}`);
}

function plantRewritten(): void {
  repo.write({ "README.md": `hello\n${holding("stashold")}` });
  repo.git("stash", "-q");
  repo.write({ "README.md": `hello\n${holding("stashtop")}`, "new.txt": holding("stashuntr") });
  repo.git("stash", "-q", "-u");
  ids["amended"] = repo.commit("to be amended", { "amend.txt": holding("amended") });
  repo.write({ "amend.txt": "clean\n" });
  repo.git("add", "-A");
  repo.git("commit", "-q", "--amend", "-m", "amended");
  ids["reset"] = repo.commit("to be reset", { "reset.txt": holding("reset") });
  repo.git("reset", "-q", "--hard", "HEAD~1");
  repo.write({ "staged.txt": holding("staged") });
  repo.git("add", "staged.txt");
}

function plantOwnFiles(): void {
  repo.git("remote", "add", "origin", `https://jo:${marker("remoteurl")}@git.example/shop.git`);
  repo.write({
    ".git/hooks/pre-push": `#!/bin/sh\nexport KEY=${marker("hook")}\n`,
    ".git/info/exclude": `# ${marker("exclude")}\n`,
    ".git/description": `${marker("description")}\n`,
  });
  chmodSync(join(repo.path, ".git/hooks/pre-push"), 0o755);
  repo.git("commit", "-q", "--allow-empty", "-m", `reflog ${marker("reflog")}`);
  repo.git("reset", "-q", "--soft", "HEAD~1");
  repo.git("pack-refs", "--all");
}

function hash(content: string): string {
  return repo.gitBytes(["hash-object", "-w", "--stdin"], content).toString("utf8").trim();
}

describe.each(["loose", "packed"])("every place in git, objects %s", (form) => {
  beforeAll(async () => {
    seen.clear();
    repo = gitRepo();
    plantOrdinary();
    plantBranches();
    plantObjects();
    plantRewritten();
    plantOwnFiles();
    if (form === "packed") repo.git("repack", "-q", "-a", "-d", "-k");
    const view = gitView(repo.path);
    const history = valueOf(await view.history());
    const own = valueOf(await view.ownFiles());
    expect([...history.gaps, ...own.gaps]).toEqual([]);
    for (const { match, location } of [...history.matches, ...own.matches]) {
      if (location.kind !== "git") throw new Error("not a place in git");
      const name = match.secret.reveal();
      seen.set(name, [...(seen.get(name) ?? []), location]);
    }
  });

  const main = { type: "blob", reachable: true, ref: "refs/heads/main" };
  const lost = { type: "blob", reachable: false, ref: undefined };

  it.each<[string, Partial<Record<keyof GitLocation, unknown>>, string?]>([
    [
      "ordinary",
      { ...main, path: "src/app.js", line: 2, author: "Jo Doe", date: "2025-01-15" },
      "ordinary",
    ],
    ["deleted", { ...main, path: ".env", line: 2 }, "deleted"],
    ["rename", { ...main, path: "new-name.txt", line: 52 }, "rename"],
    ["link", { ...main, path: "link" }, "link"],
    ["nodiff", { ...main, path: "dump.nodiff" }],
    ["nulfile", { ...main, path: "data.bin", line: 2 }],
    ["message", { type: "commit", reachable: true, line: 3 }, "message"],
    ["author", { type: "commit", reachable: true, author: "...0000", line: undefined }],
    ["filename", { type: "tree", reachable: true, path: "keys/...0000.txt" }],
    ["side", { ...main, path: "side.txt" }, "side"],
    ["mergeonly", { ...main, path: "merge-only.txt" }, "merge"],
    ["conflict", { ...main, path: "both.txt" }, "conflict"],
    ["gonebranch", { ...lost, path: "gone.txt" }, "gone"],
    [
      "tagonly",
      { type: "blob", reachable: true, ref: "refs/tags/v1", path: "tagged.txt" },
      "tagged",
    ],
    ["customref", { type: "blob", reachable: true, ref: "refs/custom/backup" }, "custom"],
    ["branch", { type: "ref", reachable: true, object: "refs/heads/feature/...0000" }],
    ["tagmessage", { type: "tag", reachable: true, ref: "refs/tags/v2" }],
    ["blobtag", { type: "blob", reachable: true, ref: "refs/tags/on-a-blob", line: 2 }],
    ["blobannot", { type: "blob", reachable: true, ref: "refs/tags/note-on-blob" }],
    ["notes", { type: "blob", reachable: true, ref: "refs/notes/commits" }],
    ["dangling", { ...lost, commit: undefined, path: undefined }],
    ["lonecommit", { type: "commit", reachable: false }, "loneCommit"],
    ["stashtop", { type: "blob", reachable: true, ref: "refs/stash", path: "README.md" }],
    ["stashuntr", { type: "blob", reachable: true, ref: "refs/stash", path: "new.txt" }],
    ["stashold", { ...lost, path: "README.md" }],
    ["amended", { ...lost, path: "amend.txt" }, "amended"],
    ["reset", { ...lost, path: "reset.txt" }, "reset"],
    ["staged", { type: "blob", path: "staged.txt", reachable: false }],
    ["remoteurl", { type: "config", object: "config" }],
    ["hook", { type: "config", object: "hooks/pre-push", line: 2 }],
    ["exclude", { type: "config", object: "info/exclude" }],
    ["description", { type: "config", object: "description" }],
    ["reflog", { type: "commit", reachable: false }],
  ])("%s", (name, expected, commit) => {
    const places = seen.get(marker(name)) ?? [];
    expect(places.length).toBeGreaterThan(0);
    const [first] = places;
    const none = { commit: undefined, path: undefined, line: undefined, ref: undefined };
    expect({ ...none, ...first }).toMatchObject(expected);
    if (commit !== undefined) expect(first?.commit).toBe(ids[commit]);
  });

  it("sees reflog messages in the reflog itself", () => {
    const types = (seen.get(marker("reflog")) ?? []).map(({ type, object }) => `${type} ${object}`);
    expect(types).toContain("reflog logs/HEAD");
  });

  it("shows no marker in any place", () => {
    expect(JSON.stringify([...seen.values()])).not.toMatch(/MARK/);
  });
});
