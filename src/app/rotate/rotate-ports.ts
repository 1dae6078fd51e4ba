import type { CommandRunner } from "../../core/ports/process.ts";
import type { Prompter } from "../../core/ports/prompter.ts";
import type { Secret } from "../../core/secrets/secret.ts";
import type { ChangingPorts } from "../fix/fix-plan.ts";
import type { Ports } from "../ports.ts";

/** What rotations need of the machine besides the rest. */
export interface RotationPorts extends Ports, ChangingPorts {
  /** Who is at the keyboard, by the account; written into every event. */
  readonly operator: string;
  readonly commands: CommandRunner;
  /**
   * Makes this process the only one that rotates here; lost with the process.
   *
   * @throws GuardError `LOCKED` that names the holder.
   */
  lockRotations(root: string): () => void;
}

/** The conversation with whoever rotates. */
export interface RotationTalk {
  readonly prompter: Prompter;
  /** Lines for people, on stderr. */
  say(...lines: readonly string[]): void;
  /** The program and the options that lead it here: `sudo iptvbp-guard rotate resume`. */
  command(args: string): string;
  /** `--new-value-stdin`: as it came in. Asked for otherwise, and never kept. */
  readonly newValue?: Secret;
  /** `--yes`: every question gets its safe answer; nothing is revoked, nothing reloaded. */
  readonly yes: boolean;
  /** `--reload`: the services may be reloaded without asking. */
  readonly reload: boolean;
  /** While it runs an interruption waits. */
  uninterrupted<T>(work: () => Promise<T>): Promise<T>;
}
