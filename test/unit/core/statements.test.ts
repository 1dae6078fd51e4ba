import { describe, expect, test } from "vitest";
import { statementSum } from "../../../src/app/audit/read-statements.ts";
import { audits } from "../../../src/audits/index.ts";
import { found } from "../../../src/core/look.ts";
import { addDays, dayOf, daysBetween, isDay } from "../../../src/core/statements/day.ts";
import { parseAnswer } from "../../../src/core/statements/parse-answer.ts";
import { parseLastDay, parseSeenDay } from "../../../src/core/statements/parse-days.ts";
import {
  newestStatement,
  parseStatementLines,
} from "../../../src/core/statements/statement-lines.ts";
import type { AnswerForm } from "../../../src/core/statements/statement-spec.ts";
import { aStatement, lineOf } from "../../support/a-statement.ts";

describe("audits that take statements", () => {
  test("say what is asked exactly where they need one: set meta.statement", () => {
    const wrong = audits
      .map(({ meta }) => meta)
      .filter(({ needs, statement }) => needs.includes("statement") !== (statement !== undefined));
    expect(wrong.map(({ id }) => id)).toEqual([]);
  });

  const stated = audits.flatMap(({ meta }) =>
    meta.statement === undefined ? [] : [[meta.id, meta.statement, meta] as const],
  );

  test.each(stated)("%s asks one question, and its remedy names the command", (id, spec, meta) => {
    expect(spec.question).toMatch(/^[A-Z].*[^?]\?$/);
    expect(spec.look).toMatch(/^[A-Z].*\.$/);
    expect(spec.off).toMatch(/^[a-z].*[^.]$/i);
    expect(meta.remedy).toContain(`attest ${id} --`);
    expect(spec.holds.usual).toBeGreaterThan(0);
    expect(spec.holds.most).toBeGreaterThanOrEqual(spec.holds.usual);
    expect(spec.holds.most).toBeLessThanOrEqual(365);
    if (spec.review) expect(spec.holds.usual).toBe(spec.holds.most);
  });

  test("there are seven of them", () => {
    expect(stated).toHaveLength(7);
  });
});

describe("days", () => {
  test.each([
    ["2026-11-24", true],
    ["2024-02-29", true],
    ["2026-02-29", false],
    ["2026-13-01", false],
    ["2026-1-1", false],
    ["2026-11-24T00:00:00Z", false],
    ["", false],
    ["today", false],
  ])("%j is a day: %s", (text, expected) => {
    expect(isDay(text)).toBe(expected);
  });

  test("are counted in UTC, over leap days and the changes of clocks", () => {
    expect(dayOf(new Date("2026-11-24T23:59:59.999Z"))).toBe("2026-11-24");
    expect(addDays("2024-02-28", 2)).toBe("2024-03-01");
    expect(addDays("2026-03-28", 2)).toBe("2026-03-30");
    expect(daysBetween("2026-10-20", "2026-11-24")).toBe(35);
    expect(daysBetween("2026-11-24", "2026-11-20")).toBe(-4);
    for (let days = 0; days < 800; days += 1) {
      expect(daysBetween("2024-01-01", addDays("2024-01-01", days))).toBe(days);
    }
  });
});

const number: AnswerForm = { kind: "number", unit: "characters", atLeast: 12 };
const names: AnswerForm = { kind: "names", noun: "scopes" };

