import { spawnSync } from "node:child_process";
import { chmodSync, existsSync, mkdirSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { gitRepo } from "./git-repo.ts";
import type { GitRepo } from "./git-repo.ts";
import { type PlantedTraps, type Trap, plantMoreTraps, trapsOf } from "./hostile-traps.ts";
import { marker } from "./literal-matcher.ts";
import { tempFolder } from "./temp-folder.ts";

export interface HostileRepo {
  readonly repo: GitRepo;
  readonly traps: readonly Trap[];
  /** Names of the traps that sprang since the last call. */
  readonly sprung: () => readonly string[];
  /** Does what springs the trap with ordinary git, which reads the repository's configuration. */
  readonly spring: (trap: Trap) => void;
}

/** A repository in which everything that git can be made to execute leaves a canary. */
export function hostileRepo(uid: number, gid: number): HostileRepo {
  const base = tempFolder();
  const canaries = join(base, "canaries");
  mkdirSync(canaries);
  chmodSync(canaries, 0o777);
  const repo = gitRepo({ path: join(base, "shop") });
  const trap = (name: string, after = "") => {
    const script = join(base, `trap-${name}`);
    writeFileSync(script, `#!/bin/sh\n: > ${join(canaries, name)}\n${after}\n`);
    chmodSync(script, 0o755);
    return script;
  };
  const missing = plantCommits({ repo, trap, base });
  plantTraps(repo, trap, base);
  hideSecrets(repo);
  rmSync(join(repo.path, ".git/objects", missing.slice(0, 2), missing.slice(2)));
  spawnSync("chown", ["-R", "-h", `${uid}:${gid}`, repo.path]);
  const sprung = () => {
    const names = readdirSync(canaries).toSorted();
    for (const name of names) rmSync(join(canaries, name));
    return names;
  };
  return { repo, traps: trapsOf(missing), sprung, spring: springIn(repo.path) };
}

/** Returns the id of a blob that the promisor remote is said to have. */
function plantCommits(planted: PlantedTraps): string {
  const { repo } = planted;
  repo.commit("start", {
    ".gitattributes": "*.sec filter=evil diff=evil\n",
    ".gitignore": "*.log\n",
    "a.sec": `plain ${marker("filtered")}\n`,
    "far.txt": "left at the remote\n",
  });
  repo.commit("more", { "a.sec": "changed\n" });
  plantMoreTraps(planted);
  const signed = repo.git("cat-file", "commit", "HEAD");
  const forged = signed.replace(
    "\n\n",
    "\ngpgsig -----BEGIN PGP SIGNATURE-----\n \n x\n -----END PGP SIGNATURE-----\n\n",
  );
  const id = repo.gitBytes(["hash-object", "-t", "commit", "-w", "--stdin"], `${forged}\n`);
  repo.git("update-ref", "refs/heads/main", id.toString("utf8").trim());
  repo.write({ "a.sec": "touched\n" });
  return repo.git("rev-parse", "HEAD:far.txt");
}

function plantTraps(
  repo: GitRepo,
  trap: (name: string, after?: string) => string,
  base: string,
): void {
  const included = join(base, "included");
  writeFileSync(included, `[diff "evil"]\n\ttextconv = ${trap("include-textconv", 'cat "$1"')}\n`);
  const hooks = join(repo.path, ".git/evil-hooks");
  mkdirSync(hooks, { recursive: true });
  const hook = trap("hook");
  for (const name of [
    "pre-commit",
    "post-checkout",
    "post-index-change",
    "reference-transaction",
  ]) {
    writeFileSync(join(hooks, name), `#!/bin/sh\nexec ${hook}\n`);
    chmodSync(join(hooks, name), 0o755);
  }
  const config = `
[core]
	fsmonitor = ${trap("fsmonitor")}
	hooksPath = ${hooks}
	sshCommand = ${trap("ssh", "exit 1")}
	excludesFile = /etc/passwd
	attributesFile = /etc/passwd
	editor = ${trap("editor")}
[filter "evil"]
	clean = ${trap("clean", "cat")}
	smudge = ${trap("smudge", "cat")}
	required = true
[diff]
	external = ${trap("external-diff")}
[log]
	showSignature = true
[gpg]
	program = ${trap("gpg")}
[credential]
	helper = ${trap("credential")}
[protocol "ext"]
	allow = always
[extensions]
	partialClone = far
[remote "far"]
	url = ssh://git@far.example/shop.git
	promisor = true
	partialclonefilter = blob:none
[remote "near"]
	url = ${base}
	promisor = true
	partialclonefilter = blob:none
	uploadpack = ${trap("uploadpack", "exit 1")}
[include]
	path = ${included}
`;
  repo.gitBytes(["config", "core.repositoryformatversion", "1"]);
  const path = join(repo.path, ".git/config");
  spawnSync("sh", ["-c", 'cat >> "$0"', path], { input: config });
}

/** Replacements and grafts make git pass over objects that are there. */
function hideSecrets(repo: GitRepo): void {
  const put = (content: string) =>
    repo
      .gitBytes(["-c", "core.fsmonitor=false", "hash-object", "-w", "--stdin"], content)
      .toString("utf8")
      .trim();
  const secret = put(`key ${marker("replaced")}\n`);
  const innocent = put("nothing\n");
  repo.write({ [`.git/refs/replace/${secret}`]: `${innocent}\n` });
  const head = repo.git("rev-parse", "HEAD");
  repo.write({ ".git/info/grafts": `${head}\n`, ".git/shallow": `${head}\n` });
}

function springIn(cwd: string): (trap: Trap) => void {
  return ({ spring, inTerminal }) => {
    const path = process.env["PATH"] ?? "";
    const env = { PATH: path, HOME: "/nonexistent", TERM: "xterm", GIT_CONFIG_COUNT: "1" };
    const safe = { GIT_CONFIG_KEY_0: "safe.directory", GIT_CONFIG_VALUE_0: "*" };
    const command = ["git", ...spring].map((word) => `'${word}'`).join(" ");
    const options = {
      cwd,
      env: { ...env, ...safe },
      input: "url=https://git.example/\n\n",
      timeout: 20_000,
    };
    if (inTerminal) spawnSync("script", ["-qec", command, "/dev/null"], options);
    else spawnSync("git", spring, options);
  };
}

/** A stand-in for git on a PATH of its own: notes the account it runs as, then runs git. */
export function watchedGit(): { readonly path: string; accounts(): readonly string[] } {
  const folder = tempFolder();
  const notes = join(folder, "notes");
  mkdirSync(notes);
  chmodSync(notes, 0o777);
  writeFileSync(
    join(folder, "git"),
    `#!/bin/sh\nPATH=/usr/local/bin:/usr/bin:/bin\n: > "${notes}/$(id -u):$(id -g):$(id -G)"\nexec git "$@"\n`,
  );
  chmodSync(join(folder, "git"), 0o755);
  return {
    path: folder,
    accounts: () => (existsSync(notes) ? readdirSync(notes).toSorted() : []),
  };
}
