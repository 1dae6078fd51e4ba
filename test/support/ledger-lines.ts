import type { LedgerRecord } from "../../src/rotation/ledger-record.ts";
import type { RotationEvent } from "../../src/rotation/rotation-event.ts";

/** A ledger as our state keeps it. */
export function ledgerText(records: readonly LedgerRecord[]): string {
  const key = Buffer.alloc(32, 7).toString("base64");
  const head = { kind: "ledger", version: 1, key } as const;
  return [head, ...records].map((record) => `${JSON.stringify(record)}\n`).join("");
}

type Dated = readonly [at: string, event: RotationEvent];

/** The events of one rotation, each with its moment. */
export function rotationOf(
  credential: string,
  events: readonly Dated[],
  id = `${events[0]?.[0].slice(0, 10) ?? ""}-${credential}`,
): readonly LedgerRecord[] {
  return events.map(([at, event]) => ({
    kind: "rotation",
    rotation: id,
    credential,
    event,
    at,
    by: "jo",
  }));
}

export function seen(credential: string, print: string, at: string): LedgerRecord {
  return { kind: "seen", credential, print, at };
}
