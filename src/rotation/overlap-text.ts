import type { RotationFacts } from "../core/knowledge/provider.ts";
import { type Rotation, overlapEnds } from "./rotation-state.ts";

/** What happens to the old value when a new one is made; shown before anything cannot be undone. */
export function overlapText({
  overlap,
  overlapHours,
  overlapNote,
}: Pick<RotationFacts, "overlap" | "overlapHours" | "overlapNote">): string {
  const note = overlapNote === undefined ? "" : ` (${overlapNote})`;
  if (overlap === "yes") return `old and new work side by side until you revoke the old one${note}`;
  if (overlap === "limited") {
    const most = overlapHours === undefined ? "a while" : `up to ${span(overlapHours * 3_600_000)}`;
    return `old and new work side by side for ${most}${note}`;
  }
  if (overlap === "none") return `none: the old value dies as soon as a new one is made${note}`;
  return `not published: the old value may die as soon as a new one is made${note}`;
}

/** Whether making the new value can already end the old one. */
export function diesAtMint({ overlap }: Pick<RotationFacts, "overlap">): "yes" | "no" | "maybe" {
  if (overlap === "none") return "yes";
  return overlap === "unknown" ? "maybe" : "no";
}

/** The countdown, for people; undefined where the provider sets no end. */
export function overlapLeft(rotation: Rotation, now: Date): string | undefined {
  const end = overlapEnds(rotation);
  if (!end) return undefined;
  const left = end.getTime() - now.getTime();
  const moment = `${end.toISOString().slice(0, 16).replace("T", " ")} UTC`;
  if (left <= 0) return `the overlap ended at the latest on ${moment}`;
  return `the old value works for at most ${span(left)} more, until ${moment}`;
}

/** A clock that shows less than what was already written down; undefined when it does not. */
export function clockSetBack(rotation: Pick<Rotation, "lastAt">, now: Date): string | undefined {
  const back = Date.parse(rotation.lastAt) - now.getTime();
  if (back < 60_000) return undefined;
  return `the clock of this host was set back by ${span(back)} since the last step; times below may be wrong`;
}

/** `7 days`, `24 hours`, `5 minutes`: one unit, rounded down, at least 1. */
function span(ms: number): string {
  const minutes = Math.max(1, Math.floor(ms / 60_000));
  if (minutes < 120) return minutes === 1 ? "1 minute" : `${minutes} minutes`;
  const hours = Math.floor(minutes / 60);
  if (hours <= 48) return `${hours} hours`;
  return `${Math.floor(hours / 24)} days`;
}
