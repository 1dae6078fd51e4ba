import type { Stats } from "node:fs";
import type { FileKind, FileStat } from "../../core/ports/files.ts";

export function fileStat(stats: Stats): FileStat {
  return {
    kind: kindOf(stats),
    mode: stats.mode & 0o7777,
    uid: stats.uid,
    gid: stats.gid,
    size: stats.size,
    mtimeMs: stats.mtimeMs,
    ctimeMs: stats.ctimeMs,
    nlink: stats.nlink,
    dev: stats.dev,
    ino: stats.ino,
  };
}

function kindOf(stats: Stats): FileKind {
  if (stats.isFile()) return "file";
  if (stats.isDirectory()) return "directory";
  if (stats.isSymbolicLink()) return "link";
  if (stats.isFIFO()) return "fifo";
  if (stats.isSocket()) return "socket";
  return "device";
}

/** `a directory`, for messages. */
export const kindNames: Readonly<Record<FileKind, string>> = {
  file: "a file",
  directory: "a directory",
  link: "a link",
  fifo: "a FIFO",
  socket: "a socket",
  device: "a device",
  mount: "a mount point",
  "hard-link": "a hard link",
};

/** Of what is mounted there nothing is asked, for some file systems never answer. */
export const mountStat: FileStat = {
  kind: "mount",
  mode: 0,
  uid: 0,
  gid: 0,
  size: 0,
  mtimeMs: 0,
  ctimeMs: 0,
  nlink: 0,
  dev: 0,
  ino: 0,
};
