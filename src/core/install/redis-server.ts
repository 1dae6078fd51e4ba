import type { Gap } from "../look.ts";

/** What a Redis server's configuration says about who may use it. */
export interface RedisServer {
  /** The main file. */
  readonly file: string;
  /** Where the setting stands that lets everybody in; the main file's first line when none does. */
  readonly line: number;
  /** Whether a client without a password may run commands. */
  readonly open: boolean;
  /** Refuses clients from other machines as long as it is open. */
  readonly protectedMode: boolean;
  /** Addresses it is told to listen on, `*` for all; empty without TCP. */
  readonly addresses: readonly string[];
  /** Permissions of its socket file; absent when it has none. */
  readonly socketMode?: number;
}

export interface RedisServers {
  readonly servers: readonly RedisServer[];
  /** Files that could not be read or understood. */
  readonly gaps: readonly Gap[];
}
