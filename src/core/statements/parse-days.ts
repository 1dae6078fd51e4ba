import { parseInterval } from "../text/interval.ts";
import { quoted } from "../text/quoted.ts";
import { addDays, daysBetween, isDay } from "./day.ts";
import type { StatementSpec } from "./statement-spec.ts";

export type ParsedDay =
  | { readonly kind: "day"; readonly day: string }
  | { readonly kind: "problem"; readonly text: string };

type Holds = Pick<StatementSpec, "holds">;

const problem = (text: string): ParsedDay => ({ kind: "problem", text });

/** The day on which it was seen: not to come, and not so long ago that it would hold no more. */
export function parseSeenDay(typed: string, { holds }: Holds, today: string): ParsedDay {
  const day = typed.trim();
  if (!isDay(day)) return problem(`${quoted(day)} is no day, as ${today} is`);
  if (day > today) return problem(`${day} has not come yet, by the clock of this host (UTC)`);
  if (daysBetween(day, today) <= holds.most) return { kind: "day", day };
  return problem(`${day} is over ${holds.most} days ago, and nothing stated then holds any more`);
}

/** The last day on which it holds: `2027-02-01`, or `60 days` from the day it was seen. */
export function parseLastDay(
  typed: string,
  { holds }: Holds,
  { seen, today }: { readonly seen: string; readonly today: string },
): ParsedDay {
  const text = typed.trim();
  const span = parseInterval(text);
  // Ten years are too long for any audit, and stay days of four-digit years.
  const day =
    span === undefined ? text : addDays(seen, Math.min(span.days + span.months * 30, 3660));
  if (!isDay(day))
    return problem(`${quoted(text)} is no day, as ${usualLastDay(seen, { holds })} is`);
  if (day < today || day < seen) return problem(`${day} is over already`);
  const limit = addDays(seen, holds.most);
  if (day <= limit) return { kind: "day", day };
  return problem(
    `${day} is too late: what was seen on ${seen} holds until ${limit} at most (${holds.most} days)`,
  );
}

export function usualLastDay(seen: string, { holds }: Holds): string {
  return addDays(seen, holds.usual);
}
