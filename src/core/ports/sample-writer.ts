/** One file of a sample to write. `path` is relative to the sample's folder. */
export interface SampleFile {
  readonly path: string;
  readonly text: string;
  /** Default 0o644. */
  readonly mode?: number;
  /** Default: now. */
  readonly mtime?: Date;
}

/** One commit: the files it adds or changes, the paths it removes (relative to the checkout). */
export interface SampleCommit {
  readonly message: string;
  readonly date: Date;
  readonly files: readonly SampleFile[];
  readonly removed?: readonly string[];
}

/** Makes sample installs on disk, with a real repository. Only the demo uses it. */
export interface SampleWriter {
  /**
   * A new, empty folder: `keep` when given, which must not exist or must be empty, else a private
   * temporary one. Absolute, links resolved.
   */
  createFolder(keep?: string): string;
  write(folder: string, files: readonly SampleFile[]): void;
  /** Makes a repository in `folder` and the commits, oldest first. */
  commit(folder: string, commits: readonly SampleCommit[]): Promise<void>;
  remove(folder: string): void;
}
