import type { Interval } from "../knowledge/provider.ts";

const dayMs = 86_400_000;

/** Months and days of one unit. */
const units: Readonly<Record<string, readonly [number, number]>> = {
  day: [0, 1],
  week: [0, 7],
  month: [1, 0],
  year: [12, 0],
};

/** `12 months`, `90 days`, `1 year`; undefined when it is none of these. */
export function parseInterval(text: string): Interval | undefined {
  const parts = /^(\d{1,4})\s*(day|week|month|year)s?$/.exec(text.trim());
  if (!parts) return undefined;
  const count = Number(parts[1]);
  if (count === 0) return undefined;
  const [months, days] = units[parts[2] ?? ""] ?? [0, 0];
  return { months: count * months, days: count * days };
}

export function formatInterval({ months, days }: Interval): string {
  if (months > 0) return months === 1 ? "1 month" : `${months} months`;
  return days === 1 ? "1 day" : `${days} days`;
}

/** `date` plus calendar months (UTC, clamped: 31 January + 1 month = 28 February) and days. */
export function addInterval(date: Date, { months, days }: Interval): Date {
  const moved = new Date(date);
  moved.setUTCDate(1);
  moved.setUTCMonth(moved.getUTCMonth() + months);
  const lastDay = new Date(Date.UTC(moved.getUTCFullYear(), moved.getUTCMonth() + 1, 0));
  moved.setUTCDate(Math.min(date.getUTCDate(), lastDay.getUTCDate()));
  return new Date(moved.getTime() + days * dayMs);
}

/** Whole calendar months from `from` to `to`; 0 when `to` is earlier. */
export function monthsBetween(from: Date, to: Date): number {
  let months =
    (to.getUTCFullYear() - from.getUTCFullYear()) * 12 + to.getUTCMonth() - from.getUTCMonth();
  if (months > 0 && addInterval(from, { months, days: 0 }) > to) months -= 1;
  return Math.max(0, months);
}
