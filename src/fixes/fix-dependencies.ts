import type { InstallWriter } from "../core/ports/install-writer.ts";
import type { Random } from "../core/ports/random.ts";
import type { SetEnvLine } from "../core/ports/set-env-line.ts";
import type { TransactionStore } from "../core/ports/transaction-store.ts";

/** What every part of the transaction needs of the world. */
export interface FixDependencies {
  readonly writer: InstallWriter;
  readonly store: TransactionStore;
  /** The real time: `--now` never stamps a journal. */
  readonly wallNow: () => Date;
  readonly random: Random;
  readonly setEnvLine: SetEnvLine;
  /**
   * Given for a rotation: its changes hold secrets that are written down nowhere, so its journal
   * keeps a short keyed print of each file's content afterwards.
   */
  readonly contentPrint?: (bytes: Uint8Array) => string;
}
