import { describe, expect, test } from "vitest";
import {
  addInterval,
  formatInterval,
  monthsBetween,
  parseInterval,
} from "../../../src/core/text/interval.ts";

describe("intervals", () => {
  test.each([
    ["12 months", { months: 12, days: 0 }],
    ["1 month", { months: 1, days: 0 }],
    ["2 years", { months: 24, days: 0 }],
    ["90 days", { months: 0, days: 90 }],
    ["2 weeks", { months: 0, days: 14 }],
    [" 6months ", { months: 6, days: 0 }],
    ["0 months", undefined],
    ["12", undefined],
    ["twelve months", undefined],
    ["-1 months", undefined],
    ["12 monthsx", undefined],
  ])("parses %j", (text, expected) => {
    expect(parseInterval(text)).toEqual(expected);
  });

  test.each([
    ["2025-01-31", { months: 1, days: 0 }, "2025-02-28"],
    ["2024-01-31", { months: 1, days: 0 }, "2024-02-29"],
    ["2024-02-29", { months: 12, days: 0 }, "2025-02-28"],
    ["2025-03-31", { months: -1, days: 0 }, "2025-02-28"],
    ["2025-12-15", { months: 1, days: 10 }, "2026-01-25"],
    ["2025-01-15", { months: -22, days: 0 }, "2023-03-15"],
  ])("%s plus %o is %s", (from, interval, to) => {
    expect(addInterval(new Date(from), interval).toISOString().slice(0, 10)).toBe(to);
  });

  test.each([
    ["2025-01-15", "2026-11-24", 22],
    ["2025-01-31", "2025-02-28", 1],
    ["2025-01-30", "2025-02-27", 0],
    ["2025-05-10", "2025-05-10", 0],
    ["2026-01-01", "2025-01-01", 0],
    ["2024-02-29", "2025-02-28", 12],
  ])("from %s to %s are %i whole months", (from, to, months) => {
    expect(monthsBetween(new Date(from), new Date(to))).toBe(months);
  });

  test.each([
    [{ months: 1, days: 0 }, "1 month"],
    [{ months: 18, days: 0 }, "18 months"],
    [{ months: 0, days: 1 }, "1 day"],
    [{ months: 0, days: 9 }, "9 days"],
  ])("%o reads %s", (interval, text) => {
    expect(formatInterval(interval)).toBe(text);
  });
});
