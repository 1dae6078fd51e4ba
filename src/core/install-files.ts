import { isEnvCopyName } from "./env-names.ts";
import type { Install } from "./install.ts";
import { baseName } from "./path-text.ts";
import { privateKindOf } from "./private-names.ts";
import type { Tree } from "./tree.ts";

/** Which audit a file belongs to. One file has one owner, so that nothing is reported twice. */
export type FileOwnership = "env" | "env-copy" | "log" | "dump" | "rest";

/** Sorts the regular files of the tree by the audit that answers for them. */
export function filesByOwnership(
  tree: Tree,
  install: Install,
): Readonly<Record<FileOwnership, readonly string[]>> {
  const envFiles = new Set(install.envFiles.map(({ path }) => path));
  const logs = new Set(install.logs.flatMap(({ files }) => files));
  const dumps = new Set(install.dumps);
  const sorted: Record<FileOwnership, string[]> = {
    env: [],
    "env-copy": [],
    log: [],
    dump: [],
    rest: [],
  };
  for (const { path, stat } of tree.entries) {
    if (stat.kind !== "file") continue;
    if (envFiles.has(path)) sorted.env.push(path);
    else if (logs.has(path)) sorted.log.push(path);
    else if (dumps.has(path)) sorted.dump.push(path);
    else sorted[ownershipByName(baseName(path))].push(path);
  }
  return sorted;
}

function ownershipByName(name: string): FileOwnership {
  if (isEnvCopyName(name)) return "env-copy";
  const kind = privateKindOf(name);
  if (kind === "log") return "log";
  return kind === "dump" || kind === "backup" ? "dump" : "rest";
}
