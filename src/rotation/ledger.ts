import type { Credential } from "../core/credential.ts";
import type { KeyedHash } from "../core/fingerprint.ts";
import type { LedgerAge } from "./collect-ages.ts";

/** First record of every ledger; `key` (base64, 32 bytes) also keys the report's fingerprints. */
export interface LedgerHead {
  readonly kind: "ledger";
  readonly version: 1;
  readonly key: string;
}

/** A value of a credential was seen for the first time. */
export interface SeenRecord {
  readonly kind: "seen";
  readonly credential: string;
  /** Keyed, see {@link valuePrint}. */
  readonly print: string;
  /** ISO 8601, the real clock. */
  readonly at: string;
}

export type LedgerRecord = LedgerHead | SeenRecord;

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

/** When each credential's present value was first seen. */
export function ledgerAges(
  records: readonly LedgerRecord[],
  credentials: readonly Credential[],
  hash: KeyedHash,
): ReadonlyMap<string, LedgerAge> {
  const ages = new Map<string, LedgerAge>();
  for (const credential of credentials) {
    const print = valuePrint(credential, hash);
    const seen = records.findLast(
      (record) => record.kind === "seen" && record.credential === credential.id,
    );
    if (seen?.kind !== "seen" || seen.print !== print) continue;
    ages.set(credential.id, { sinceMs: Date.parse(seen.at), evidence: "observed" });
  }
  return ages;
}

/** The records to add after an audit: values that are new or have changed. */
export function newSightings(
  records: readonly LedgerRecord[],
  credentials: readonly Credential[],
  hash: KeyedHash,
  at: Date,
): readonly SeenRecord[] {
  const known = ledgerAges(records, credentials, hash);
  return credentials
    .filter((credential) => !known.has(credential.id))
    .map((credential) => ({
      kind: "seen",
      credential: credential.id,
      print: valuePrint(credential, hash),
      at: at.toISOString(),
    }));
}

/**
 * Recognises a value without keeping it. Of a value that a person chose, or whose strength is not
 * known, only 24 bits are kept: enough to notice a change, too few to confirm a guess.
 */
export function valuePrint(credential: Credential, hash: KeyedHash): string {
  const print = hash(["ledger", credential.id, credential.value.reveal()]);
  return credential.spec.pattern?.strong === true ? print : print.slice(0, 6);
}

function isLedgerRecord(value: unknown): value is LedgerRecord {
  if (typeof value !== "object" || value === null || !("kind" in value)) return false;
  if (value.kind === "ledger") return "key" in value && typeof value.key === "string";
  return (
    value.kind === "seen" &&
    "credential" in value &&
    typeof value.credential === "string" &&
    "print" in value &&
    typeof value.print === "string" &&
    "at" in value &&
    typeof value.at === "string" &&
    !Number.isNaN(Date.parse(value.at))
  );
}
