import { describe, expect, test } from "vitest";
import { decideExit } from "../../../src/core/exit.ts";
import type { Finding } from "../../../src/core/finding.ts";
import type { AuditRow } from "../../../src/core/documents/report.ts";
import { severities } from "../../../src/core/severity.ts";

const row = (status: AuditRow["status"]): AuditRow => ({
  id: "env/mode",
  title: "t",
  rule: 2,
  status,
  severity: "high",
  gaps: [],
  durationMs: 0,
});

const finding = (over: Partial<Finding>): Finding => ({
  fingerprint: "0".repeat(32),
  auditId: "env/mode",
  severity: "high",
  confidence: "high",
  message: "m",
  location: { kind: "host", what: "x" },
  alsoAt: [],
  occurrences: 1,
  remedy: "r",
  fix: null,
  state: "new",
  ...over,
});

const medium = { failOn: "medium", strict: false } as const;
const read = { files: 1 };

describe("exit code", () => {
  test.each(severities.map((severity, index) => [severity, index <= 2 ? 1 : 0] as const))(
    "a %s finding under --fail-on medium gives %i",
    (severity, code) => {
      const verdict = decideExit([row("fail")], [finding({ severity })], read, 0, medium);
      expect(verdict.exitCode).toBe(code);
    },
  );

  test.each([
    ["unknown audit", [row("unknown")], [], 0, medium, 3],
    ["gap", [row("pass")], [], 1, medium, 3],
    ["finding wins over unknown", [row("unknown"), row("fail")], [finding({})], 2, medium, 1],
    ["waived finding", [row("fail")], [finding({ state: "waived" })], 0, medium, 0],
    ["existing finding", [row("fail")], [finding({ state: "existing" })], 0, medium, 0],
    ["skipped", [row("skipped")], [], 0, medium, 0],
    ["skipped, strict", [row("skipped")], [], 0, { failOn: "medium", strict: true }, 3],
    ["never hides 1", [row("fail")], [finding({})], 0, { failOn: "never", strict: false }, 0],
    ["never does not hide 3", [row("unknown")], [], 0, { failOn: "never", strict: false }, 3],
  ] as const)("%s", (_name, rows, findings, gaps, options, code) => {
    expect(decideExit(rows, findings, read, gaps, options).exitCode).toBe(code);
  });

  test("zero inputs are incomplete", () => {
    const verdict = decideExit([row("pass")], [], { files: 0, bytes: 0 }, 0, medium);
    expect(verdict).toEqual({ exitCode: 3, exitReason: "incomplete: nothing was read" });
  });

  test("the reason counts", () => {
    const two = [finding({}), finding({ severity: "low" }), finding({ severity: "critical" })];
    expect(decideExit([row("fail")], two, read, 0, medium).exitReason).toBe(
      "2 findings at medium or above",
    );
  });
});
