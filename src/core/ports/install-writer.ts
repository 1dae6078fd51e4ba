import type { Look, Reason } from "../look.ts";

/** Permission bits and numeric owner of a file. */
export interface FileAttributes {
  /** 0 to 0o7777. */
  readonly mode: number;
  readonly uid: number;
  readonly gid: number;
}

/** A regular file as it was found through one open descriptor. */
export interface TargetFile extends FileAttributes {
  /** Bytes. */
  readonly size: number;
  /** Seconds since 1970 with nine decimals, exact: `1732000000.123456789`. */
  readonly mtime: string;
  /** Opaque; differs as soon as the file, or the name, is another or has changed in any way. */
  readonly version: string;
}

export interface TargetFolder extends FileAttributes {
  readonly mtime: string;
}

/** What makes a file unfit to be changed, or fit only when a person looked. */
export type Hazard =
  /** Has several names: a change would show elsewhere too. */
  | "hard-linked"
  | "immutable"
  | "append-only"
  /** On a file system that is mounted read-only. */
  | "read-only"
  /** Itself a mount point, as docker's single-file mounts: cannot be replaced, only written into. */
  | "mounted"
  /** Has access-list entries, which a file that is taken away and put back would lose. */
  | "access-list"
  /** Everybody may swap names in its folder (writable by others, no sticky bit). */
  | "open-folder"
  /** Neither root nor the file's owner: the system would refuse. */
  | "not-ours";

/**
 * Changes files of an install. Only `fixes/` uses it.
 *
 * Every name is reached from open folders, so that a parent swapped for a link cannot redirect a
 * change; regular files only. All methods that change something throw a `GuardError` of kind
 * `environment` (`CHANGED_SINCE` when the file is not the expected one) and then have changed
 * nothing, or only what stands in their description. Paths are absolute, without `.` and `..`.
 */
export interface InstallWriter {
  /** Why nothing can be changed on this machine at all: another system, no /proc. */
  readonly unusable?: Reason;
  inspect(path: string): Look<TargetFile>;
  /** Content and metadata of one and the same file. */
  read(
    path: string,
    maxBytes: number,
  ): Look<{ readonly bytes: Uint8Array; readonly file: TargetFile }>;
  folder(path: string): Look<TargetFolder>;
  hazards(path: string): Look<readonly Hazard[]>;
  /** Sets mode and owner; on the way neither is wider than before or after. */
  setAttributes(path: string, expected: TargetFile, to: FileAttributes): TargetFile;
  /**
   * Replaces the content; mode, owner, access list and extended attributes stay. The new file is
   * complete under `temporary` in the same folder before it takes the name. A mount point is
   * written into instead.
   */
  replace(path: string, expected: TargetFile, bytes: Uint8Array, temporary: string): TargetFile;
  /** Makes a new file, complete before it has its name; fails when the name is taken. */
  create(path: string, file: NewFile, temporary: string): TargetFile;
  remove(path: string, expected: TargetFile): void;
  /** Sets the modification time, exact to the nanosecond, of a file or a folder. */
  setTime(path: string, mtime: string): void;
  /** Removes what a killed run left under this name in the folder of `path`, if anything. */
  removeTemporary(path: string, temporary: string): void;
}

export interface NewFile extends FileAttributes {
  readonly bytes: Uint8Array;
  /** Default: now. */
  readonly mtime?: string;
}
