import type { Edit } from "../core/fix.ts";
import { GuardError } from "../core/error.ts";
import { publishPath } from "../core/path-text.ts";
import { readTransaction } from "../fixes/read-transaction.ts";
import { backOutRotation } from "../fixes/recover-rotation.ts";
import { noteEvent, recordsOf } from "./rotate-desk.ts";
import { readRotations } from "../rotation/rotation-state.ts";
import { settleCutting, transactionsOfRotation } from "./rotate-settle.ts";
import type { Turn } from "./rotate-turn.ts";
import { rotationFixPorts } from "./rotate-write.ts";

/**
 * Brings the old value back to where it was. Only before it is revoked.
 *
 * @throws GuardError `BACK_OUT_BLOCKED` when a file was changed since; nothing is changed then.
 */
export function backOut(turn: Turn): void {
  const { desk, talk } = turn;
  if (turn.rotation.cutting && !turn.rotation.cutOver) settleCutting(turn);
  const rotation =
    readRotations(recordsOf(desk)).find(({ id }) => id === turn.rotation.id) ?? turn.rotation;
  if (rotation.cutOver && rotation.stored === "env") putBack(turn);
  noteEvent(desk, rotation, { step: "backed-out", reason: "as the operator wanted" });
  if (rotation.stored === "settings" && rotation.cutOver) {
    talk.say("  Do     put the old value back into IPTVbp's settings and press Test");
  }
  if (rotation.minted) {
    talk.say("  Do     delete the new value where it was made: nothing uses it");
  }
}

function putBack(turn: Turn): void {
  const { desk, rotation, talk } = turn;
  const deps = rotationFixPorts(desk);
  const unlock = deps.store.lock();
  try {
    for (const number of transactionsOfRotation(desk, rotation.id).toReversed()) {
      const transaction = readTransaction(deps.store, number);
      if (transaction?.status !== "committed") continue;
      const changed = backOutRotation(deps, transaction);
      if (changed.length > 0) throw blockedBy(changed);
      for (const { path } of transaction.changes) {
        talk.say(`  Done   ${publishPath(path)} has the old value again; restart the services`);
      }
    }
  } finally {
    unlock();
  }
}

function blockedBy(paths: readonly Edit["path"][]): GuardError {
  const where = paths.map(publishPath).join(", ");
  return new GuardError(
    "environment",
    "BACK_OUT_BLOCKED",
    `${where} changed since the cut over; nothing was put back`,
    ["put the old value back by hand, or go on with: rotate resume"],
  );
}
