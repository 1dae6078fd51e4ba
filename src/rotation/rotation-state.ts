import type { OverlapKind } from "../core/knowledge/provider.ts";
import type { LedgerRecord } from "./ledger-record.ts";
import type { KnownFrom, RotationEvent, RotationMode, RotationRecord } from "./rotation-event.ts";

export type RotationStep = "revoke" | "mint" | "cut-over" | "reload" | "test" | "record";

/** Everything that is known of one rotation. */
export interface Rotation {
  readonly id: string;
  readonly credential: string;
  readonly mode: RotationMode;
  readonly stored: "env" | "settings";
  readonly overlap: OverlapKind;
  readonly overlapHours?: number;
  readonly by: string;
  readonly startedAt: string;
  /** Of the newest event: a clock that shows less was set back. */
  readonly lastAt: string;
  readonly oldPrint?: string;
  readonly minted?: { readonly at: string; readonly known: KnownFrom };
  /** A cut over began; whether it was finished, the files have to tell. */
  readonly cutting?: { readonly print: string };
  readonly cutOver?: Extract<RotationEvent, { step: "cut-over" }> & { readonly at: string };
  readonly reloaded?: Extract<RotationEvent, { step: "reloaded" }> & { readonly at: string };
  readonly tested?: { readonly works: boolean };
  /** The old value is dead, as far as anybody said or the provider's rules tell. */
  readonly oldDead?: { readonly at: string; readonly known: KnownFrom };
  /** Somebody wants the old value back, and not every file may have it yet. */
  readonly backingOut?: boolean;
  readonly ended?: "done" | "backed-out";
}

/** All rotations of a ledger, oldest first. Pure. */
export function readRotations(records: readonly LedgerRecord[]): readonly Rotation[] {
  const rotations = new Map<string, Rotation>();
  for (const record of records) {
    if (record.kind !== "rotation") continue;
    const before = rotations.get(record.rotation);
    const after = before ? fold(before, record) : begin(record);
    if (after) rotations.set(record.rotation, after);
  }
  return [...rotations.values()];
}

export function openRotations(records: readonly LedgerRecord[]): readonly Rotation[] {
  return readRotations(records).filter(({ ended }) => ended === undefined);
}

function begin({ rotation, credential, event, at, by }: RotationRecord): Rotation | undefined {
  if (event.step !== "start") return undefined;
  const { mode, stored, overlap, overlapHours, print } = event;
  return {
    id: rotation,
    credential,
    mode,
    stored,
    overlap,
    ...(overlapHours === undefined ? {} : { overlapHours }),
    by,
    startedAt: at,
    lastAt: at,
    ...(print === undefined ? {} : { oldPrint: print }),
  };
}

function fold(so: Rotation, { event, at }: RotationRecord): Rotation {
  const next = { ...so, lastAt: at > so.lastAt ? at : so.lastAt };
  switch (event.step) {
    case "start":
      return next;
    case "mode":
      return { ...next, mode: event.mode };
    case "minted": {
      const minted = { at, known: event.known };
      return event.oldDies === true
        ? { ...next, minted, oldDead: so.oldDead ?? minted }
        : { ...next, minted };
    }
    case "cutting":
      return { ...next, cutting: { print: event.print } };
    case "cut-over":
      return { ...next, cutOver: { ...event, at } };
    case "reloaded":
      return { ...next, reloaded: { ...event, at } };
    case "tested":
      return { ...next, tested: { works: event.works } };
    case "revoked":
      return { ...next, oldDead: { at, known: event.known } };
    case "done":
      return { ...next, ended: "done" };
    case "backing-out":
      return { ...next, backingOut: event.blocked !== true };
    case "backed-out":
      return { ...next, ended: "backed-out" };
  }
}

/**
 * What comes next. Planned: the old value is revoked only after the new one is in and works.
 * Breach: it is revoked before anything else.
 */
export function nextStep(rotation: Rotation): RotationStep | undefined {
  return stepsLeft(rotation)[0];
}

/** All steps that are still to be made, in their order. */
export function stepsLeft(rotation: Rotation): readonly RotationStep[] {
  if (rotation.ended !== undefined) return [];
  return orderOf(rotation.mode).filter((step) => !isMade(rotation, step));
}

/** All steps of a rotation in their order, for "step 2 of 6". */
export function orderOf(mode: RotationMode): readonly RotationStep[] {
  return mode === "breach"
    ? ["revoke", "mint", "cut-over", "reload", "test", "record"]
    : ["mint", "cut-over", "reload", "test", "revoke", "record"];
}

function isMade(rotation: Rotation, step: RotationStep): boolean {
  switch (step) {
    case "revoke":
      return rotation.oldDead !== undefined;
    case "mint":
      return rotation.minted !== undefined;
    case "cut-over":
      return rotation.cutOver !== undefined;
    case "reload":
      return rotation.reloaded !== undefined;
    case "test":
      return rotation.tested?.works === true;
    case "record":
      return rotation.ended === "done";
  }
}

/** Until the old value may be dead, everything can be taken back. */
export function canBackOut({ oldDead, ended }: Rotation): boolean {
  return oldDead === undefined && ended === undefined;
}

/** The last moment of the provider's overlap; undefined while it has not begun or has no end. */
export function overlapEnds({ overlap, overlapHours, minted }: Rotation): Date | undefined {
  if (overlap !== "limited" || overlapHours === undefined || !minted) return undefined;
  return new Date(Date.parse(minted.at) + overlapHours * 3_600_000);
}

/** `2026-11-24-stripe.secret-key`, which no rotation of the ledger has. */
export function newRotationId(
  records: readonly LedgerRecord[],
  credential: string,
  at: Date,
): string {
  const taken = new Set(readRotations(records).map(({ id }) => id));
  const plain = `${at.toISOString().slice(0, 10)}-${credential}`;
  let id = plain;
  for (let count = 2; taken.has(id); count += 1) id = `${plain}-${count}`;
  return id;
}
