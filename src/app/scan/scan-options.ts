import type { FailOn } from "../../core/severity.ts";
import type { AcceptanceOptions } from "../acceptance/acceptance-scope.ts";

export interface ScanOptions extends AcceptanceOptions {
  /** `--config`: rules stand beside it. */
  readonly config?: string;
  /** As typed; none = the current folder, unless `stdin` or `staged` is the source. */
  readonly paths: readonly string[];
  /** What is piped in, when it is to be searched. */
  readonly stdin?: AsyncIterable<Uint8Array>;
  readonly staged: boolean;
  readonly history: boolean;
  /** False: files that git ignores too. */
  readonly ignore: boolean;
  /** False: `guard:allow` remarks waive nothing. */
  readonly inline: boolean;
  /** An env file whose values are searched literally. */
  readonly ownValues?: string;
  readonly failOn: FailOn;
  readonly strict: boolean;
}
