import type { IncidentPart } from "../knowledge/provider.ts";
import type { IncidentMode, ToolAction } from "../knowledge/playbook.ts";

/** How an outcome is known: what a person says is never a test. */
export type KnownFrom = "stated" | "tool";

export type StepOutcome = "done" | "failed" | "skip";

/** A credential that the incident is about; nothing of its value but what may be shown. */
export interface AffectedCredential {
  readonly id: string;
  readonly title: string;
  /** Provider id; tells the panels apart. */
  readonly provider: string;
  /** `STRIPE_SECRET_KEY`; absent where the install does not hold it itself. */
  readonly name?: string;
  /** `sk_live_...Qx7d`, or `(not shown)`. */
  readonly shown?: string;
}

/** Where a search saw one of the values. */
export interface Sighting {
  readonly auditId: string;
  readonly fingerprint: string;
  readonly credential?: string;
  readonly message: string;
  /** `.env:3 9c41e7b 2025-01-15`. */
  readonly where: string;
  /** ISO date of the oldest commit that holds it. */
  readonly since?: string;
  readonly occurrences: number;
}

export interface OpenData {
  readonly incident: string;
  readonly playbook: string;
  readonly install: { readonly root: string; readonly host: string | null };
  readonly tool: string;
  readonly affected: readonly AffectedCredential[];
  /** Of the finding that led here. */
  readonly finding?: string;
}

export interface SearchData {
  /** What the search found the incident to be about, where the opening could not say it. */
  readonly affected?: readonly AffectedCredential[];
  readonly audits: readonly string[];
  readonly sightings: readonly Sighting[];
  /** Sightings beyond those kept here. */
  readonly more: number;
  /** What could not be looked at: never the same as "nothing there". */
  readonly unknown: readonly string[];
}

/** What happened, as the journal keeps it. New kinds and fields are only ever added. */
export type IncidentEvent =
  | { readonly kind: "open"; readonly data: OpenData }
  | { readonly kind: "search"; readonly data: SearchData }
  | {
      readonly kind: "mode";
      readonly data: { readonly mode: IncidentMode; readonly known: KnownFrom };
    }
  | {
      readonly kind: "step";
      readonly data: {
        readonly step: IncidentPart;
        readonly outcome: StepOutcome;
        readonly reason?: string;
        readonly known: KnownFrom;
      };
    }
  | {
      readonly kind: "tool";
      readonly data: {
        readonly action: ToolAction;
        readonly step: IncidentPart;
        readonly result: string;
      };
    }
  | { readonly kind: "note"; readonly data: { readonly text: string } }
  | { readonly kind: "aware"; readonly data: { readonly text: string } }
  | {
      readonly kind: "anchor";
      /** `head` as shown, of the record `seq`; `to`: who was given it. */
      readonly data: { readonly head: string; readonly seq: number; readonly to: string };
    }
  | { readonly kind: "pause"; readonly data: object }
  | { readonly kind: "resume"; readonly data: object }
  /** A line that a crash had cut short was cut off; it was never acknowledged. */
  | { readonly kind: "repair"; readonly data: { readonly bytes: number } }
  | {
      readonly kind: "close";
      readonly data: { readonly open: readonly IncidentPart[]; readonly reason?: string };
    };

export type IncidentEventKind = IncidentEvent["kind"];

/** One line of a journal, whatever its kind: a newer version may know more kinds than we do. */
export interface IncidentRecord {
  /** 1-based, without gaps. */
  readonly seq: number;
  /** ISO 8601, UTC, the real clock: `--now` never stamps it. */
  readonly at: string;
  /** Who typed it, by the account. */
  readonly by: string;
  readonly kind: string;
  readonly data: object;
  /** Hash of the record before; 64 zeros for the first. */
  readonly prev: string;
  /** SHA-256 over everything else of the record, 64 hex digits. */
  readonly hash: string;
}
