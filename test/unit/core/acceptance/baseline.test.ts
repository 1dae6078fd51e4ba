import { readFileSync } from "node:fs";
import { Ajv2020 } from "ajv/dist/2020.js";
import { describe, expect, test } from "vitest";
import {
  baselineOf,
  countGone,
  markKnown,
} from "../../../../src/core/acceptance/known-findings.ts";
import type { BaselineEntry } from "../../../../src/core/documents/baseline.ts";
import { parseBaseline } from "../../../../src/core/documents/parse-baseline.ts";
import { jsonText } from "../../../../src/reporters/json-text.ts";
import { aFinding, aGap, aReport, aRow } from "../../../support/a-report.ts";

const key = "ab".repeat(32);
const print = "0123456789abcdef0123456789abcdef";
const entry: BaselineEntry = { fingerprint: print, auditId: "env/mode", severity: "high" };
const schemaFile = new URL("../../../../rules/schema/baseline.schema.json", import.meta.url);
const validate = new Ajv2020({ allErrors: true }).compile(
  JSON.parse(readFileSync(schemaFile, "utf8")) as object,
);

describe("a finding that the baseline knows", () => {
  test.each([
    ["is known", aFinding(), "existing"],
    ["has got better", aFinding({ severity: "low" }), "existing"],
    ["has got worse", aFinding({ severity: "critical" }), "new"],
    ["is in another audit now", aFinding({ auditId: "env/owner" }), "new"],
    ["is another", aFinding({ fingerprint: "f".repeat(32) }), "new"],
    ["is waived", aFinding({ state: "waived", waiver: { reason: "r" } }), "waived"],
  ] as const)("%s: %o", (_name, finding, state) => {
    expect(markKnown([finding], [entry])).toEqual([{ ...finding, state }]);
  });
});

test("an entry is gone only where its audit looked at everything", () => {
  const reason = { code: "io", text: "x" };
  for (const [row, gone] of [
    [aRow(), 1],
    [aRow({ status: "not-applicable" }), 1],
    [aRow({ status: "fail", gaps: [aGap()] }), 0],
    [aRow({ status: "unknown", reason, gaps: [aGap()] }), 0],
    [aRow({ status: "skipped", needs: ["x"] }), 0],
    [aRow({ id: "env/owner" }), 0],
  ] as const) {
    expect(countGone(aReport({ rows: [row] }), [entry]), row.status).toBe(gone);
  }
  expect(countGone(aReport({ findings: [aFinding()] }), [entry])).toBe(0);
});

describe("a baseline", () => {
  const failed = [aRow({ status: "fail" })];
  const of = (...findings: readonly Parameters<typeof aFinding>[0][]) =>
    aReport({ rows: failed, findings: findings.map((each) => aFinding(each)) });

  test("fits its schema, is read back, and holds no word of the findings", () => {
    const text = jsonText(baselineOf(of({ evidence: "seen", message: "said" }), key));
    expect(validate(JSON.parse(text)), JSON.stringify(validate.errors)).toBe(true);
    expect(parseBaseline(text, "b.json")).toEqual({ key, findings: [entry] });
    expect(text).not.toMatch(/seen|said|\.env|chmod/);
  });

  test("is the same whatever the order, one entry for each audit and fingerprint, the worst", () => {
    const other = { fingerprint: "f".repeat(32), auditId: "a/b" } as const;
    const all = [{ severity: "low" }, { severity: "high" }, other] as const;
    const written = baselineOf(of(...all), key);
    expect(written.findings).toEqual([{ ...other, severity: "high" }, entry]);
    expect(baselineOf(of(...all.toReversed()), key)).toEqual(written);
  });

  test("leaves out what is waived: it must come back when the waiver ends", () => {
    const waived = of({ state: "waived", waiver: { reason: "r" } });
    expect(baselineOf(waived, key, [entry]).findings).toEqual([]);
  });

  test("written over another keeps what this run did not look at, and drops what is gone", () => {
    const elsewhere = { ...entry, auditId: "env/owner" };
    const run = aReport({ rows: [aRow()] });
    expect(baselineOf(run, key, [entry, elsewhere]).findings).toEqual([elsewhere]);
  });
});

const good = {
  schemaVersion: 1,
  tool: { name: "iptvbp-guard", version: "0.1.0" },
  kind: "baseline",
  install: { root: "/srv", host: "shop1" },
  startedAt: "2026-11-27T00:00:00.000Z",
  key,
  findings: [entry],
};

describe("a damaged baseline is refused, never read as an empty one", () => {
  test.each<[string, unknown, RegExp]>([
    ["a list", [], /the document must be an object/],
    ["a report", { ...good, kind: "report" }, /kind must be "baseline"/],
    ["another version", { ...good, schemaVersion: 2 }, /another version wrote this/],
    ["no key", { ...good, key: undefined }, /the document has no key/],
    ["half a key", { ...good, key: "abc" }, /key must be 16 to 64 bytes in hex/],
    ["no findings", { ...good, findings: undefined }, /has no findings/],
    ["findings that are none", { ...good, findings: {} }, /findings must be a list/],
    ["an unknown key", { ...good, extra: 1 }, /a key too many/],
    ["no moment", { ...good, startedAt: "x" }, /startedAt must be a moment/],
    ["no tool", { ...good, tool: "x" }, /tool must be an object/],
    ["an entry that is text", { ...good, findings: ["x"] }, /findings\[0\] must be an object/],
    [
      "an entry without severity",
      { ...good, findings: [{ ...entry, severity: undefined }] },
      /has no severity/,
    ],
    [
      "a severity that is none",
      { ...good, findings: [{ ...entry, severity: "bad" }] },
      /severity must be/,
    ],
    [
      "a fingerprint that is none",
      { ...good, findings: [entry, { ...entry, fingerprint: "x" }] },
      /findings\[1\]\.fingerprint/,
    ],
    ["an entry that says more", { ...good, findings: [{ ...entry, note: "x" }] }, /a key too many/],
  ])("%s", (_name, value, message) => {
    const text = JSON.stringify(value);
    expect(() => parseBaseline(text, "b.json")).toThrow(message);
    expect(() => parseBaseline(text, "b.json")).toThrow(/^b\.json: no baseline: /);
    expect(validate(JSON.parse(text))).toBe(false);
  });

  test("every cut of the text", () => {
    const text = JSON.stringify(good);
    for (let end = 0; end < text.length; end += 1) {
      expect(() => parseBaseline(text.slice(0, end), "b.json")).toThrow(/^b\.json: no baseline: /);
    }
    expect(parseBaseline(text, "b.json").findings).toEqual([entry]);
  });
});
