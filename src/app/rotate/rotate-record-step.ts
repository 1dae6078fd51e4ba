import type { LedgerRecord } from "../../rotation/ledger-record.ts";
import type { Turn, TurnResult } from "./rotate-turn.ts";

/** The end of a rotation and the age of the new value, in one write. */
export async function record({ desk, rotation }: Turn): Promise<TurnResult> {
  const { ports, opened } = desk;
  const at = ports.wallNow().toISOString();
  const by = ports.operator;
  const { credential, cutOver, minted } = rotation;
  const since = minted?.at ?? at;
  const records: readonly LedgerRecord[] = [
    {
      kind: "recorded",
      credential,
      ...(cutOver?.print === undefined ? {} : { print: cutOver.print }),
      // A clock that was set back in between must not record a time to come.
      since: since < at ? since : at,
      at,
      by,
    },
    { kind: "rotation", rotation: rotation.id, credential, event: { step: "done" }, at, by },
  ];
  ports.ledgerOf(opened.install.root).append(records);
  return "made";
}
