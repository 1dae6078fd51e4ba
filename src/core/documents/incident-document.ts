import type { AffectedCredential, Sighting } from "../incident/incident.ts";
import type { CsfFunction, IncidentMode, ToolAction } from "../knowledge/playbook.ts";
import type { IncidentPart } from "../knowledge/provider.ts";
import type { ToolInfo } from "./report.ts";

export interface JournalProblem {
  /** 1-based line of the journal; null where no line is to blame. */
  readonly line: number | null;
  readonly what: string;
}

/** Records, both ends included. */
export interface JournalRange {
  readonly from: number;
  readonly to: number;
}

/** A head that the journal says was given to somebody. */
export interface JournalClaim {
  readonly seq: number;
  readonly head: string;
  readonly to: string;
  /** Whether the record still has that head. */
  readonly holds: boolean;
}

/** What a journal proves. */
export interface JournalVerdict {
  /** No line was changed, taken out, put in or moved, as far as the chain can tell. */
  readonly whole: boolean;
  readonly records: number;
  readonly head: string | null;
  readonly problems: readonly JournalProblem[];
  /** The heads that were given; `seq` is the record that each is of. */
  readonly anchors: readonly { readonly head: string; readonly seq: number | null }[];
  /** Vouched for by a head that was kept elsewhere. */
  readonly anchored: JournalRange | null;
  /** Could have been written anew by whoever may write to the state. */
  readonly unanchored: JournalRange | null;
  readonly claims: readonly JournalClaim[];
  /** Bytes that a crash left behind the last record: never acknowledged. */
  readonly tornBytes: number;
  readonly clockJumps: readonly {
    readonly seq: number;
    readonly before: string;
    readonly at: string;
  }[];
}

/** One thing to do, with the facts of this incident filled in. */
export interface FilledLine {
  readonly do: string;
  /** Whose fact it is: `Stripe secret or restricted key`; absent for the playbook's own. */
  readonly about?: string;
  readonly open?: string;
  readonly run?: string;
  readonly why?: string;
  readonly not?: string;
  readonly doneWhen?: string;
}

export interface FilledStep {
  readonly number: number;
  readonly id: IncidentPart;
  readonly title: string;
  readonly csf: CsfFunction;
  readonly who: string;
  /** Minutes after the start. */
  readonly withinMinutes: number | null;
  readonly lines: readonly FilledLine[];
  readonly why: string;
  readonly evidence: readonly string[];
  readonly not: readonly string[];
  readonly doneWhen: string;
  readonly tool: readonly ToolAction[];
}

export interface StepRow extends FilledStep {
  readonly status: "pending" | "done" | "failed" | "skipped";
  readonly at: string | null;
  readonly by: string | null;
  /** `stated`: said by a person, not tested. */
  readonly known: "stated" | "tool" | null;
  readonly reason: string | null;
}

export interface ClockRow {
  readonly title: string;
  readonly why: string;
  /** ISO 8601, UTC; null when nothing has started it yet. */
  readonly due: string | null;
  readonly state: "waiting" | "running" | "met" | "late";
}

export interface TimelineRow {
  readonly seq: number;
  readonly at: string;
  readonly by: string;
  readonly text: string;
}

/** A value that a rotation has replaced without revoking it: whoever has it can use it still. */
export interface OldValueRow {
  readonly credential: string;
  /** When the new value was put in its place; ISO 8601, UTC. */
  readonly replacedAt: string;
  /** The last moment by the provider's rules; null where there is none, or none is known. */
  readonly until: string | null;
}

export interface IncidentView {
  readonly id: string;
  readonly playbook: string;
  readonly title: string;
  readonly status: "open" | "closed";
  readonly mode: IncidentMode | null;
  readonly openedAt: string;
  readonly openedBy: string;
  readonly closedAt: string | null;
  readonly affected: readonly AffectedCredential[];
  /** Of the affected credentials; absent where there is none. */
  readonly oldValues?: readonly OldValueRow[];
  readonly sightings: readonly Sighting[];
  /** Whether the search for the values was made at all. */
  readonly searched: boolean;
  readonly notSeen: readonly string[];
  readonly clocks: readonly ClockRow[];
  readonly steps: readonly StepRow[];
  /** Of the next step; null when all are settled. */
  readonly current: number | null;
  /** Of the journal as it stands. */
  readonly head: string;
  readonly records: number;
}

export interface IncidentRow {
  readonly id: string;
  readonly title: string;
  readonly status: "open" | "closed" | "unreadable";
  readonly openedAt: string | null;
  readonly settled: number;
  readonly steps: number;
}

export type IncidentAction =
  | "start"
  | "resume"
  | "status"
  | "step"
  | "note"
  | "list"
  | "verify"
  | "export"
  | "close";

/** The published result of every `incident` command. Key order is part of the contract. */
export interface IncidentDocument {
  readonly schemaVersion: 1;
  readonly tool: ToolInfo;
  readonly kind: "incident";
  readonly install: { readonly root: string; readonly host: string | null };
  /** ISO 8601, UTC. */
  readonly startedAt: string;
  readonly action: IncidentAction;
  readonly incident: IncidentView | null;
  /** With `list` only. */
  readonly incidents?: readonly IncidentRow[];
  /** With `verify` and `export`. */
  readonly journal?: JournalVerdict;
  /** With `export`. */
  readonly timeline?: readonly TimelineRow[];
  readonly notes: readonly string[];
  readonly exitCode: number;
  readonly exitReason: string;
}
