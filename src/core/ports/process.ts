import type { Look } from "../look.ts";

export interface CommandResult {
  readonly exitCode: number;
  readonly stdout: Uint8Array;
  /** Decoded, at most 64 KiB. */
  readonly stderr: string;
}

export interface CommandRequest {
  /** Program name, looked up on a fixed PATH. */
  readonly program: string;
  readonly args: readonly string[];
  /** The whole environment of the child besides PATH and LC_ALL=C. Default: nothing. */
  readonly env?: Readonly<Record<string, string>>;
  readonly stdin?: Uint8Array;
  /** Milliseconds for the whole process group. Default 60 000. */
  readonly timeoutMs?: number;
  readonly uid?: number;
  readonly gid?: number;
  /** Open descriptor handed to the child as number 3. */
  readonly descriptor?: number;
}

/**
 * Runs a child without a shell: argument array, minimal environment, working folder `/`, own
 * process group, killed as a whole on time-out. `absent` = no such program.
 */
export interface CommandRunner {
  run(request: CommandRequest): Promise<Look<CommandResult>>;
}
