import type { OverlapKind } from "../knowledge/provider.ts";
import type { Gap } from "../look.ts";

/** One rotation as our ledger tells it; holds nothing of either value. */
export interface KnownRotation {
  readonly credential: string;
  readonly mode: "planned" | "breach";
  readonly overlap: OverlapKind;
  /** ISO 8601: a new value was made at the provider. */
  readonly mintedAt?: string;
  /** ISO 8601: the new value came to where IPTVbp reads it. */
  readonly replacedAt?: string;
  /** When the newest of its files changed, milliseconds since 1970, by the file system. */
  readonly changedMs?: number;
  /** ISO 8601: every process of the service was seen to be younger than that change. */
  readonly reloadSeenAt?: string;
  /** ISO 8601: the provider lets the old value live until then; absent where it sets no end. */
  readonly overlapEnds?: string;
  /** ISO 8601: somebody said, or the provider's rules tell, that the old value is dead. */
  readonly oldDeadAt?: string;
  /** Whether somebody said that the new value works; absent before anybody said anything. */
  readonly works?: boolean;
  /** The old value is in use again, as after a restored backup. */
  readonly isOldInUse: boolean;
  readonly ended?: "done" | "backed-out";
}

/** A value that changed without `rotate`: only noticed, by an audit. */
export interface NoticedChange {
  readonly credential: string;
  /** ISO 8601: the new value was first seen then. */
  readonly at: string;
  /** Said with `rotate record`. */
  readonly tested: boolean;
  readonly oldDead: boolean;
}

/** What our ledger knows of replaced values. */
export interface RotationsSeen {
  /** Oldest first. */
  readonly rotations: readonly KnownRotation[];
  /** The newest of each credential whose value in use came from no rotation. */
  readonly noticed: readonly NoticedChange[];
  readonly gaps: readonly Gap[];
}
