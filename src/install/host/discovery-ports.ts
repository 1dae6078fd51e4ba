import type { Accounts } from "../../core/ports/accounts.ts";
import type { FileReader } from "../../core/ports/files.ts";
import type { Look } from "../../core/look.ts";
import type { Catalogue } from "../../core/knowledge/provider.ts";
import type { RunningProcess } from "../../core/ports/running-process.ts";

/** What discovery may use of the machine. */
export interface DiscoveryPorts {
  /** Reads below a root (absolute, links resolved), and mounts that are its own; follows no link. */
  readonly filesOf: (root: string, mounts?: readonly string[]) => FileReader;
  /** Reads root's own configuration; follows links. */
  readonly host: FileReader;
  readonly accounts: Accounts;
  /** The user who called sudo, whose files count as root's. */
  readonly sudoUid?: number;
  readonly processes: () => Look<readonly RunningProcess[]>;
  readonly catalogue: Catalogue;
  readonly hostName: string;
  /** Absolute. */
  readonly cwd: string;
}
