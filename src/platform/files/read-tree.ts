import type { DirectoryEntry, FileKind, FileReader, TreeEntry } from "../../core/ports/files.ts";
import { reasonOfKind } from "../../core/install/file-kind-reason.ts";
import { found, gap } from "../../core/look.ts";
import type { Gap, Look, Reason } from "../../core/look.ts";
import { compareText, joinPath } from "../../core/text/path-text.ts";
import type { Tree } from "../../core/ports/tree.ts";
import { createInstallFiles } from "./file-reader.ts";
import { notMounted } from "./mounts.ts";

export interface ReadTreeOptions {
  /** Default: a reader of its own, closed afterwards. */
  readonly files?: FileReader;
  /** Mount points in it that are its own; others are a gap each. */
  readonly mounts?: readonly string[];
  /** Default 1 000 000. What is left out is a gap. */
  readonly maxEntries?: number;
  /** Folders below each other, default 256: mounts can make loops without any link. */
  readonly maxDepth?: number;
}

/**
 * Everything below `root` (absolute, links resolved): links are listed, neither `.git` nor what is
 * mounted from elsewhere is entered.
 */
export function readTree(root: string, options: ReadTreeOptions = {}): Tree {
  if (options.files) return walk(root, options.files, options);
  const { mounts = [] } = options;
  const files = createInstallFiles(root, mounts);
  try {
    const tree = walk(root, files, options);
    return { ...tree, gaps: [...tree.gaps, ...notMounted(mounts).map(missing)] };
  } finally {
    files.close();
  }
}

function walk(root: string, files: FileReader, options: ReadTreeOptions): Tree {
  const { maxEntries = 1_000_000, maxDepth = 256 } = options;
  const entries: TreeEntry[] = [];
  const gaps: Gap[] = [];
  const top = files.stat(root);
  if (top.kind === "blocked") gaps.push(gap(root, top.reason));
  const pending = top.kind === "found" ? [{ path: root, depth: 0 }] : [];
  for (let folder = pending.pop(); folder; folder = pending.pop()) {
    const listed = list(files, folder.path);
    if (listed.kind === "blocked") gaps.push(gap(folder.path, listed.reason));
    if (listed.kind !== "found") continue;
    const room = maxEntries - entries.length;
    if (listed.value.length > room) gaps.push(tooMany(folder.path, maxEntries));
    for (const { name, stat } of listed.value.slice(0, room)) {
      const path = joinPath(folder.path, name);
      entries.push({ path, stat });
      const unread = unreadReason(name, stat.kind);
      if (unread) gaps.push(gap(path, unread));
      if (stat.kind !== "directory" || name === ".git") continue;
      if (folder.depth < maxDepth) pending.push({ path, depth: folder.depth + 1 });
      else gaps.push(tooDeep(path, maxDepth));
    }
    if (listed.value.length > room) break;
  }
  return {
    root: top.kind === "found" ? { path: root, stat: top.value } : undefined,
    entries: entries.toSorted((a, b) => compareText(a.path, b.path)),
    gaps,
  };
}

function missing(path: string): Gap {
  return gap(path, {
    code: "filesystem",
    text: "by guard.yaml something is mounted there, and nothing is",
  });
}

/** What is in `.git` is left to the git audits, what is in its place too. */
function unreadReason(name: string, kind: FileKind): Reason | undefined {
  const isUnread = kind === "hard-link" || (kind === "mount" && name !== ".git");
  return isUnread ? reasonOfKind(kind) : undefined;
}

/** A root that is a file has nothing below it. */
function list(files: FileReader, folder: string): Look<readonly DirectoryEntry[]> {
  const listed = files.list(folder);
  return listed.kind === "absent" ? found([]) : listed;
}

function tooMany(path: string, maxEntries: number): Gap {
  return gap(path, { code: "too-large", text: `more than ${maxEntries} names in the install` });
}

function tooDeep(path: string, maxDepth: number): Gap {
  return gap(path, { code: "too-large", text: `deeper than ${maxDepth} folders` });
}
