import type { Gap } from "../look.ts";

/** A setting in force with the place where it is written. */
export interface Setting<T> {
  readonly value: T;
  readonly file: string;
  readonly line: number;
}

/** What a web server's site is told about TLS. */
export interface SiteTls {
  /** Absolute paths, links as they are. */
  readonly certificates: readonly Setting<string>[];
  readonly keys: readonly Setting<string>[];
  /** What else is said, by the server's own name of the setting; empty when it is not written. */
  settings(name: string): readonly Setting<readonly string[]>[];
  /** Other sites that answer for this one until a client has said which it wants. */
  readonly defaults: readonly SiteTls[];
  /** Where the site is written. */
  readonly file: string;
  readonly line: number;
  /** Files and settings that could not be told, as a path with a variable in it. */
  readonly gaps: readonly Gap[];
}
