import { describe, expect, test } from "vitest";
import { renderReport } from "../../../src/app/audit/render-report.ts";
import { json } from "../../../src/reporters/json.ts";
import { aContext, aFinding, aGap, aReport, aRow } from "../../support/a-report.ts";
import { mint } from "../../support/mint.ts";

const failing = aReport({
  rows: [aRow({ status: "fail" })],
  findings: [aFinding({ severity: "medium" })],
});
const text = (report: typeof failing) => json(report, aContext());

describe("a saved report", () => {
  test("comes out as it went in", () => {
    expect(text(renderReport(text(failing), "r.json", "medium"))).toBe(text(failing));
  });

  test.each([
    ["medium", 1, "1 finding at medium or above"],
    ["high", 0, "nothing at high or above"],
    ["never", 0, "nothing was missed; --fail-on never"],
  ] as const)("under --fail-on %s it exits %i", (failOn, exitCode, exitReason) => {
    expect(renderReport(text(failing), "r.json", failOn).summary).toMatchObject({
      exitCode,
      exitReason,
    });
  });

  test("what could not be seen is still 3 under --fail-on never", () => {
    const report = aReport({
      rows: [aRow({ status: "unknown", reason: { code: "io", text: "x" }, gaps: [aGap()] })],
    });
    expect(renderReport(text(report), "r.json", "never").summary.exitCode).toBe(3);
  });

  test("its summary is counted anew: nobody can write a better one into the file", () => {
    const forged = { ...failing, summary: { ...failing.summary, exitCode: 0, coverage: 1 } };
    expect(renderReport(text(forged), "r.json", "medium").summary).toEqual(failing.summary);
  });

  test("what is no JSON is refused without quoting it", () => {
    const secret = mint("stripe.secret-key", 3);
    expect(() => renderReport(`{"a": ${secret}`, "r.json", "medium")).toThrow(
      /^r\.json: not JSON$/,
    );
  });
});
