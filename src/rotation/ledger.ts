import type { Credential } from "../core/credentials/credential.ts";
import { isStrongValue } from "../core/credentials/strong-value.ts";
import type { KeyedHash } from "../core/fingerprint.ts";
import type { Secret } from "../core/secrets/secret.ts";
import type { LedgerAge } from "./collect-ages.ts";
import {
  type LedgerRecord,
  type RecordedRecord,
  type SeenRecord,
  isLedgerRecord,
} from "./ledger-record.ts";

/** Records of a ledger file; what is not ours or torn is left out. */
export function parseLedger(records: readonly unknown[]): readonly LedgerRecord[] {
  return records.filter(isLedgerRecord);
}

export function ledgerKey(records: readonly LedgerRecord[]): Uint8Array | undefined {
  const head = records.find((record) => record.kind === "ledger");
  if (!head) return undefined;
  const key = Buffer.from(head.key, "base64");
  return key.length === 32 ? key : undefined;
}

/**
 * Since when each credential's present value is known: as a person last recorded it, else when it
 * was first seen. A value that comes back, as from a restored backup, is as old as it ever was.
 */
export function ledgerAges(
  records: readonly LedgerRecord[],
  credentials: readonly Credential[],
  hash: KeyedHash,
): ReadonlyMap<string, LedgerAge> {
  const ages = new Map<string, LedgerAge>();
  for (const credential of credentials) {
    const print = valuePrint(credential, hash);
    const age = ageOfPrint(records, credential.id, print);
    if (age) ages.set(credential.id, age);
  }
  return ages;
}

/** The same for credentials that IPTVbp's own settings hold: only a person knows their age. */
export function settingsAges(
  records: readonly LedgerRecord[],
  ids: readonly string[],
): ReadonlyMap<string, LedgerAge> {
  const ages = new Map<string, LedgerAge>();
  for (const id of ids) {
    const age = ageOfPrint(records, id, undefined);
    if (age) ages.set(id, age);
  }
  return ages;
}

function ageOfPrint(
  records: readonly LedgerRecord[],
  credential: string,
  print: string | undefined,
): LedgerAge | undefined {
  const known = valueRecords(records, credential).filter((record) => record.print === print);
  const seen = known.filter((record) => record.kind === "seen").map(({ at }) => Date.parse(at));
  const firstSeen = seen.length === 0 ? {} : { firstSeenMs: Math.min(...seen) };
  const existed = known.flatMap((record) =>
    record.kind === "seen" && record.existed !== undefined ? [Date.parse(record.existed)] : [],
  );
  const fileTime = existed.length === 0 ? {} : { fileTimeMs: Math.min(...existed) };
  const recorded = known.findLast((record) => record.kind === "recorded");
  if (recorded) {
    const sinceMs = Date.parse(recorded.since);
    return { sinceMs, evidence: "recorded", by: recorded.by, ...firstSeen, ...fileTime };
  }
  if (firstSeen.firstSeenMs === undefined) return undefined;
  return { sinceMs: firstSeen.firstSeenMs, evidence: "observed", ...fileTime };
}

/**
 * The records to add after an audit: values that are new or are not the last known ones.
 *
 * @param fileTimes content time of the files, by path; kept, since the next edit takes it away.
 */
export function newSightings(
  records: readonly LedgerRecord[],
  credentials: readonly Credential[],
  hash: KeyedHash,
  at: Date,
  fileTimes: ReadonlyMap<string, number> = new Map(),
): readonly SeenRecord[] {
  const ids = new Set<string>();
  const sightings: SeenRecord[] = [];
  for (const credential of credentials) {
    const print = valuePrint(credential, hash);
    const places = credentials.filter(({ id }) => id === credential.id);
    const last = valueRecords(records, credential.id).findLast((each) => each.print !== undefined);
    // One id in two places with two values: either of them is no news.
    const isKnown = places.some((place) => valuePrint(place, hash) === last?.print);
    if (isKnown || ids.has(credential.id)) continue;
    ids.add(credential.id);
    const fileTime = fileTimes.get(credential.path);
    const existed =
      fileTime !== undefined && fileTime < at.getTime()
        ? { existed: new Date(fileTime).toISOString() }
        : {};
    const seen = { kind: "seen", credential: credential.id, print, at: at.toISOString() } as const;
    sightings.push({ ...seen, ...existed });
  }
  return sightings;
}

/** Prints that a credential ever had, the present one too. */
export function knownPrints(
  records: readonly LedgerRecord[],
  credential: string,
): ReadonlySet<string> {
  return new Set(valueRecords(records, credential).flatMap(({ print }) => print ?? []));
}

/** Print of the value that a credential had at a time; undefined when none was known then. */
export function printAsOf(
  records: readonly LedgerRecord[],
  credential: string,
  at: Date,
): string | undefined {
  return valueRecords(records, credential).findLast(
    (each) => each.print !== undefined && Date.parse(each.at) <= at.getTime(),
  )?.print;
}

function valueRecords(
  records: readonly LedgerRecord[],
  credential: string,
): readonly (SeenRecord | RecordedRecord)[] {
  return records.filter(
    (record) =>
      (record.kind === "seen" || record.kind === "recorded") && record.credential === credential,
  ) as readonly (SeenRecord | RecordedRecord)[];
}

/**
 * Recognises a value without keeping it. Of a value that a person chose, or whose strength is not
 * known, only 24 bits are kept: enough to notice a change, too few to confirm a guess.
 */
export function valuePrint(
  { id, spec, value }: Pick<Credential, "id" | "spec"> & { readonly value: Secret },
  hash: KeyedHash,
): string {
  const print = hash(["ledger", id, value.reveal()]);
  return isStrongValue(spec, value) ? print : print.slice(0, weakPrint);
}

/** Recognises a file's content for taking a change back; see {@link valuePrint} for the length. */
export function contentPrint(hash: KeyedHash): (bytes: Uint8Array) => string {
  return (bytes) => hash(["content", Buffer.from(bytes).toString("latin1")]).slice(0, weakPrint);
}

const weakPrint = 6;
