import type {
  KnownRotation,
  NoticedChange,
  RotationsSeen,
} from "../core/credentials/known-rotation.ts";
import { gap } from "../core/look.ts";
import type { LedgerRecord, RecordedRecord, SeenRecord } from "./ledger-record.ts";
import { parseLedger } from "./ledger.ts";
import { type Rotation, overlapEnds, readRotations } from "./rotation-state.ts";

/** Why a record of the ledger counts for nothing. */
export const unreadText = "written by another version, or damaged";

/** What a ledger knows of values that were replaced, in the words of the audits. Pure. */
export function rotationsSeen(lines: readonly unknown[]): RotationsSeen {
  const records = parseLedger(lines);
  const rotations = readRotations(records);
  const unread = lines.length - records.length;
  const text = unreadText;
  return {
    rotations: rotations.map((each) => knownRotation(each, printInUse(records, each.credential))),
    noticed: noticedChanges(records, rotations),
    gaps: unread === 0 ? [] : [gap("records of the ledger", { code: "parse", text }, unread)],
  };
}

function knownRotation(rotation: Rotation, inUse: string | undefined): KnownRotation {
  const { credential, mode, overlap, minted, cutOver, oldDead, tested, ended, oldPrint } = rotation;
  const { reloaded } = rotation;
  const ends = overlapEnds(rotation);
  return {
    credential,
    mode,
    overlap,
    ...(minted ? { mintedAt: minted.at } : {}),
    ...(cutOver ? { replacedAt: cutOver.at, changedMs: cutOver.changedMs } : {}),
    ...(reloaded?.known === "seen" ? { reloadSeenAt: reloaded.at } : {}),
    ...(ends ? { overlapEnds: ends.toISOString() } : {}),
    ...(oldDead ? { oldDeadAt: oldDead.at } : {}),
    ...(tested ? { works: tested.works } : {}),
    isOldInUse: cutOver !== undefined && oldPrint !== undefined && oldPrint === inUse,
    ...(ended === undefined ? {} : { ended }),
  };
}

/**
 * A credential's value that followed another one and that no rotation brought. One that had been in
 * use before is a restored backup or a rotation that was backed out, and no new value.
 */
function noticedChanges(
  records: readonly LedgerRecord[],
  rotations: readonly Rotation[],
): readonly NoticedChange[] {
  const credentials = new Set(records.flatMap((each) => (isOfValue(each) ? each.credential : [])));
  return [...credentials].flatMap((credential): readonly NoticedChange[] => {
    const own = valuesOf(records, credential);
    const print = own.at(-1)?.print;
    const first = own.findIndex((each) => each.print === print);
    const since = own[first];
    const isBrought = rotations.some(
      (each) =>
        each.credential === credential &&
        (each.cutOver?.print === print || each.cutting?.print === print),
    );
    if (!since || first === 0 || isBrought) return [];
    const said = (what: "tested" | "old-dead") =>
      records.some(
        (each) =>
          each.kind === "stated" &&
          each.credential === credential &&
          each.print === print &&
          each.what === what,
      );
    return [
      {
        credential,
        at: since.at,
        tested: said("tested"),
        oldDead: said("old-dead"),
      },
    ];
  });
}

function printInUse(records: readonly LedgerRecord[], credential: string): string | undefined {
  return valuesOf(records, credential).at(-1)?.print;
}

type ValueRecord = SeenRecord | RecordedRecord;

/** Of a value that was seen; what IPTVbp's settings hold has no print. */
function valuesOf(records: readonly LedgerRecord[], credential: string): readonly ValueRecord[] {
  return records.filter(
    (each): each is ValueRecord =>
      isOfValue(each) && each.credential === credential && each.print !== undefined,
  );
}

function isOfValue(record: LedgerRecord): record is ValueRecord {
  return record.kind === "seen" || record.kind === "recorded";
}
