import type { FileReader } from "../../core/ports/files.ts";

/** What conditions of a configuration are judged by; changes while it is read. */
export interface ApacheState {
  readonly reader: FileReader;
  /** Names that `<IfModule>` knows. */
  readonly modules: Set<string>;
  /** Values of `Define`, and the environment. */
  readonly values: Map<string, string>;
  readonly defined: Set<string>;
  serverRoot: string;
}
