import { spawnSync } from "node:child_process";
import { mkdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { tempFolder } from "./temp-folder.ts";

/** A real repository with a fixed author; each commit is an hour younger than the one before. */
export interface GitRepo {
  readonly path: string;
  /** Runs git here and returns what it printed; throws when it fails. */
  git(...args: string[]): string;
  /** The same with bytes in and out. */
  gitBytes(args: readonly string[], input?: Uint8Array | string): Buffer;
  write(files: Readonly<Record<string, string | Uint8Array>>): void;
  /** Stages everything and commits; returns the id. */
  commit(message: string, files?: Readonly<Record<string, string | Uint8Array>>): string;
}

export interface GitRepoOptions {
  readonly path?: string;
  readonly objectFormat?: "sha1" | "sha256";
  readonly bare?: boolean;
}

/** 2025-01-15T00:00:00Z, the date of the first commit. */
const firstDate = 1_736_899_200;

const environment = {
  PATH: process.env["PATH"] ?? "",
  LC_ALL: "C",
  HOME: "/nonexistent",
  GIT_CONFIG_NOSYSTEM: "1",
  GIT_CONFIG_GLOBAL: "/dev/null",
  GIT_AUTHOR_NAME: "Jo Doe",
  GIT_AUTHOR_EMAIL: "jo@shop.example",
  GIT_COMMITTER_NAME: "Jo Doe",
  GIT_COMMITTER_EMAIL: "jo@shop.example",
};

const settings = [
  ["commit.gpgSign", "false"],
  ["tag.gpgSign", "false"],
  ["gc.auto", "0"],
  ["maintenance.auto", "false"],
  ["core.autocrlf", "false"],
  ["advice.detachedHead", "false"],
  ["protocol.file.allow", "always"],
  ["safe.directory", "*"],
].flatMap(([key, value]) => ["-c", `${key}=${value}`]);

/** Makes a repository with the real git: no signing, no background maintenance, no user settings. */
export function gitRepo(options: GitRepoOptions = {}): GitRepo {
  const path = options.path ?? join(tempFolder(), "repo");
  mkdirSync(path, { recursive: true });
  const repo = useGitRepo(path);
  const flags = options.bare ? ["--bare"] : [];
  const format = options.objectFormat ?? "sha1";
  repo.git("init", "-q", "--template=", "-b", "main", `--object-format=${format}`, ...flags);
  return repo;
}

/** A repository that is there already: a linked worktree, a clone. */
export function useGitRepo(path: string): GitRepo {
  let seconds = firstDate;
  const gitBytes = (args: readonly string[], input: Uint8Array | string = ""): Buffer => {
    const date = `${seconds} +0000`;
    const result = spawnSync("git", [...settings, ...args], {
      cwd: path,
      env: { ...environment, GIT_AUTHOR_DATE: date, GIT_COMMITTER_DATE: date },
      input,
      maxBuffer: 1 << 30,
    });
    if (result.error) throw result.error;
    if (result.status !== 0) {
      throw new Error(`git ${args.join(" ")}: ${result.stderr.toString("utf8")}`);
    }
    return result.stdout;
  };
  const git = (...args: string[]): string => gitBytes(args).toString("utf8").trim();
  const write = (files: Readonly<Record<string, string | Uint8Array>>): void => {
    for (const [name, content] of Object.entries(files)) {
      const target = join(path, name);
      mkdirSync(dirname(target), { recursive: true });
      writeFileSync(target, content);
    }
  };
  return {
    path,
    git,
    gitBytes,
    write,
    commit(message, files = {}) {
      write(files);
      git("add", "-A");
      git("commit", "-q", "--allow-empty", "-m", message);
      seconds += 3600;
      return git("rev-parse", "HEAD");
    },
  };
}
