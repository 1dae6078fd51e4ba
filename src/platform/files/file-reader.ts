import { lstatSync, readdirSync, readlinkSync, realpathSync, statSync } from "node:fs";
import { posix } from "node:path";
import type { DirectoryEntry, FileReader, FileStat } from "../../core/ports/files.ts";
import { absent, found } from "../../core/look.ts";
import type { Look } from "../../core/look.ts";
import { compareText, decodePath, isInside } from "../../core/text/path-text.ts";
import { readAccessList } from "./access-list.ts";
import { type ClosedPlaces, closedPlaces } from "./closed-places.ts";
import { errnoOf, looking } from "./errno.ts";
import { fileStat, mountStat } from "./file-stat.ts";
import { markForeignLinks } from "./foreign-links.ts";
import { createFolderCache } from "./folder-cache.ts";
import { foreignMounts } from "./mounts.ts";
import { openRegular, openRegularAnywhere } from "./open-regular.ts";
import type { OpenFile } from "./open-regular.ts";
import { chunksOf, readOpenFile } from "./read-open-file.ts";
import { systemPath } from "./system-path.ts";

const defaultMaxBytes = 16 * 1024 * 1024;
const defaultChunkBytes = 256 * 1024;

/** A file reader that keeps folders open. */
export interface OpenFileReader extends FileReader {
  /** Gives descriptors back; the reader stays usable. */
  readonly close: () => void;
}

/** How a reader reaches names; everything else is the same for both readers. */
interface Way {
  stat(path: string): FileStat;
  open(path: string, maxBytes: number): Look<OpenFile>;
  /** A path from which the entries of the folder are read. */
  folder(path: string): string;
  /** A path that reaches the name itself. */
  name(path: string): string | Buffer;
  /** Somebody else may have given names to what lies there. */
  readonly isInstalls?: true;
  /** What is not looked at. */
  readonly closed?: ClosedPlaces | undefined;
  readonly close: () => void;
}

/**
 * Reads the install: no link at `root` or below it is followed, and a parent that is swapped while
 * we read cannot lead us elsewhere. What is mounted in it from elsewhere is not entered. Of paths
 * outside the root only the last part may be no link.
 *
 * @param root absolute, links resolved.
 * @param own mount points in it that are its own all the same.
 * @param table see `foreignMounts`.
 */
export function createInstallFiles(
  root: string,
  own: readonly string[] = [],
  table?: string,
): OpenFileReader {
  const folders = createFolderCache(root);
  const top = root === "/" ? "/" : `${root}/`;
  const reach = (path: string): string => {
    if (path === root || !path.startsWith(top)) return path;
    const cut = path.lastIndexOf("/");
    return `${folders.reach(path.slice(0, Math.max(cut, 1)))}${path.slice(cut)}`;
  };
  return reader({
    stat: (path) => fileStat(lstatSync(systemPath(reach(path)))),
    open: (path, maxBytes) =>
      isInside(root, path)
        ? openRegular(systemPath(reach(path)), maxBytes)
        : openRegularAnywhere(systemPath(path), maxBytes, false),
    folder: (path) => (isInside(root, path) ? folders.reach(path) : notALink(path)),
    name: (path) => systemPath(reach(path)),
    isInstalls: true,
    closed: closedPlaces(root, foreignMounts(root, own, table)),
    close: () => folders.clear(),
  });
}

/** Reads root's own configuration, where links are ordinary: follows them. Regular files only. */
export function createHostFiles(): OpenFileReader {
  return reader({
    stat: (path) => fileStat(statSync(systemPath(path))),
    open: (path, maxBytes) => openRegularAnywhere(systemPath(path), maxBytes, true),
    folder: (path) => path,
    name: systemPath,
    close: () => {},
  });
}

function reader(way: Way): OpenFileReader {
  const look = <T>(path: string, see: (path: string) => Look<T>): Look<T> =>
    lookAgainWithoutFolders(() => {
      const plain = plainPath(path);
      return way.closed?.at(plain) ?? see(plain);
    }, way.close);
  return {
    close: way.close,
    stat: (path) => look(path, (plain) => found(way.stat(plain))),
    read: (path, { maxBytes = defaultMaxBytes, passing = false } = {}) =>
      look(path, (plain) => {
        const file = way.open(plain, maxBytes);
        return file.kind === "found" ? readOpenFile(file.value, maxBytes, passing) : file;
      }),
    chunks: (path, { chunkBytes = defaultChunkBytes, maxBytes = Number.MAX_SAFE_INTEGER } = {}) =>
      look(path, (plain) => {
        const file = way.open(plain, maxBytes);
        return file.kind === "found" ? found(chunksOf(file.value, chunkBytes)) : file;
      }),
    list: (path) =>
      look(path, (plain) => {
        const closed = way.closed?.in(plain) ?? found(none);
        if (closed.kind !== "found") return closed;
        const entries = entriesOf(way.folder(plain), closed.value);
        return found(way.isInstalls ? markForeignLinks(entries, () => way.stat(plain)) : entries);
      }),
    readLink: (path) => look(path, (plain) => linkTarget(way.name(plain))),
    realPath: (path) =>
      look(path, (plain) =>
        found(decodePath(realpathSync.native(systemPath(plain), { encoding: "buffer" }))),
      ),
    accessList: (path) => look(path, (plain) => readAccessList(way.name(plain))),
  };
}

const none: ReadonlySet<string> = new Set();

function entriesOf(folder: string, mounts: ReadonlySet<string>): readonly DirectoryEntry[] {
  const entries: DirectoryEntry[] = [...mounts].map((name) => ({ name, stat: mountStat }));
  for (const name of namesIn(folder)) {
    if (mounts.has(name)) continue;
    const path = systemPath(`${folder}/${name}`);
    const stats = lstatSync(path, { throwIfNoEntry: false });
    // Gone since the folder was read.
    if (stats) entries.push({ name, stat: fileStat(stats) });
  }
  return entries.toSorted((a, b) => compareText(a.name, b.name));
}

function namesIn(folder: string): readonly string[] {
  const path = systemPath(folder);
  const names = readdirSync(path);
  // What Node could not decode has a replacement character; then the bytes are asked for.
  if (!names.some((name) => name.includes("\ufffd"))) return names;
  return readdirSync(path, { encoding: "buffer" }).map(decodePath);
}

function linkTarget(path: string | Buffer): Look<string> {
  try {
    return found(decodePath(readlinkSync(path, { encoding: "buffer" })));
  } catch (error) {
    // There is something, and it is no link.
    if (errnoOf(error) === "EINVAL") return absent;
    throw error;
  }
}

/** Outside the root the folder itself may be no link either. */
function notALink(path: string): string {
  if (!lstatSync(systemPath(path)).isSymbolicLink()) return path;
  throw Object.assign(new Error("a link where a folder is expected"), { code: "ELOOP" });
}

/** `..` is taken out by text, which is exact as long as no link is followed. */
function plainPath(path: string): string {
  if (!path.startsWith("/")) throw new TypeError("paths of a file reader are absolute");
  return /\/(?:\.{0,2}\/|\.{1,2}$)|.\/$/.test(path) ? posix.resolve(path) : path;
}

/** Out of descriptors: the folders we hold open are the first to go. */
function lookAgainWithoutFolders<T>(see: () => Look<T>, release: () => void): Look<T> {
  return looking(() => {
    try {
      return see();
    } catch (error) {
      const code = errnoOf(error);
      if (code !== "EMFILE" && code !== "ENFILE") throw error;
      release();
      return see();
    }
  });
}
