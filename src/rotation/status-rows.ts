import type { CredentialAge } from "../core/credentials/age.ts";
import { addInterval, formatInterval } from "../core/text/interval.ts";
import { compareText } from "../core/text/path-text.ts";
import type { Interval } from "../core/knowledge/provider.ts";
import type { RotationRow } from "../core/documents/rotation-document.ts";

export interface StatusSubject {
  readonly id: string;
  readonly title: string;
  readonly stored: "env" | "settings";
  readonly every: Interval;
  readonly age?: CredentialAge;
}

const dayMs = 86_400_000;

/** Rows of `rotate status`: what is overdue first, then by due date, what is not known last. */
export function statusRows(subjects: readonly StatusSubject[], now: Date): readonly RotationRow[] {
  return subjects
    .map((subject) => rowOf(subject, now))
    .toSorted(
      (a, b) => compareText(orderOf(a), orderOf(b)) || compareText(a.credential, b.credential),
    );
}

function orderOf({ state, due }: RotationRow): string {
  return `${state === "overdue" ? 0 : state === "unknown" ? 2 : 1}${due ?? ""}`;
}

function rowOf({ id, title, stored, every, age }: StatusSubject, now: Date): RotationRow {
  const sinceMs = age?.sinceMs;
  const head = { credential: id, title, stored } as const;
  const limit = formatInterval(every);
  const nothing = stored === "settings" ? "IPTVbp settings" : "no evidence";
  const base = { limit, knownFrom: age && sinceMs !== undefined ? age.source : nothing };
  if (!age || sinceMs === undefined) {
    const unknown = { since: null, atLeast: true, ageDays: null, due: null } as const;
    return rowWith(head, { ...unknown, ...base, state: "unknown", evidence: "none" });
  }
  const due = addInterval(new Date(sinceMs), every);
  const isOver = due.getTime() < now.getTime();
  const isExact = !age.atLeast;
  return rowWith(head, {
    since: isoDate(new Date(sinceMs)),
    atLeast: age.atLeast,
    ageDays: Math.floor((now.getTime() - sinceMs) / dayMs),
    // A lower bound says when it was due at the latest, never that it is not due yet.
    due: isExact || isOver ? isoDate(due) : null,
    ...base,
    state: isOver ? "overdue" : isExact ? soonOr(due, sinceMs, now) : "unknown",
    evidence: age.evidence,
  });
}

/** The last tenth of the interval. */
function soonOr(due: Date, sinceMs: number, now: Date): "soon" | "ok" {
  return now.getTime() - sinceMs > (due.getTime() - sinceMs) * 0.9 ? "soon" : "ok";
}

/** The order of the keys is part of the contract. */
function rowWith(
  head: Pick<RotationRow, "credential" | "title" | "stored">,
  rest: Omit<RotationRow, "credential" | "title" | "stored">,
): RotationRow {
  const { since, atLeast, ageDays, limit, due, state, knownFrom, evidence } = rest;
  return { ...head, since, atLeast, ageDays, limit, due, state, knownFrom, evidence };
}

function isoDate(date: Date): string {
  return date.toISOString().slice(0, 10);
}
