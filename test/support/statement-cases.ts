import { aStatement, statementsPath, stating } from "./a-statement.ts";
import type { Case, FailingCase, ObstacleTable, SkippedCase, UnknownCase } from "./audit-cases.ts";

/** What every audit that takes statements has in common, as tables for `auditCases`. */
export function statementCases(audit: string) {
  const on = aStatement(audit);
  const off = aStatement(audit, { answer: "off" });
  const torn = '{"kind":"stated","aud';
  const withdrawn = { kind: "withdrawn", audit, at: "2026-11-21T10:00:00.000Z", by: "kim" };
  const other = aStatement(audit === "x/y" ? "y/z" : "x/y", { answer: "off" });
  const passes: readonly Case[] = [
    { name: "stated", ...stating(on) },
    { name: "stated today, on its only day", ...stating(aStatement(audit, day("2026-11-24"))) },
    { name: "the last day", ...stating(on), now: "2026-12-20T23:59:59Z" },
    { name: "a newer statement replaces an older one", ...stating(off, on) },
    { name: "stated anew after it was taken back", ...stating(off, withdrawn, on) },
    { name: "stated anew after a damaged line", ...stating(off, `${torn}\n`, on) },
    { name: "others are stated otherwise", ...stating(other, on, other) },
    {
      name: "with evidence and a remark",
      ...stating(
        aStatement(audit, { note: "x", evidence: { path: "/x.png", sha256: "ab".repeat(32) } }),
      ),
    },
  ];
  const unknowns: readonly UnknownCase[] = [
    {
      name: "expired a day ago",
      ...stating(aStatement(audit, { until: "2026-11-23" })),
      code: "expired",
      text: "stated on 2026-11-20 expired on 2026-11-23; look again: attest ",
    },
    {
      name: "a bad one that expired proves nothing any more",
      ...stating(aStatement(audit, { answer: "off", until: "2026-11-23" })),
      code: "expired",
    },
    {
      name: "dated in the future",
      ...stating(aStatement(audit, day("2026-11-25"))),
      code: "expired",
      text: "has not come yet by this clock (2026-11-24)",
    },
    {
      name: "the clock went back since it was written down",
      ...stating(aStatement(audit, { at: "2026-11-25T00:00:00.000Z" })),
      code: "expired",
    },
    { name: "a clock in 1970", ...stating(on), now: "1970-01-01T00:00:00Z", code: "expired" },
    { name: "cut short", ...stating(on, torn), code: "parse", text: "line 2" },
    { name: "cut short, and nothing else", ...stating(torn), code: "parse", text: "line 1" },
    { name: "zeros where a line was", ...stating(on, "\0".repeat(40)), code: "parse" },
    { name: "a newer kind of record", ...stating(on, { ...on, kind: "revoked" }), code: "parse" },
    ...[
      { audit: "" },
      { answer: "maybe" },
      { answer: [] },
      { answer: -1 },
      { date: "2026-02-30" },
      { until: "soon" },
      { date: "2026-12-21" },
      { by: "" },
      { at: "yesterday" },
      { note: 7 },
      { evidence: {} },
      { evidence: { path: "x.png", sha256: "ab".repeat(32) } },
      { evidence: { path: "/x.png", sha256: "AB" } },
    ].map((wrong) => ({
      name: `a damaged record: ${JSON.stringify(wrong)}`,
      ...stating(on, aStatement(audit, wrong)),
      code: "parse" as const,
    })),
  ];
  const needs = [`attest ${audit}`];
  const skips: readonly SkippedCase[] = [
    { name: "nothing stated", files: { ".env": "A=1\n" }, needs },
    { name: "nothing yet in the file", ...stating(""), needs },
    { name: "only others are stated", ...stating(other), needs },
    { name: "taken back", ...stating(on, withdrawn), needs },
  ];
  const obstacles: readonly ObstacleTable[] = [
    { name: "what was stated", ...stating(on), at: statementsPath },
  ];
  return { passes, unknowns, skips, obstacles };
}

/** The tables of an audit that asks for yes or no. */
export function yesOrNoCases(
  audit: string,
  finding: { readonly message: string; readonly at: string },
) {
  const usual = statementCases(audit);
  const on = aStatement(audit);
  const fails: readonly FailingCase[] = [
    {
      name: "stated to be off",
      ...stating(aStatement(audit, { answer: "off", note: "seen by two" })),
      findings: [{ ...finding, evidence: "stated by jo on 2026-11-20: seen by two" }],
    },
    {
      name: "stated to be off after it was on",
      ...stating(on, aStatement(audit, { answer: "off" })),
      findings: [finding],
    },
  ];
  const unknowns: readonly UnknownCase[] = [
    ...usual.unknowns,
    farFuture(audit),
    {
      name: "an age that no statement may have, whatever it says",
      ...stating(aStatement(audit, { date: "2025-11-23", until: "2030-01-01" })),
      code: "expired",
      text: "expired on 2026-11-23",
    },
    {
      name: "a number where none is asked for",
      ...stating(aStatement(audit, { answer: 12 })),
      code: "parse",
      text: "does not answer this audit",
    },
    {
      name: "names where none are asked for",
      ...stating(aStatement(audit, { answer: ["Create Users"] })),
      code: "parse",
    },
  ];
  return { ...usual, fails, unknowns };
}

/** A clock in 2100: long expired, where the date of a review does not decide already. */
export function farFuture(audit: string): UnknownCase {
  const name = "a clock in 2100";
  return { name, ...stating(aStatement(audit)), now: "2100-01-01T00:00:00Z", code: "expired" };
}

/** Holds on one day only. */
export function day(date: string): object {
  return { date, until: date };
}
