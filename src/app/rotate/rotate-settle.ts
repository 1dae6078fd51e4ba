import { isInside, publishPath } from "../../core/text/path-text.ts";
import type { FixDependencies } from "../../fixes/fix-dependencies.ts";
import { discardOldValues, recoverRotations } from "../../fixes/recover-rotation.ts";
import { valuePrint } from "../../rotation/ledger.ts";
import { openInstall } from "../open-install.ts";
import { readRotations } from "../../rotation/rotation-state.ts";
import { type RotationDesk, noteEvent, placesOf, recordsOf } from "./rotate-desk.ts";
import { transactionsOfRotation } from "./rotate-transactions.ts";
import { inForce, placesHolding } from "./rotate-places.ts";
import type { Turn } from "./rotate-turn.ts";
import { rotationFixPorts } from "./rotate-write.ts";

/** Ends every cut over that a kill left half done. The caller holds the lock. */
export function endInterrupted(
  { desk, talk }: Pick<Turn, "desk" | "talk">,
  deps: FixDependencies,
): void {
  for (const { transaction, as, conflicts } of recoverRotations(deps, isOldDead(desk))) {
    talk.say(`  Note   transaction ${transaction} was interrupted; it is ${as} now`);
    for (const path of conflicts) {
      talk.say(`  !      ${publishPath(path)} was changed by somebody else and left as it is`);
    }
  }
}

/** Whether the old value of a rotation, by its id, is dead. */
function isOldDead(desk: RotationDesk): (rotation: string) => boolean {
  const rotations = readRotations(recordsOf(desk));
  return (id) => rotations.find((each) => each.id === id)?.oldDead !== undefined;
}

/**
 * Finds out what became of a cut over that was interrupted, and ends it.
 *
 * @returns true when the new value is in place; its event is on the disk then.
 */
export function settleCutting(turn: Turn): boolean {
  const { desk, rotation, talk } = turn;
  const { ports, options, ledger } = desk;
  const deps = rotationFixPorts(desk);
  const unlock = deps.store.lock();
  try {
    endInterrupted(turn, deps);
  } finally {
    unlock();
  }
  const opened = openInstall(ports, options);
  const now = inForce(opened, rotation.credential);
  if (!now || valuePrint(now, ledger.hash) !== rotation.cutting?.print) return false;
  const paths = placesHolding(opened, now).targets.map(({ path }) => path);
  noteCutOver(turn, rotation.cutting.print, paths);
  talk.say("  Note   the cut over had been finished before the interruption");
  return true;
}

/**
 * Ends a rotation whose old value is back in every place, because somebody put it there.
 *
 * @returns true when it has ended.
 */
export function settleOldValue({ desk, rotation, talk }: Turn): boolean {
  const { cutOver, oldPrint, oldDead, ended, credential } = rotation;
  if (!cutOver || oldPrint === undefined || oldDead || ended !== undefined) return false;
  const places = placesOf(openInstall(desk.ports, desk.options), credential);
  const prints = places.map((place) => valuePrint(place, desk.ledger.hash));
  if (!prints.includes(oldPrint) || prints.includes(cutOver.print ?? "")) return false;
  talk.say("  Note   the old value is back in place; the rotation ends here");
  const deps = rotationFixPorts(desk);
  const unlock = deps.store.lock();
  try {
    discardOldValues(deps, transactionsOfRotation(desk, rotation.id));
  } finally {
    unlock();
  }
  noteEvent(desk, rotation, { step: "backed-out", reason: "the old value is back in place" });
  return true;
}

/** The time is the files' own, which cannot be set by hand as the time of their content can. */
export function noteCutOver(
  { desk, rotation }: Turn,
  print: string,
  paths: readonly string[],
  known: "done" | "seen" = "done",
): void {
  const { ports, opened } = desk;
  const { root, config } = opened.install;
  const times = paths.map((path) => {
    const stat = (isInside(root, path) ? ports.filesOf(root, config.mounts) : ports.host).stat(
      path,
    );
    return stat.kind === "found" ? stat.value.ctimeMs : ports.wallNow().getTime();
  });
  noteEvent(desk, rotation, {
    step: "cut-over",
    known,
    print,
    transactions: known === "seen" ? [] : transactionsOfRotation(desk, rotation.id),
    changedMs: Math.max(...times),
  });
}
