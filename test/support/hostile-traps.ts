import { spawnSync } from "node:child_process";
import fs from "node:fs";
import { join } from "node:path";
import { type GitRepo, gitRepo } from "./git-repo.ts";

/** A way in which a repository makes git run a program, and the ordinary command that does it. */
export interface Trap {
  readonly name: string;
  readonly spring: readonly string[];
  /** Only where somebody looks at a terminal. */
  readonly inTerminal?: true;
}

export interface PlantedTraps {
  readonly repo: GitRepo;
  /** Writes the program that leaves the canary; `after` is what else it does. */
  readonly trap: (name: string, after?: string) => string;
  /** The folder around the repository. */
  readonly base: string;
}

const hooks = [
  "applypatch-msg",
  "commit-msg",
  "fsmonitor-watchman",
  "post-applypatch",
  "post-checkout",
  "post-commit",
  "post-index-change",
  "post-merge",
  "post-receive",
  "post-rewrite",
  "post-update",
  "pre-applypatch",
  "pre-auto-gc",
  "pre-commit",
  "pre-merge-commit",
  "pre-push",
  "pre-rebase",
  "pre-receive",
  "prepare-commit-msg",
  "proc-receive",
  "push-to-checkout",
  "reference-transaction",
  "sendemail-validate",
  "update",
];

/** What takes files, commits and sections of their own. To be called before the first one is set. */
export function plantMoreTraps({ repo, trap, base }: PlantedTraps): void {
  const other = gitRepo({ path: join(base, "other") });
  const head = other.commit("other", { "b.txt": "b\n" });
  repo.git("checkout", "-q", "-b", "side");
  repo.commit("side", { "m.mrg": "side\n" });
  repo.git("checkout", "-q", "main");
  repo.write({
    ".gitattributes":
      "*.sec filter=evil diff=evil\n*.prc filter=proc\n*.sec2 diff=evil2\n*.cmd diff=cmd\n*.mrg merge=evil\n",
    ".gitmodules":
      '[submodule "ext"]\n\tpath = ext\n\turl = ext::x\n[submodule "cmd"]\n\tpath = cmd\n\turl = x\n',
    "b.prc": "p\n",
    "c.sec2": "s\n",
    "d.cmd": "d\n",
    "e.inf": "e\n",
    "m.mrg": "main\n",
  });
  repo.git("add", "-A");
  for (const name of ["ext", "cmd"]) {
    repo.git("update-index", "--add", "--cacheinfo", `160000,${head},${name}`);
  }
  repo.git("commit", "-q", "-m", "with traps");
  repo.write({ "d.cmd": "changed\n", ".git/info/attributes": "*.inf filter=inf\n" });
  const own = join(repo.path, ".git/hooks");
  fs.mkdirSync(own, { recursive: true });
  for (const name of hooks) {
    fs.writeFileSync(join(own, name), `#!/bin/sh\nexec ${trap(`own-hook-${name}`)}\n`);
    fs.chmodSync(join(own, name), 0o755);
  }
  const included = join(base, "included-if");
  fs.writeFileSync(included, `[diff "evil2"]\n\ttextconv = ${trap("include-if", 'cat "$1"')}\n`);
  const config = `
[includeIf "gitdir:**"]
	path = ${included}
[filter "proc"]
	process = ${trap("process")}
[filter "inf"]
	smudge = ${trap("info-attributes", "cat")}
[diff "cmd"]
	command = ${trap("diff-command")}
[merge "evil"]
	driver = ${trap("merge-driver")} %A
[core]
	pager = ${trap("pager", "cat")}
	gitProxy = ${trap("git-proxy", "exit 1")}
	askPass = ${trap("askpass", "echo x")}
[pager]
	branch = ${trap("pager-of-command", "cat")}
[alias]
	evil = !${trap("alias")}
[tar "evil"]
	command = ${trap("archive", "cat")}
[trailer "evil"]
	key = Evil
	command = ${trap("trailer")}
[difftool "evil"]
	cmd = ${trap("difftool")}
[remote "proxied"]
	url = git://git.example/shop.git
[remote "ext"]
	url = ext::${trap("ext", "exit 1")}
[remote "pushed"]
	url = ${base}/other
	receivepack = ${trap("receivepack", "exit 1")}
[protocol "file"]
	allow = always
[submodule "ext"]
	active = true
	url = ext::${trap("submodule-ext", "exit 1")}
[submodule "cmd"]
	active = true
	url = ${base}/other
	update = !${trap("submodule-update")}
`;
  const path = join(repo.path, ".git/config");
  spawnSync("sh", ["-c", 'cat >> "$0"', path], { input: config });
}

/** @param missing id of a blob that only the promisor remote is said to have. */
export function trapsOf(missing: string): readonly Trap[] {
  return [
    { name: "fsmonitor", spring: ["status"] },
    { name: "clean", spring: ["status"] },
    { name: "hook", spring: ["hook", "run", "pre-commit"] },
    ...hooks.map((name) => ({
      name: `own-hook-${name}`,
      spring: ["-c", "core.hooksPath=.git/hooks", "hook", "run", name],
    })),
    { name: "smudge", spring: ["cat-file", "--filters", "HEAD:a.sec"] },
    { name: "process", spring: ["cat-file", "--filters", "HEAD:b.prc"] },
    { name: "info-attributes", spring: ["cat-file", "--filters", "HEAD:e.inf"] },
    { name: "include-textconv", spring: ["cat-file", "--textconv", "HEAD:a.sec"] },
    { name: "include-if", spring: ["cat-file", "--textconv", "HEAD:c.sec2"] },
    { name: "external-diff", spring: ["diff", "--", "a.sec"] },
    { name: "diff-command", spring: ["diff", "--", "d.cmd"] },
    { name: "gpg", spring: ["log", "--format=%H"] },
    { name: "ssh", spring: ["cat-file", "-p", missing] },
    { name: "uploadpack", spring: ["cat-file", "-p", missing] },
    { name: "receivepack", spring: ["push", "pushed", "HEAD:refs/heads/x"] },
    { name: "git-proxy", spring: ["ls-remote", "proxied"] },
    { name: "ext", spring: ["ls-remote", "ext"] },
    {
      name: "submodule-ext",
      spring: ["-c", "protocol.ext.allow=always", "submodule", "update", "--init", "ext"],
    },
    {
      name: "submodule-update",
      spring: ["-c", "protocol.file.allow=always", "submodule", "update", "--init", "cmd"],
    },
    { name: "editor", spring: ["config", "--edit"] },
    { name: "credential", spring: ["credential", "fill"] },
    { name: "askpass", spring: ["credential", "fill"] },
    { name: "alias", spring: ["evil"] },
    { name: "archive", spring: ["archive", "--format=evil", "HEAD", "--", ".gitignore"] },
    { name: "trailer", spring: ["interpret-trailers", "--trailer", "evil"] },
    { name: "difftool", spring: ["difftool", "-y", "-t", "evil", "--", "a.sec"] },
    { name: "pager", spring: ["log", "--oneline"], inTerminal: true },
    { name: "pager-of-command", spring: ["branch"], inTerminal: true },
    {
      name: "merge-driver",
      spring: ["merge-tree", "--write-tree", "--allow-unrelated-histories", "main", "side"],
    },
  ];
}
