import type { Confidence } from "../finding.ts";
import type { Location } from "../location.ts";
import type { Gap } from "../look.ts";
import type { Secret } from "../secrets/secret.ts";
import type { Severity } from "../severity.ts";

/** How the bytes spelled the secret. */
export type SecretForm = "plain" | "base64" | "hex" | "percent" | "json";

/** One secret seen at one place of a text. */
export interface SecretMatch {
  /** Credential id (`stripe.secret-key`) or id of a rule in `rules/secrets`. */
  readonly ruleId: string;
  /** What people call it: `Stripe secret key`. */
  readonly title: string;
  readonly secret: Secret;
  /** At least 80 bits by its rule; an own value that no pattern knows is weak. */
  readonly strong: boolean;
  readonly severity: Severity;
  readonly confidence: Confidence;
  readonly form: SecretForm;
  /** The env name under which the install uses this very value now; absent when it does not. */
  readonly ownName?: string;
  /** 1-based. */
  readonly line: number;
  /** 1-based, in bytes. */
  readonly column: number;
  /** An inline `guard:allow <reason>` on the same line; honoured by `scan` only. */
  readonly allowedBecause?: string;
}

export interface LocatedMatch {
  readonly match: SecretMatch;
  readonly location: Location;
  /** How many sightings of this secret in this file the entry stands for. Default 1. */
  readonly times?: number;
}

/** What a search saw. `inputs` are counts for `looked.inputs`, as `{ files: 3, bytes: 812 }`. */
export interface SearchResult {
  readonly matches: readonly LocatedMatch[];
  readonly gaps: readonly Gap[];
  readonly inputs: Readonly<Record<string, number>>;
}

/**
 * Finds secrets in bytes: patterns of the catalogue and the install's own values, in all their
 * spellings. Pure; the engine behind it can be replaced.
 */
export interface SecretMatcher {
  match(bytes: Uint8Array): readonly SecretMatch[];
}

/** Searches files of the install. Logs may be compressed; everything unread is a gap. */
export interface SecretSearch {
  /** Files given by absolute path; a path that vanished is ignored. */
  inFiles(paths: readonly string[]): Promise<SearchResult>;
  /** Like `inFiles`, with locations of kind `log` and gzip unpacked while reading. */
  inLogs(paths: readonly string[]): Promise<SearchResult>;
}
