import type { OverlapKind } from "../core/knowledge/provider.ts";

export type RotationMode = "planned" | "breach";

/** How something is known: a person said it, or we did or saw it ourselves. Never "tested". */
export type KnownFrom = "stated" | "seen" | "done";

/**
 * What happened in one rotation. An event is on the disk before the next step begins; together
 * they are the whole memory of the wizard. None holds a secret.
 */
export type RotationEvent =
  | {
      readonly step: "start";
      readonly mode: RotationMode;
      readonly stored: "env" | "settings";
      /** As the provider file had it at the start; a later version of it changes nothing. */
      readonly overlap: OverlapKind;
      readonly overlapHours?: number;
      /** Of the value to be replaced; see `valuePrint`. */
      readonly print?: string;
    }
  /** A planned rotation goes on as a breach. */
  | { readonly step: "mode"; readonly mode: RotationMode }
  /** A new value exists at the provider. */
  | { readonly step: "minted"; readonly known: KnownFrom; readonly oldDies?: boolean }
  /** Written before any file is touched: `print` of the value that goes in. */
  | { readonly step: "cutting"; readonly print: string }
  | {
      readonly step: "cut-over";
      readonly known: KnownFrom;
      /** Absent where only a person changed anything. */
      readonly print?: string;
      readonly transactions: readonly number[];
      /** When the newest of the files changed, milliseconds since 1970, by the file system. */
      readonly changedMs: number;
    }
  | { readonly step: "reloaded"; readonly known: KnownFrom; readonly services: readonly string[] }
  | { readonly step: "tested"; readonly known: "stated"; readonly works: boolean }
  | { readonly step: "revoked"; readonly known: KnownFrom }
  | { readonly step: "done" }
  /** Written before a file gets its old value again; `blocked`: that could not be done. */
  | { readonly step: "backing-out"; readonly blocked?: boolean }
  | { readonly step: "backed-out"; readonly reason: string };

/** One event as the ledger keeps it. */
export interface RotationRecord {
  readonly kind: "rotation";
  /** `2026-11-24-stripe.secret-key`, with `-2` and so on where that is taken. */
  readonly rotation: string;
  readonly credential: string;
  readonly event: RotationEvent;
  /** ISO 8601, the real clock. */
  readonly at: string;
  readonly by: string;
}
