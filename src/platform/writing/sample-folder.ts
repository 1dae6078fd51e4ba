import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { environmentError } from "../../core/error.ts";
import type { SampleCommit, SampleFile, SampleWriter } from "../../core/ports/sample-writer.ts";

/** Writes sample installs under the temporary folder, or where the user wants to keep them. */
export function createSampleWriter(): SampleWriter {
  return {
    createFolder,
    write: (folder, files) => files.forEach((file) => writeFile(folder, file)),
    commit,
    remove: (folder) => fs.rmSync(folder, { recursive: true, force: true }),
  };
}

function createFolder(keep?: string): string {
  if (keep === undefined) {
    return fs.realpathSync(fs.mkdtempSync(path.join(os.tmpdir(), "iptvbp-guard-demo-")));
  }
  if (fs.existsSync(keep)) {
    const isFolder = fs.statSync(keep).isDirectory();
    if (!isFolder || fs.readdirSync(keep).length > 0) {
      throw environmentError(
        "DEMO_FOLDER_IN_USE",
        `${keep} exists and is ${isFolder ? "not empty" : "not a folder"}`,
        "give --keep a folder that does not exist yet",
      );
    }
  }
  fs.mkdirSync(keep, { recursive: true });
  return fs.realpathSync(keep);
}

function writeFile(folder: string, { path: name, text, mode, mtime }: SampleFile): void {
  const target = path.join(folder, name);
  fs.mkdirSync(path.dirname(target), { recursive: true, mode: 0o755 });
  fs.writeFileSync(target, text);
  // The umask has its say at creation; the demo's modes must not depend on it.
  fs.chmodSync(target, mode ?? 0o644);
  if (mtime) fs.utimesSync(target, mtime, mtime);
}

async function commit(folder: string, commits: readonly SampleCommit[]): Promise<void> {
  const { simpleGit } = await import("simple-git");
  for (const [index, step] of commits.entries()) {
    const environment = commitEnvironment(step.date);
    const git = simpleGit({
      baseDir: folder,
      config: ["commit.gpgSign=false", "core.autocrlf=false", "gc.auto=0"],
      allowEnvironment: Object.keys(environment),
      unsafe: { allowUnsafeConfigPaths: true, allowUnsafeTemplateDir: true },
    }).env(environment);
    if (index === 0) await git.raw(["init", "--quiet", "--template=", "--initial-branch=main"]);
    for (const file of step.files) writeFile(folder, file);
    for (const name of step.removed ?? []) fs.rmSync(path.join(folder, name));
    await git.raw(["add", "--all"]);
    await git.raw(["commit", "--quiet", "--no-verify", "-m", step.message]);
  }
}

function commitEnvironment(date: Date): Record<string, string> {
  const when = date.toISOString();
  return {
    PATH: "/usr/local/bin:/usr/bin:/bin",
    HOME: "/nonexistent",
    GIT_CONFIG_NOSYSTEM: "1",
    GIT_CONFIG_GLOBAL: "/dev/null",
    GIT_AUTHOR_NAME: "Demo",
    GIT_AUTHOR_EMAIL: "demo@shop.example",
    GIT_AUTHOR_DATE: when,
    GIT_COMMITTER_NAME: "Demo",
    GIT_COMMITTER_EMAIL: "demo@shop.example",
    GIT_COMMITTER_DATE: when,
  };
}
