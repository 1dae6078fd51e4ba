import type { Credential } from "../../core/credentials/credential.ts";
import { GuardError, environmentError } from "../../core/error.ts";
import type { KeyedHash } from "../../core/fingerprint.ts";
import type { RecordFile } from "../../core/ports/record-file.ts";
import type { LedgerAge } from "../../rotation/collect-ages.ts";
import type { LedgerHead, LedgerRecord } from "../../rotation/ledger-record.ts";
import {
  ledgerAges,
  ledgerKey,
  newSightings,
  parseLedger,
  settingsAges,
} from "../../rotation/ledger.ts";
import type { OpenedInstall } from "../open-install.ts";
import type { Ports } from "../ports.ts";
import { fileTimesOf } from "./file-times.ts";

/** Keys fingerprints where no state is kept: they must still be equal on every machine. */
export const publicKey = new TextEncoder().encode("iptvbp-guard fingerprints, version 1");

/** An install and what it holds. */
type HeldValues = Pick<OpenedInstall, "install" | "credentials">;

export interface OpenedLedger {
  /** Keyed by the ledger, for fingerprints. */
  readonly hash: KeyedHash;
  /** What keys them. */
  readonly key: Uint8Array;
  readonly ages: ReadonlyMap<string, LedgerAge>;
  readonly records: readonly LedgerRecord[];
  /** How many more there are that are damaged or of another version. */
  readonly unread: number;
  /** At most one, for stderr. */
  readonly warning?: string;
}

/**
 * Reads the install's ledger and notes values that are new in it. A state that cannot be read or
 * written takes nothing from the audit but the ages it would have known; it is one warning.
 *
 * @param settings credentials that IPTVbp's own settings hold.
 */
export function openLedger(
  ports: Ports,
  { install, credentials }: HeldValues,
  settings: readonly string[] = [],
): OpenedLedger {
  const file = ports.ledgerOf(install.root);
  const fileTimes = fileTimesOf(install);
  const content = file.read();
  if (content.kind === "blocked") {
    const warning = `the state cannot be read (${content.reason.text}); key ages may be missing`;
    const hash = ports.keyedHash(publicKey);
    return { hash, key: publicKey, ages: new Map(), records: [], unread: 0, warning };
  }
  const records = recordsIn(file);
  const unread =
    content.kind === "found" ? content.value.length - parseLedger(content.value).length : 0;
  const key = ledgerKey(records);
  const known = key && ports.keyedHash(key);
  const agesOf = (hash: KeyedHash, all: readonly LedgerRecord[]) =>
    new Map([...settingsAges(all, settings), ...ledgerAges(all, credentials, hash)]);
  if (key && known && newSightings(records, credentials, known, ports.wallNow()).length === 0) {
    return { hash: known, key, records, unread, ages: agesOf(known, records) };
  }
  try {
    const noted = noteSightings(ports, file, credentials, fileTimes);
    // Ages by what was known before: a value that was first seen just now has none to tell.
    return { ...noted, unread, ages: agesOf(noted.hash, records) };
  } catch (error) {
    if (!(error instanceof GuardError)) throw error;
    const warning = `${error.message}; key ages are not kept`;
    const hash = known ?? ports.keyedHash(publicKey);
    return { hash, key: key ?? publicKey, records, unread, ages: agesOf(hash, records), warning };
  }
}

/** Under the lock and read again: two audits at once must not both begin the ledger. */
function noteSightings(
  ports: Ports,
  file: RecordFile,
  credentials: readonly Credential[],
  fileTimes: ReadonlyMap<string, number>,
): Pick<OpenedLedger, "hash" | "key" | "records"> {
  const unlock = file.lock?.() ?? (() => {});
  try {
    const records = recordsIn(file);
    const known = ledgerKey(records);
    const key = known ?? ports.random.bytes(32);
    const hash = ports.keyedHash(key);
    const fresh = newSightings(records, credentials, hash, ports.wallNow(), fileTimes);
    const added: readonly LedgerRecord[] = known ? fresh : [headWith(key), ...fresh];
    if (added.length > 0) file.append(added);
    return { hash, key, records: [...records, ...added] };
  } finally {
    unlock();
  }
}

/**
 * The same for a caller that cannot go on without a ledger.
 *
 * @throws GuardError `LEDGER_UNREADABLE`, or why the state cannot be written.
 */
export function requireLedger(
  ports: Ports,
  opened: HeldValues,
  settings: readonly string[],
): OpenedLedger {
  const ledger = openLedger(ports, opened, settings);
  if (ledger.warning === undefined) return ledger;
  throw environmentError(
    "LEDGER_UNUSABLE",
    `${ledger.warning}; nothing was begun`,
    "mend that, or name another folder with --state-dir",
  );
}

function recordsIn(file: RecordFile): readonly LedgerRecord[] {
  const content = file.read();
  return parseLedger(content.kind === "found" ? content.value : []);
}

function headWith(key: Uint8Array): LedgerHead {
  return { kind: "ledger", version: 1, key: Buffer.from(key).toString("base64") };
}
