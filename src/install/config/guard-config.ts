import type { InstallConfig } from "../../core/install/install.ts";

/** Text of guard.yaml with its place, for messages and locations. */
export interface Placed<T> {
  readonly value: T;
  readonly line: number;
  readonly column: number;
}

export interface PanelConfig {
  readonly id: string;
  /** Provider id, `nxt`. */
  readonly kind?: string;
  readonly url?: Placed<string>;
  /** Environment name of its credential. */
  readonly credential?: string;
  /** The user name under which the panel is called. */
  readonly account?: Placed<string>;
  readonly allowFrom: readonly string[];
}

export interface WebhookConfig {
  /** Provider id, `stripe`. */
  readonly provider: string;
  readonly url?: Placed<string>;
  /** Environment name of its signing secret. */
  readonly secret?: Placed<string>;
}

/** Glob patterns, absolute. `undefined`: not said, so discovery decides. */
export interface LogPatterns {
  readonly access?: readonly string[];
  readonly error?: readonly string[];
  readonly app?: readonly string[];
  readonly audit?: readonly string[];
  readonly days: number;
}

/** What one guard.yaml says. Paths are absolute; what it leaves out is for discovery to find. */
export interface GuardConfig {
  /** Absolute path of the file. */
  readonly path: string;
  readonly install: {
    readonly root?: Placed<string>;
    /** Absolute paths or globs. */
    readonly env?: readonly string[];
    /** `www-data:www-data`, or a user alone. */
    readonly owner?: Placed<string>;
    readonly environment?: string;
    readonly logs: LogPatterns;
    readonly dumps: readonly string[];
    readonly exports: readonly string[];
    readonly nginx?: readonly string[];
  };
  readonly panels: readonly PanelConfig[];
  readonly webhooks: readonly WebhookConfig[];
  readonly store: { readonly domains: readonly Placed<string>[] };
  readonly waivers?: string;
  /** The part that audits read. */
  readonly facts: InstallConfig;
}
