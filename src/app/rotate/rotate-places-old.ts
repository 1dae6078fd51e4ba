import type { Credential } from "../../core/credentials/credential.ts";
import { valuePrint } from "../../rotation/ledger.ts";
import type { Turn } from "./rotate-turn.ts";

/** Places of host configuration that still hold the value that was replaced. */
export function placesHoldingOld({ desk, rotation, spec }: Turn): readonly Credential[] {
  const { opened, ledger } = desk;
  if (rotation.oldPrint === undefined || !spec) return [];
  return opened.credentials.filter(
    (each) =>
      each.spec.id === spec.id &&
      // The print is made with the id: a second name's own would never be equal.
      valuePrint({ ...each, id: rotation.credential }, ledger.hash) === rotation.oldPrint,
  );
}
