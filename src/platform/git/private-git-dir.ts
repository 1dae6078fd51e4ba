import { mkdirSync, mkdtempSync, rmSync, writeFileSync, chmodSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { ObjectFormat } from "../../core/ports/git-process.ts";

export interface PrivateFolder {
  readonly path: string;
  /** An empty bare repository of ours inside it. */
  readonly gitDir: string;
  remove(): void;
}

const kept = new Set<string>();

/**
 * A temporary folder with an empty bare repository, readable and not writable by other accounts.
 *
 * @param isShared another account will use it: a per-user `TMPDIR` would be closed to that account.
 */
export function makePrivateGitDir(objectFormat: ObjectFormat, isShared: boolean): PrivateFolder {
  const path = mkdtempSync(join(isShared ? "/tmp" : tmpdir(), "iptvbp-guard-git-"));
  const remove = (): void => {
    rmSync(path, { recursive: true, force: true });
    kept.delete(path);
    if (kept.size === 0) process.off("exit", removeAll);
  };
  if (kept.size === 0) process.on("exit", removeAll);
  kept.add(path);
  try {
    const gitDir = join(path, "git");
    makeFolder(gitDir);
    makeFolder(join(gitDir, "objects"));
    makeFolder(join(gitDir, "refs"));
    writeShared(join(gitDir, "HEAD"), "ref: refs/heads/none\n");
    writeShared(join(gitDir, "config"), configOf(objectFormat));
    // Only now may another account look inside.
    chmodSync(path, 0o755);
    return { path, gitDir, remove };
  } catch (error) {
    remove();
    throw error;
  }
}

/** A folder that other accounts can read, whatever the umask says. */
export function makeFolder(path: string | Buffer): void {
  mkdirSync(path, { recursive: true });
  chmodSync(path, 0o755);
}

export function writeShared(path: string | Buffer, content: string | Uint8Array): void {
  writeFileSync(path, content, { flag: "wx" });
  chmodSync(path, 0o644);
}

function configOf(objectFormat: ObjectFormat): string {
  const isOld = objectFormat === "sha1";
  const core = `[core]\n\trepositoryformatversion = ${isOld ? 0 : 1}\n\tbare = true\n`;
  return isOld ? core : `${core}[extensions]\n\tobjectformat = ${objectFormat}\n`;
}

function removeAll(): void {
  for (const path of kept) rmSync(path, { recursive: true, force: true });
}
