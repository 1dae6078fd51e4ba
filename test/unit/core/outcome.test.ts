import { describe, expect, test } from "vitest";
import type { FindingDraft } from "../../../src/core/finding.ts";
import { gap } from "../../../src/core/look.ts";
import { conclude } from "../../../src/core/outcome.ts";

const finding: FindingDraft = { message: "bad", location: { kind: "host", what: "x" } };
const hole = gap("x.log", { code: "io", text: "gzip cut short" });

describe("conclude", () => {
  test.each([
    ["nothing", {}, "pass"],
    ["a finding", { findings: [finding] }, "fail"],
    ["a gap", { gaps: [hole] }, "unknown"],
    ["a need", { needs: ["--network"] }, "skipped"],
    ["finding, gap, need", { findings: [finding], gaps: [hole], needs: ["x"] }, "fail"],
    ["gap and need", { gaps: [hole], needs: ["x"] }, "unknown"],
  ])("%s", (_name, seen, status) => {
    expect(conclude(seen).status).toBe(status);
  });

  test("an unknown names its first gap and how many more there are", () => {
    const outcome = conclude({ gaps: [hole, gap("y.log", hole.reason, 3)] });
    expect(outcome.status === "unknown" && outcome.reason).toEqual({
      code: "io",
      text: "x.log: gzip cut short (and 3 more)",
    });
  });

  test("needs are said once, in order", () => {
    const outcome = conclude({ needs: ["rotate record b", "rotate record a", "rotate record b"] });
    expect(outcome.status === "skipped" && outcome.needs).toEqual([
      "rotate record a",
      "rotate record b",
    ]);
  });
});
