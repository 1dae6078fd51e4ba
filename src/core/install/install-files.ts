import { isEnvCopyName } from "./env-names.ts";
import type { Install } from "./install.ts";
import { baseName } from "../text/path-text.ts";
import { privateKindOf } from "./private-names.ts";
import { dataKeyFile } from "../credentials/data-key-places.ts";
import type { Tree } from "../ports/tree.ts";

/** Which audit a file belongs to. One file has one owner, so that nothing is reported twice. */
export type FileOwnership = "env" | "env-copy" | "log" | "dump" | "rest";

export type FilesByOwnership = Readonly<Record<FileOwnership, readonly string[]>>;

/** The answer for a tree, and the install that it was asked for. */
const sortedTrees = new WeakMap<
  Tree,
  { readonly install: Install; readonly files: FilesByOwnership }
>();

/** Sorts the regular files of the tree by the audit that answers for them; once per tree. */
export function filesByOwnership(tree: Tree, install: Install): FilesByOwnership {
  const before = sortedTrees.get(tree);
  if (before?.install === install) return before.files;
  const files = sortFiles(tree, install);
  sortedTrees.set(tree, { install, files });
  return files;
}

function sortFiles(tree: Tree, install: Install): FilesByOwnership {
  // The data key's own file is where that key belongs.
  const keyFile = dataKeyFile(install);
  const envFiles = new Set([
    ...install.envFiles.map(({ path }) => path),
    ...(keyFile === undefined ? [] : [keyFile]),
  ]);
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

/** Every name of a copy has it; most names of a tree have not, and need no closer look. */
const mayNameEnv = /env/i;

function ownershipByName(name: string): FileOwnership {
  if (mayNameEnv.test(name) && isEnvCopyName(name)) return "env-copy";
  const kind = privateKindOf(name);
  if (kind === "log") return "log";
  return kind === "dump" || kind === "backup" ? "dump" : "rest";
}
