import type { Accounts } from "../core/accounts.ts";
import type { Clock } from "../core/clock.ts";
import type { FileReader } from "../core/files.ts";
import type { KeyedHash } from "../core/fingerprint.ts";
import type { GitProcess } from "../core/git-process.ts";
import type { ToolInfo } from "../core/report.ts";
import type { Tree } from "../core/tree.ts";

/** What every use case needs of the machine; built once by the command line. */
export interface Ports {
  readonly tool: ToolInfo;
  readonly platform: "linux" | "other";
  readonly hostName: string;
  readonly clock: Clock;
  readonly accounts: Accounts;
  readonly git: GitProcess;
  /** Reads root's own configuration; follows links. */
  readonly host: FileReader;
  /** Reads below an install root (absolute, links resolved); follows no link. */
  filesOf(root: string): FileReader;
  treeOf(root: string): Tree;
  keyedHash(key: Uint8Array): KeyedHash;
}
