import { GuardError } from "../../core/error.ts";
import { baseId } from "../../core/credentials/base-id.ts";
import type { Edit } from "../../core/fix.ts";
import { shownPath } from "../../core/install/shown-path.ts";
import { publishPath } from "../../core/text/path-text.ts";
import type { FixDependencies } from "../../fixes/fix-dependencies.ts";
import type { Transaction } from "../../fixes/journal.ts";
import { readTransaction } from "../../fixes/read-transaction.ts";
import { backOutRotation, closeRotation, discardOldValues } from "../../fixes/recover-rotation.ts";
import { parseEnvFile } from "../../install/env/parse-env-file.ts";
import { valuePrint } from "../../rotation/ledger.ts";
import { readRotations } from "../../rotation/rotation-state.ts";
import { openInstall } from "../open-install.ts";
import { noteEvent, recordsOf } from "./rotate-desk.ts";
import { backOutTitle, isBackOut, transactionsOfRotation } from "./rotate-transactions.ts";
import { endInterrupted, settleCutting } from "./rotate-settle.ts";
import type { Turn } from "./rotate-turn.ts";
import { applyEdits, rotationFixPorts } from "./rotate-write.ts";

/**
 * Brings the old value back to where it was. Only before it is revoked.
 *
 * @throws GuardError `BACK_OUT_BLOCKED` when it cannot be put back; nothing is changed then.
 */
export async function backOut(turn: Turn): Promise<void> {
  const { desk, talk } = turn;
  if (turn.rotation.cutting && !turn.rotation.cutOver) settleCutting(turn);
  const rotation =
    readRotations(recordsOf(desk)).find(({ id }) => id === turn.rotation.id) ?? turn.rotation;
  if (rotation.cutOver?.known === "seen") refuseByHand(turn);
  else if (rotation.cutOver && rotation.stored === "env") {
    await putAllBack(turn);
    for (const place of placesWithNew(turn)) {
      talk.say(`  Also   ${place} holds the new value: put the old one back by hand`);
    }
  }
  noteEvent(desk, rotation, { step: "backed-out", reason: "as the operator wanted" });
  if (rotation.stored === "settings" && rotation.cutOver) {
    talk.say("  Do     put the old value back into IPTVbp's settings and press Test");
  }
  if (rotation.minted) {
    talk.say("  Do     delete the new value where it was made: nothing uses it");
  }
}

/** A person changed it, and nothing here keeps the old value: only a person brings it back. */
function refuseByHand(turn: Turn): void {
  const places = placesWithNew(turn);
  if (places.length === 0) return;
  throw new GuardError(
    "environment",
    "BACK_OUT_BLOCKED",
    `${places.join(", ")} was changed by hand, and only a person can change it back`,
    ["put the old value back there, then: rotate resume"],
  );
}

/** `compose.yaml:5`, as the files are now. */
function placesWithNew({ desk, rotation }: Turn): readonly string[] {
  const { install, credentials } = openInstall(desk.ports, desk.options);
  return credentials
    .filter(
      (each) =>
        each.spec.id === baseId(rotation.credential) &&
        valuePrint({ ...each, id: rotation.credential }, desk.ledger.hash) ===
          rotation.cutOver?.print,
    )
    .map(({ path, line }) => `${shownPath(install, path)}:${line}`);
}

/** Said first: whoever resumes after a kill wants no half of it, and is not asked again. */
async function putAllBack(turn: Turn): Promise<void> {
  const { desk, rotation } = turn;
  noteEvent(desk, rotation, { step: "backing-out" });
  try {
    await putBack(turn);
  } catch (error) {
    if (error instanceof GuardError) {
      noteEvent(desk, rotation, { step: "backing-out", blocked: true });
    }
    throw error;
  }
}

async function putBack(turn: Turn): Promise<void> {
  const { desk, rotation, talk } = turn;
  const deps = rotationFixPorts(desk);
  const unlock = deps.store.lock();
  try {
    // An earlier back-out may have been killed while it wrote.
    endInterrupted(turn, deps);
    const numbers = transactionsOfRotation(desk, rotation.id);
    for (const number of numbers.toReversed()) {
      const transaction = readTransaction(deps.store, number);
      if (transaction?.status !== "committed" || isBackOut(transaction)) continue;
      const changed = backOutRotation(deps, transaction);
      if (changed.length > 0) await putBackLines(turn, deps, transaction);
      for (const { path } of transaction.changes) {
        talk.say(`  Done   ${publishPath(path)} has the old value again; restart the services`);
      }
    }
    // Of a back-out that was killed it is the new value, which nobody needs any more.
    discardOldValues(deps, transactionsOfRotation(desk, rotation.id));
  } finally {
    unlock();
  }
}

/** A file that was edited since keeps its edits: only the line of the value goes back. */
async function putBackLines(
  { desk, rotation }: Turn,
  deps: FixDependencies,
  transaction: Transaction,
): Promise<void> {
  const edits = transaction.changes.flatMap(({ before, edits: made }): readonly Edit[] => {
    const kept = before.exists && before.kept !== null ? before.kept : undefined;
    const bytes = kept === undefined ? undefined : deps.store.kept(transaction.number, kept);
    if (bytes?.kind !== "found") return [];
    return made.flatMap((edit): readonly Edit[] => {
      if (edit.kind !== "set-secret") return [];
      const { entries } = parseEnvFile(bytes.value, edit.dialect);
      const value = entries.find(({ key }) => key === edit.key)?.value;
      return value ? [{ ...edit, value }] : [];
    });
  });
  if (edits.length === 0) throw blockedBy(transaction.changes.map(({ path }) => path));
  const title = backOutTitle(rotation.id);
  const { transaction: second } = await applyEdits(desk, deps, title, edits);
  closeRotation(deps, transaction.number);
  closeRotation(deps, second);
}

function blockedBy(paths: readonly string[]): GuardError {
  return new GuardError(
    "environment",
    "BACK_OUT_BLOCKED",
    `${paths.map(publishPath).join(", ")} changed since the cut over, and the old content is gone`,
    ["put the old value back by hand, or go on with: rotate resume"],
  );
}
