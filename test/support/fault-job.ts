import type { Disturbance } from "./fault-disturbance.ts";
import type { Liar } from "./fault-liars.ts";
import type { ShopRun } from "./fault-run.ts";
import type { InstallPlace } from "./install-ports.ts";

/** One audit of a shop, as it is sent to the process that makes it. */
export interface BenchJob {
  /** Tells what the process says of this one from what it said before. */
  readonly number: number;
  readonly shop: InstallPlace & { readonly config?: string };
  readonly disturbance?: Disturbance;
  /** Default: the audits as they are. */
  readonly liar?: Liar;
  /** Tells what each audit asks its context for, as `env/mode install.envFiles`. */
  readonly isWatched?: true;
}

export type BenchAnswer =
  | { readonly kind: "ended"; readonly run: ShopRun; readonly told: readonly string[] }
  | { readonly kind: "threw"; readonly text: string };

/** Where the process says, one a line, the number of the job and which audit it begins. */
export const progressDescriptor = 3;
