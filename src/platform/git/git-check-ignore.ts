import { dirname, join } from "node:path";
import type { IgnoreAnswer, IgnoreRequest } from "../../core/ports/git-process.ts";
import type { Look } from "../../core/look.ts";
import { blocked, found } from "../../core/look.ts";
import { decodePath, encodePath } from "../../core/text/path-text.ts";
import { lookOfError } from "../files/errno.ts";
import { runGit } from "./git-child.ts";
import { gitEnvironment } from "./git-environment.ts";
import { nobody } from "./git-identity.ts";
import type { GitSettings } from "./git-store.ts";
import { makeFolder, makePrivateGitDir, writeShared } from "./private-git-dir.ts";
import { systemPath } from "../files/system-path.ts";

const longestMs = 60_000;
/** Each answer repeats the pattern, and patterns are the install's. */
const largestAnswer = 256 * 1024 * 1024;

class TooMuch extends Error {}

/** Asks git about ignore files that were copied into a work tree of ours. */
export async function checkIgnore(
  request: IgnoreRequest,
  { path, timeoutMs }: Pick<GitSettings, "path" | "timeoutMs">,
): Promise<Look<readonly IgnoreAnswer[]>> {
  if (request.paths.length === 0) return found([]);
  const identity = process.getuid?.() === 0 ? nobody : {};
  const folder = makePrivateGitDir("sha1", identity === nobody);
  try {
    const workTree = join(folder.path, "tree");
    layOut(workTree, request);
    const pieces: Buffer[] = [];
    let size = 0;
    const end = await runGit({
      args: ["check-ignore", "--no-index", "-v", "-n", "-z", "--stdin"],
      env: gitEnvironment({ gitDir: folder.gitDir, workTree }, path),
      identity,
      timeoutMs: Math.min(timeoutMs, longestMs),
      stdin: Buffer.concat(request.paths.map((name) => [encodePath(name), zero]).flat()),
      onOutput: (chunk) => {
        size += chunk.length;
        if (size > largestAnswer) throw new TooMuch();
        pieces.push(chunk);
      },
      cwd: workTree,
    });
    if (end.kind !== "found") return end;
    const { exitCode, timedOut } = end.value;
    if (timedOut) return blocked("timeout", "git took too long over the ignore files");
    // 1 = none is ignored.
    if (exitCode !== 0 && exitCode !== 1) {
      return blocked("git-failed", `git check-ignore failed (exit ${exitCode ?? "by signal"})`);
    }
    return parseAnswers(Buffer.concat(pieces), request.paths.length);
  } catch (error) {
    if (error instanceof TooMuch) {
      return blocked("too-large", "git said too much about the ignore files");
    }
    // No copy of ours: a full disk, or a name that changed its kind while we read.
    const look = lookOfError(error);
    return look.kind === "absent" ? blocked("io", "the ignore files cannot be copied") : look;
  } finally {
    folder.remove();
  }
}

const zero = Uint8Array.of(0);

function layOut(workTree: string, { files, folders }: IgnoreRequest): void {
  makeFolder(workTree);
  for (const folder of folders) makeFolders(workTree, folder);
  for (const { path, bytes } of files) {
    const parent = dirname(path);
    if (parent !== ".") makeFolders(workTree, parent);
    writeShared(systemPath(`${workTree}/${path}`), bytes);
  }
}

function makeFolders(workTree: string, relative: string): void {
  let path = workTree;
  for (const part of relative.split("/")) {
    path = `${path}/${part}`;
    makeFolder(systemPath(path));
  }
}

/** Four NUL-ended fields a path: source, line, pattern, path. */
function parseAnswers(output: Buffer, expected: number): Look<readonly IgnoreAnswer[]> {
  const fields = splitAtZero(output);
  if (fields.length !== expected * 4)
    return blocked("git-failed", "git check-ignore said too little");
  const answers: IgnoreAnswer[] = [];
  for (let at = 0; at < fields.length; at += 4) {
    const [source = "", line = "", pattern = "", path = ""] = fields.slice(at, at + 4);
    answers.push(source === "" ? { path } : { path, pattern, source, line: Number(line) });
  }
  return found(answers);
}

function splitAtZero(bytes: Buffer): string[] {
  const fields: string[] = [];
  let at = 0;
  for (let end = bytes.indexOf(0); end >= 0; end = bytes.indexOf(0, at)) {
    fields.push(decodePath(bytes.subarray(at, end)));
    at = end + 1;
  }
  return fields;
}
