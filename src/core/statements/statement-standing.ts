import type { Look, Reason } from "../look.ts";
import { addDays, dayOf, daysBetween } from "./day.ts";
import type { Statement } from "./statement.ts";
import type { StatementSpec } from "./statement-spec.ts";

/** Where the statements about one audit stand at one moment. */
export type Standing =
  | { readonly kind: "none" }
  | { readonly kind: "holds"; readonly statement: Statement; readonly until: string }
  | { readonly kind: "expired"; readonly statement: Statement; readonly until: string }
  /** A review whose day is too long ago, whatever it was said to hold. */
  | { readonly kind: "overdue"; readonly statement: Statement; readonly until: string }
  /** Dated after this moment: one of the clocks was wrong. */
  | { readonly kind: "to-come"; readonly statement: Statement; readonly until: string }
  | { readonly kind: "unreadable"; readonly reason: Reason };

/** The last day of a statement: as it says, but never beyond what its audit allows. */
export function lastDay({ date, until }: Statement, { holds }: StatementSpec): string {
  const limit = addDays(date, holds.most);
  return until < limit ? until : limit;
}

export function standingOf(look: Look<Statement>, spec: StatementSpec, now: Date): Standing {
  if (look.kind === "absent") return { kind: "none" };
  if (look.kind === "blocked") return { kind: "unreadable", reason: look.reason };
  const statement = look.value;
  const until = lastDay(statement, spec);
  const today = dayOf(now);
  const place = { statement, until };
  if (statement.date > today || dayOf(new Date(statement.at)) > today) {
    return { kind: "to-come", ...place };
  }
  const isTooOld = daysBetween(statement.date, today) > spec.holds.most;
  if (spec.review && isTooOld && statement.answer === "on") return { kind: "overdue", ...place };
  return { kind: until < today ? "expired" : "holds", ...place };
}