describe("answers", () => {
  test.each<[string, AnswerForm | undefined, unknown]>([
    ["on", undefined, "on"],
    [" YES ", undefined, "on"],
    ["Off", number, "off"],
    ["no", names, "off"],
    ["14", number, 14],
    ["0", number, 0],
    ["Create Users", names, ["Create Users"]],
    ["a , b  c,, a,", names, ["a", "b c"]],
  ])("%j", (text, form, answer) => {
    expect(parseAnswer(text, form ? { form } : {})).toEqual({ kind: "answer", answer });
  });

  test.each<[string, AnswerForm | undefined, RegExp]>([
    ["", undefined, /^"" is none of on, off$/],
    ["maybe", undefined, /none of on, off$/],
    ["constructor", undefined, /none of on, off$/],
    ["__proto__", number, /none of/],
    ["14", undefined, /none of on, off$/],
    ["-1", number, /none of on, off, a number of characters$/],
    ["12.5", number, /none of/],
    ["99999", number, /none of/],
    ["of", names, /none of on, off, the scopes/],
    ["ye", names, /none of/],
    ["", names, /none of/],
    [", ,", names, /names no scopes/],
    [Array.from({ length: 41 }, (_, index) => `s${index}`).join(), names, /over 40 scopes/],
    [`ok,${"x".repeat(81)}`, names, /^one of the scopes is longer/],
  ])("%j is none", (text, form, problem) => {
    const parsed = parseAnswer(text, form ? { form } : {});
    expect(parsed.kind === "problem" ? parsed.text : parsed).toMatch(problem);
  });
});

describe("the days of a statement", () => {
  const spec = { holds: { usual: 90, most: 365 } };
  const today = "2026-11-24";
  const days = { seen: "2026-11-20", today };

  test.each([
    ["2026-11-24", "2026-11-24"],
    [" 2025-11-24 ", "2025-11-24"],
    ["2025-11-23", /over 365 days ago/],
    ["2026-11-25", /not come yet/],
    ["2026-11-31", /no day/],
    ["yesterday", /no day, as 2026-11-24 is/],
  ])("seen on %j", (text, expected) => {
    const parsed = parseSeenDay(text, spec, today);
    const got = parsed.kind === "day" ? parsed.day : parsed.text;
    if (typeof expected === "string") expect(got).toBe(expected);
    else expect(got).toMatch(expected);
  });

  test.each([
    ["2026-11-24", "2026-11-24"],
    ["2027-11-20", "2027-11-20"],
    ["30 days", "2026-12-20"],
    ["2 months", "2027-01-19"],
    ["2027-11-21", /2027-11-20 at most \(365 days\)/],
    ["2 years", /at most/],
    ["2026-11-23", /over already/],
    ["3 days", /over already/],
    ["9999 years", /at most/],
    ["soon", /no day, as 2027-02-18 is/],
  ])("until %j", (text, expected) => {
    const parsed = parseLastDay(text, spec, days);
    const got = parsed.kind === "day" ? parsed.day : parsed.text;
    if (typeof expected === "string") expect(got).toBe(expected);
    else expect(got).toMatch(expected);
  });
});

describe("damage", () => {
  const [first, second, third] = [
    aStatement("a/b"),
    aStatement("c/d"),
    aStatement("a/b", { answer: "off" }),
  ];
  const text = [first, second, third].map(lineOf).join("");
  const newest = (damaged: string, audit: string) => {
    const lines = damaged.split("\n").filter((line) => line !== "");
    return newestStatement(found(parseStatementLines(lines, statementSum)), audit);
  };

  /** No damage makes a statement stand that was replaced, or an audit skipped that was stated. */
  test("of any one byte never brings back what was replaced", () => {
    const starts = text.indexOf("\n", text.indexOf("c/d")) + 1;
    for (let at = starts; at < text.length; at += 1) {
      for (const byte of ["\0", "x", '"', "\n", " "]) {
        const look = newest(text.slice(0, at) + byte + text.slice(at + 1), "a/b");
        const shown = JSON.stringify(look);
        if (look.kind === "found") {
          expect(look.value.answer, `${at} ${byte} ${shown}`).toBe("off");
        } else if (look.kind === "blocked") expect(look.reason.code).toBe("parse");
        else expect.unreachable(`${at} ${byte} ${shown}`);
      }
    }
  });

  test("of a cut end is not nothing", () => {
    const end = text.trimEnd().length;
    const start = text.lastIndexOf("\n", end) + 1;
    for (let at = start + 1; at < end; at += 1) {
      const look = newest(text.slice(0, at), "c/d");
      expect(look.kind, String(at)).toBe("blocked");
    }
  });
});
