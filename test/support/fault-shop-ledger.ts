import { openInstall } from "../../src/app/open-install.ts";
import type { LedgerRecord } from "../../src/rotation/ledger-record.ts";
import { valuePrint } from "../../src/rotation/ledger.ts";
import type { RotationEvent } from "../../src/rotation/rotation-event.ts";
import { createKeyedHash } from "../../src/platform/host/keyed-hash.ts";
import type { BuiltInstall } from "./install-builder.ts";
import { ledgerText, rotationOf } from "./ledger-lines.ts";

const recordedAt = "2026-11-01T00:00:00.000Z";

/** A person has recorded the age of every credential, and one of them was rotated to its end. */
export function shopLedger({ ports, root, config: path }: BuiltInstall): string {
  // The key of `ledgerText`.
  const hash = createKeyedHash(Buffer.alloc(32, 7));
  const options = { path: root, ...(path === undefined ? {} : { config: path }) };
  const { credentials } = openInstall(ports, options);
  const prints = credentials.map((each) => ({ id: each.id, print: valuePrint(each, hash) }));
  const recorded = prints.map(({ id, print }): LedgerRecord => ({
    kind: "recorded",
    credential: id,
    print,
    since: recordedAt,
    at: recordedAt,
    by: "jo",
  }));
  const key = "stripe.secret-key";
  const [rotated] = prints.filter(({ id }) => id === key);
  return ledgerText([...rotationOf(key, wholeRotation(rotated?.print ?? "")), ...recorded]);
}

function wholeRotation(print: string): readonly (readonly [at: string, event: RotationEvent])[] {
  const at = (minute: number) => `2026-10-20T10:0${minute}:00.000Z`;
  return [
    [
      at(0),
      {
        step: "start",
        mode: "planned",
        stored: "env",
        overlap: "limited",
        overlapHours: 168,
        print: "old",
      },
    ],
    [at(1), { step: "minted", known: "stated" }],
    [at(2), { step: "cut-over", known: "done", print, transactions: [1], changedMs: 1 }],
    [at(3), { step: "tested", known: "stated", works: true }],
    [at(4), { step: "revoked", known: "stated" }],
    [at(5), { step: "done" }],
  ];
}
