import fs from "node:fs";
import path from "node:path";
import { Ajv2020 } from "ajv/dist/2020.js";
import { describe, expect, test } from "vitest";
import { parseReport } from "../../../src/core/documents/parse-report.ts";
import { json } from "../../../src/reporters/json.ts";
import type { Report } from "../../../src/core/documents/report.ts";
import type { Location } from "../../../src/core/location.ts";
import { aContext, aFinding, aGap, aReport, aRow } from "../../support/a-report.ts";

const schemaFile = path.resolve(import.meta.dirname, "../../../rules/schema/report.schema.json");
const validate = new Ajv2020({ allErrors: true }).compile(
  JSON.parse(fs.readFileSync(schemaFile, "utf8")) as object,
);

const places: readonly Location[] = [
  { kind: "file", path: "a", line: 1, column: 2 },
  { kind: "env", path: ".env", key: "A", line: 4 },
  { kind: "log", path: "x.log", line: 9 },
  { kind: "url", url: "https://shop.example/.env" },
  { kind: "host", what: "sshd" },
  {
    kind: "git",
    object: "ab",
    type: "blob",
    commit: "cd",
    path: ".env",
    line: 3,
    ref: "x",
    reachable: false,
    author: "jo",
    date: "2025-01-15",
  },
];
const waiver = { reason: "r", owner: "o", expires: "2027-01-01" };
const entry = { audit: "env/mode", fingerprint: "f".repeat(32), path: ".env", ...waiver };
const base = aReport({
  rows: [
    aRow({ status: "fail", needs: ["--network"], gaps: [aGap()] }),
    aRow({
      id: "env/owner",
      status: "unknown",
      reason: { code: "permission", text: "no" },
      gaps: [aGap({ waived: true })],
      waiver,
    }),
    aRow({ id: "env/present", status: "skipped", needs: ["attest x"] }),
    aRow({ id: "env/z", status: "not-applicable", reason: { code: "absent", text: "none" } }),
  ],
  findings: places.map((location) =>
    aFinding({
      location,
      alsoAt: places,
      ruleId: "stripe.secret-key",
      evidence: "x",
      fix: "review",
      state: "waived",
      waiver,
    }),
  ),
});
const full: Report = {
  ...base,
  waivers: { file: "w.yaml", applied: 1, expired: [entry], unused: [entry] },
  baseline: { file: "b.json", known: 1, gone: 2 },
};

/** Turns every object's keys round, to show that their order is made and not found. */
function reversed(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(reversed);
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .toReversed()
      .map(([key, each]) => [key, reversed(each)]),
  );
}

describe("the report as JSON", () => {
  test("has the keys of the contract in their order", () => {
    const keys = (value: object | undefined) => Object.keys(value ?? {}).join(" ");
    const report = JSON.parse(json(full, aContext())) as typeof full;
    expect(keys(report)).toBe(
      "schemaVersion tool kind install startedAt durationMs summary audits findings looked waivers baseline",
    );
    expect(keys(report.summary)).toBe("audits findings coverage exitCode exitReason");
    expect(keys(report.audits[0])).toBe("id title rule status severity needs gaps durationMs");
    expect(keys(report.audits[1])).toBe(
      "id title rule status severity reason gaps durationMs waiver",
    );
    expect(keys(report.audits[1]?.gaps[0])).toBe("what reason count code waived");
    expect(keys(report.audits[1]?.waiver)).toBe("reason owner expires");
    expect(keys(report.waivers)).toBe("file applied expired unused");
    expect(keys(report.waivers?.expired[0])).toBe("audit fingerprint path reason owner expires");
    expect(keys(report.baseline)).toBe("file known gone");
    expect(keys(report.findings[0])).toBe(
      "fingerprint auditId ruleId severity confidence message location alsoAt occurrences evidence remedy fix state waiver",
    );
    expect(report.findings[0]?.alsoAt.map(keys)).toEqual([
      "kind path line column",
      "kind path key line",
      "kind path line",
      "kind url",
      "kind what",
      "kind object type commit path line ref reachable author date",
    ]);
  });

  test("is the same bytes whatever order the parts came in", () => {
    const inputs = full.looked.inputs;
    const other = reversed(full) as typeof full;
    const back = { ...other, looked: { ...other.looked, inputs } };
    expect(json(back, aContext())).toBe(json(full, aContext()));
  });

  test("leaves out what is not known instead of writing null", () => {
    expect(json(aReport({ findings: [aFinding()] }), aContext())).not.toMatch(
      /evidence|ruleId|waive|baseline|undefined/,
    );
  });

  test("escapes C1, bidi and line separators, and reads back the same", () => {
    const message = "a\u0085b\u009Bc\u202Ed\u2028e\u2066f\uFEFFg\u007F";
    const text = json(aReport({ findings: [aFinding({ message })] }), aContext());
    expect(text).not.toMatch(/[\u007F-\u009F\u202A-\u202E\u2028\u2029\u2066-\u2069\uFEFF]/);
    expect((JSON.parse(text) as typeof full).findings[0]?.message).toBe(message);
  });

  test("fits its schema, and its own reader takes it", () => {
    for (const report of [full, aReport(), aReport({ root: null, findings: [aFinding()] })]) {
      const value: unknown = JSON.parse(json(report, aContext()));
      expect(validate(value), JSON.stringify(validate.errors)).toBe(true);
      expect(parseReport(value, "r.json")).toEqual(value);
    }
  });

  test.each<[string, (report: Record<string, unknown>) => void]>([
    ["another kind", (report) => void (report["kind"] = "fix")],
    ["another version", (report) => void (report["schemaVersion"] = 2)],
    ["no findings", (report) => void delete report["findings"]],
    ["a finding that is text", (report) => void (report["findings"] = ["x"])],
    [
      "a severity that is none",
      (report) => void (report["findings"] = [{ ...aFinding(), severity: "bad" }]),
    ],
    [
      "a place without kind",
      (report) => void (report["findings"] = [{ ...aFinding(), location: {} }]),
    ],
    ["a status that is none", (report) => void (report["audits"] = [{ ...aRow(), status: "ok" }])],
    ["gaps that are none", (report) => void (report["looked"] = { inputs: {}, gaps: [1] })],
    [
      "counts that are none",
      (report) => void (report["looked"] = { inputs: { a: "1" }, gaps: [] }),
    ],
    [
      "a gap that is waived by a word",
      (report) => void (report["looked"] = { inputs: {}, gaps: [{ ...aGap(), waived: "yes" }] }),
    ],
    [
      "a waiver that gives no reason",
      (report) => void (report["audits"] = [{ ...aRow(), waiver: {} }]),
    ],
    [
      "a waiver without an owner",
      (report) =>
        void (report["waivers"] = {
          ...full.waivers,
          expired: [{ reason: "r", expires: "2027-01-01" }],
        }),
    ],
    ["waivers that are none", (report) => void (report["waivers"] = [])],
    ["a baseline that is none", (report) => void (report["baseline"] = { file: "b.json" })],
    ["a date that is none", (report) => void (report["startedAt"] = "yesterday")],
  ])("%s is refused by the schema and by the reader", (_, spoil) => {
    const value = JSON.parse(json(aReport(), aContext())) as Record<string, unknown>;
    spoil(value);
    expect(validate(value)).toBe(false);
    expect(() => parseReport(value, "r.json")).toThrow(/^r\.json: no report: /);
  });

  test("a pass with a gap does not fit the schema", () => {
    const value: unknown = JSON.parse(
      json(aReport({ rows: [aRow({ gaps: [aGap()] })] }), aContext()),
    );
    expect(validate(value)).toBe(false);
  });
});
