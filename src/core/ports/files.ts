import type { Look } from "../look.ts";

/**
 * `mount` and `hard-link` come from lists only. On a mount something from elsewhere lies, which was
 * not looked at; a hard link is a second name that somebody gave to the file of somebody else.
 */
export type FileKind =
  | "file"
  | "directory"
  | "link"
  | "fifo"
  | "socket"
  | "device"
  | "mount"
  | "hard-link";

/** Metadata of one name; a link is described itself, never what it points to. */
/** Numeric owner of a file. */
export interface FileOwner {
  readonly uid: number;
  readonly gid: number;
}

export interface FileStat {
  readonly kind: FileKind;
  /** Permission bits with setuid, setgid and sticky: 0 to 0o7777. */
  readonly mode: number;
  readonly uid: number;
  readonly gid: number;
  /** Bytes. */
  readonly size: number;
  /** Milliseconds since 1970, fractions kept. */
  readonly mtimeMs: number;
  readonly ctimeMs: number;
  readonly nlink: number;
  readonly dev: number;
  readonly ino: number;
}

export interface FileContent {
  readonly bytes: Uint8Array;
  readonly stat: FileStat;
}

export interface DirectoryEntry {
  readonly name: string;
  readonly stat: FileStat;
}

export interface ReadOptions {
  /** Larger files are `blocked: too-large`. Default 16 MiB. */
  readonly maxBytes?: number;
  /** The bytes are looked at at once: they may be overwritten by the next read of any file. */
  readonly passing?: boolean;
}

export interface ChunkOptions {
  /** Size of a piece. Default 256 KiB. */
  readonly chunkBytes?: number;
  /** Larger files are `blocked: too-large`. Default: no limit. */
  readonly maxBytes?: number;
}

/**
 * Reads files without side effects: regular files only, never hangs on a FIFO, never follows a
 * link that the policy of the reader forbids. There is no write method on purpose.
 *
 * Paths are absolute. Names that are not UTF-8 carry their raw bytes as lone surrogates
 * U+DC80..U+DCFF (see `path-text.ts`).
 *
 * Two readers exist: `files` follows no link at all below the install (a link is `blocked: link`),
 * `host` follows links, for root's own configuration under `/etc` and the like, in `stat` too. The
 * entries of `list` are the names themselves in both. What is mounted inside the install from
 * elsewhere is `blocked: filesystem` to `files`, unless somebody said that it is the install's.
 */
export interface FileReader {
  stat(path: string): Look<FileStat>;
  read(path: string, options?: ReadOptions): Look<FileContent>;
  /**
   * A large file in pieces, once, as long as it was when opened. Iterate it to give its descriptor
   * back; stopping early is fine.
   *
   * @throws while iterating, when the disk fails.
   */
  chunks(path: string, options?: ChunkOptions): Look<Iterable<Uint8Array>>;
  /** Entries sorted by name (byte order). */
  list(path: string): Look<readonly DirectoryEntry[]>;
  /** Where a link points, as written; absent when there is no link. */
  readLink(path: string): Look<string>;
  /** The path with every link resolved. */
  realPath(path: string): Look<string>;
  /**
   * Effective POSIX ACL of the file as text lines such as `user:33:r--`; empty when there is none.
   * Needed only to say *who*: without group bits in the mode no entry is effective.
   */
  accessList(path: string): Look<readonly string[]>;
}

export interface TreeEntry {
  /** Absolute. */
  readonly path: string;
  readonly stat: FileStat;
}
