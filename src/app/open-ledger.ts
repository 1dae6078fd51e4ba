import type { Credential } from "../core/credential.ts";
import { GuardError } from "../core/error.ts";
import type { KeyedHash } from "../core/fingerprint.ts";
import type { LedgerAge } from "../rotation/collect-ages.ts";
import {
  type LedgerHead,
  ledgerAges,
  ledgerKey,
  newSightings,
  parseLedger,
} from "../rotation/ledger.ts";
import type { Ports } from "./ports.ts";

/** Keys fingerprints where no state is kept: they must still be equal on every machine. */
export const publicKey = new TextEncoder().encode("iptvbp-guard fingerprints, version 1");

export interface OpenedLedger {
  /** Keyed by the ledger, for fingerprints. */
  readonly hash: KeyedHash;
  readonly ages: ReadonlyMap<string, LedgerAge>;
  /** At most one, for stderr. */
  readonly warning?: string;
}

/**
 * Reads the install's ledger and notes values that are new in it. A state that cannot be read or
 * written takes nothing from the audit but the ages it would have known; it is one warning.
 */
export function openLedger(
  ports: Ports,
  root: string,
  credentials: readonly Credential[],
): OpenedLedger {
  const file = ports.ledgerOf(root);
  const content = file.read();
  if (content.kind === "blocked") {
    const warning = `the state cannot be read (${content.reason.text}); key ages may be missing`;
    return { hash: ports.keyedHash(publicKey), ages: new Map(), warning };
  }
  const records = parseLedger(content.kind === "found" ? content.value : []);
  const known = ledgerKey(records);
  const key = known ?? ports.random.bytes(32);
  const hash = ports.keyedHash(key);
  const ages = ledgerAges(records, credentials, hash);
  const fresh = newSightings(records, credentials, hash, ports.wallNow());
  try {
    if (!known || fresh.length > 0) file.append(known ? fresh : [headWith(key), ...fresh]);
    return { hash, ages };
  } catch (error) {
    if (!(error instanceof GuardError)) throw error;
    const warning = `${error.message}; key ages are not kept`;
    return { hash: known ? hash : ports.keyedHash(publicKey), ages, warning };
  }
}

function headWith(key: Uint8Array): LedgerHead {
  return { kind: "ledger", version: 1, key: Buffer.from(key).toString("base64") };
}
