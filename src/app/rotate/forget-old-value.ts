import type { CredentialSpec } from "../../core/knowledge/provider.ts";
import { forgetValue } from "../../fixes/forget-value.ts";
import { discardOldValues } from "../../fixes/recover-rotation.ts";
import type { FixDependencies } from "../../fixes/fix-dependencies.ts";
import { readTransactions } from "../../fixes/read-transaction.ts";
import { withRecovery } from "../fix/fix-recovery.ts";
import { type DeadQuestion, deadValueIn } from "./dead-value.ts";
import { knownPrints, valuePrint } from "../../rotation/ledger.ts";
import { type RotationDesk, placesOf, recordsOf, specOf } from "./rotate-desk.ts";
import { endInterrupted } from "./rotate-settle.ts";
import { transactionsOfRotation } from "./rotate-transactions.ts";
import type { Turn } from "./rotate-turn.ts";
import { rotationFixPorts } from "./rotate-write.ts";

/**
 * Once the old value is dead nothing of it stays in our state: neither what this rotation has kept
 * nor what earlier fixes have. Done again at each step, in case the last attempt was interrupted.
 */
export function forgetOldValue({ desk, rotation, spec, talk }: Turn): void {
  const { oldDead, cutOver, stored, oldPrint } = rotation;
  if (!oldDead) return;
  const prints =
    stored === "env" ? { prints: new Set(oldPrint === undefined ? [] : [oldPrint]) } : {};
  const own = transactionsOfRotation(desk, rotation.id);
  const notes = withLock(desk, (deps) => {
    endInterrupted({ desk, talk }, deps);
    const said = spec
      ? forgetDead(desk, deps, { credential: rotation.credential, spec, ...prints }, own)
      : [];
    // Last, because it tells what the old value was; before the cut over it is still in the files.
    if (cutOver && own.length > 0) discardOldValues(deps, own);
    return said;
  });
  for (const note of notes) talk.say(`  Note   ${note}`);
}

/**
 * The same for values that a person says are dead.
 *
 * @param prints absent for what IPTVbp's settings hold: whatever was kept under its name.
 * @returns notes for people.
 */
export function forgetStated(
  desk: RotationDesk,
  credential: string,
  spec: CredentialSpec,
  prints?: ReadonlySet<string>,
): readonly string[] {
  const question = { credential, spec, ...(prints ? { prints } : {}) };
  return withLock(desk, (deps) => forgetDead(desk, deps, question, []));
}

/** The same for every value that the credential ever had but those that are in use now. */
export function forgetEarlier(desk: RotationDesk, credential: string): readonly string[] {
  const { opened, ledger } = desk;
  const spec = specOf(opened, credential);
  const prints = new Set(knownPrints(recordsOf(desk), credential));
  for (const place of placesOf(opened, credential)) prints.delete(valuePrint(place, ledger.hash));
  return spec && prints.size > 0 ? forgetStated(desk, credential, spec, prints) : [];
}

function forgetDead(
  desk: RotationDesk,
  deps: FixDependencies,
  question: DeadQuestion,
  own: readonly number[],
): readonly string[] {
  const { store } = deps;
  const kept = readTransactions(store).flatMap(({ number }) =>
    store.keptNames(number).flatMap((name) => {
      const content = store.kept(number, name);
      return content.kind === "found" ? [content.value] : [];
    }),
  );
  if (kept.length === 0) return [];
  const dead = deadValueIn(desk, question, kept);
  return forgetValue(deps, dead, own).map(({ transaction }) => {
    const what = `what transaction ${transaction} kept of the dead value is deleted`;
    return `${what}; undo leaves that file as it is`;
  });
}

/** What a killed run left open is ended first: rolling it back takes what it kept. */
function withLock<T>(desk: RotationDesk, work: (deps: FixDependencies) => T): T {
  const deps = rotationFixPorts(desk);
  if (readTransactions(deps.store).length === 0) return work(deps);
  const unlock = deps.store.lock();
  try {
    withRecovery(deps, desk.opened.install.root);
    return work(deps);
  } finally {
    unlock();
  }
}
