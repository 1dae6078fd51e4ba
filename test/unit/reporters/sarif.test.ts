import type { Log } from "sarif";
import { describe, expect, test } from "vitest";
import type { Location } from "../../../src/core/location.ts";
import { sarif } from "../../../src/reporters/sarif/sarif.ts";
import { aContext, aFinding, aGap, aReport, aRow } from "../../support/a-report.ts";

function runOf(report: Parameters<typeof sarif>[0], context = aContext()) {
  const log = JSON.parse(sarif(report, context)) as Log;
  expect(log.version).toBe("2.1.0");
  const [run] = log.runs;
  if (!run) throw new Error("no run");
  return run;
}

const failing = aRow({ status: "fail" });

describe("the report as SARIF", () => {
  test("describes every audit that ran, with its help, once and sorted", () => {
    const run = runOf(
      aReport({ rows: [aRow({ id: "env/owner" }), failing], findings: [aFinding(), aFinding()] }),
    );
    expect(run.tool.driver.rules?.map(({ id }) => id)).toEqual(["env/mode", "env/owner"]);
    expect(run.tool.driver.rules?.[0]).toMatchObject({
      shortDescription: { text: "Title" },
      fullDescription: { text: "Why." },
      help: { text: "Why.\n\nchmod 600 .env" },
      helpUri: "https://example.com/read",
      defaultConfiguration: { level: "error" },
      properties: { "security-severity": "8.0" },
    });
    for (const { ruleId, ruleIndex } of run.results ?? []) {
      expect(run.tool.driver.rules?.[ruleIndex ?? -1]?.id).toBe(ruleId);
    }
  });

  test("takes a report of another version: audits without metadata", () => {
    const run = runOf(aReport({ rows: [failing] }), aContext({ meta: () => undefined }));
    expect(run.tool.driver.rules?.[0]?.shortDescription?.text).toBe(failing.title);
  });

  test.each([
    ["critical", "error"],
    ["high", "error"],
    ["medium", "warning"],
    ["low", "note"],
    ["info", "note"],
  ] as const)("%s is %s", (severity, level) => {
    const run = runOf(aReport({ rows: [failing], findings: [aFinding({ severity })] }));
    expect(run.results?.[0]?.level).toBe(level);
  });

  const places: readonly (readonly [Location, string])[] = [
    [{ kind: "file", path: "a b/%.env", line: 3 }, "a%20b/%25.env"],
    [{ kind: "env", path: ".env", key: "APP_KEY" }, ".env"],
    [{ kind: "log", path: "/var/log/x", line: 1 }, "file:///var/log/x"],
    [{ kind: "git", path: ".env", type: "blob", object: "ab", reachable: true }, ".env"],
    [{ kind: "git", type: "commit", object: "ab", reachable: true }, "."],
    [{ kind: "url", url: "https://shop.example/.env" }, "."],
    [{ kind: "host", what: "port 6379" }, "."],
  ];
  test.for(places)(
    "has a file for every place, which code scanning asks for: %j",
    ([location, uri]) => {
      const [result] =
        runOf(aReport({ rows: [failing], findings: [aFinding({ location, alsoAt: [location] })] }))
          .results ?? [];
      const all = [...(result?.locations ?? []), ...(result?.relatedLocations ?? [])];
      expect(all.map((each) => each.physicalLocation?.artifactLocation?.uri)).toEqual([uri, uri]);
    },
  );

  test("carries fingerprint, places and line", () => {
    const finding = aFinding({
      location: { kind: "file", path: "a b/%.env", line: 3, column: 7 },
      alsoAt: [
        { kind: "log", path: "/var/log/x", line: 2 },
        { kind: "url", url: "https://shop.example/.env" },
      ],
      occurrences: 5,
    });
    const [result] = runOf(aReport({ rows: [failing], findings: [finding] })).results ?? [];
    expect(result).toMatchObject({
      partialFingerprints: { "iptvbpGuard/v1": finding.fingerprint },
      occurrenceCount: 5,
      locations: [
        {
          physicalLocation: {
            artifactLocation: { uri: "a%20b/%25.env", uriBaseId: "INSTALLROOT" },
            region: { startLine: 3, startColumn: 7 },
          },
        },
      ],
      relatedLocations: [
        {
          physicalLocation: {
            artifactLocation: { uri: "file:///var/log/x" },
            region: { startLine: 2 },
          },
        },
        { logicalLocations: [{ fullyQualifiedName: "https://shop.example/.env" }] },
      ],
    });
    expect(result).not.toHaveProperty("suppressions");
  });

  test("says where in history: object, commit and whether a ref leads there", () => {
    const location = {
      kind: "git",
      object: "ab",
      type: "blob",
      commit: "cd",
      path: ".env",
      line: 3,
      reachable: false,
    } as const;
    const [result] =
      runOf(aReport({ rows: [failing], findings: [aFinding({ location })] })).results ?? [];
    expect(result?.locations?.[0]).toMatchObject({
      physicalLocation: { artifactLocation: { uri: ".env" } },
      properties: { object: "ab", commit: "cd", reachable: false },
    });
  });

  test.each([
    [{ reason: "a test key" }, "a test key"],
    [{ reason: "r", owner: "jo", expires: "2026-12-01" }, "until 2026-12-01, jo: r"],
  ] as const)("a waived finding is suppressed with its reason", (waiver, justification) => {
    const finding = aFinding({ state: "waived", waiver });
    const [result] = runOf(aReport({ rows: [failing], findings: [finding] })).results ?? [];
    expect(result?.suppressions).toEqual([{ kind: "external", status: "accepted", justification }]);
    expect(result).not.toHaveProperty("baselineState");
  });

  test("what the baseline knows is unchanged, and then all the rest is new", () => {
    const findings = (["existing", "new", "waived"] as const).map((state) => aFinding({ state }));
    const results = runOf(aReport({ rows: [failing], findings })).results ?? [];
    expect(results.map(({ baselineState }) => baselineState)).toEqual(["unchanged", "new", "new"]);
    expect(results.map(({ suppressions }) => suppressions !== undefined)).toEqual([
      false,
      false,
      true,
    ]);
    const report = { ...aReport({ rows: [failing], findings: [aFinding()] }) };
    const compared = runOf({ ...report, baseline: { file: "b.json", known: 0, gone: 0 } });
    expect(compared.results?.[0]?.baselineState).toBe("new");
  });

  test("a waived unknown is a note, and the run a success", () => {
    const waiver = { reason: "r", owner: "jo", expires: "2026-12-01" };
    const gap = aGap({ waived: true });
    const reason = { code: "permission", text: "permission denied" };
    const row = aRow({ status: "unknown", reason, gaps: [gap], waiver });
    const [invocation] = runOf(aReport({ rows: [row] })).invocations ?? [];
    expect(invocation).toMatchObject({ executionSuccessful: true, exitCode: 0 });
    expect(invocation?.toolExecutionNotifications?.map(({ level }) => level)).toEqual([
      "note",
      "note",
    ]);
  });

  test("what could not be seen makes the run unsuccessful, with a notification each", () => {
    const row = aRow({
      status: "unknown",
      reason: { code: "io", text: "disk failed" },
      gaps: [aGap()],
    });
    const [call] = runOf(aReport({ rows: [row] })).invocations ?? [];
    expect(call).toMatchObject({
      executionSuccessful: false,
      exitCode: 3,
      toolExecutionNotifications: [
        {
          level: "error",
          message: { text: "could not look: disk failed" },
          associatedRule: { id: "env/mode" },
        },
        { level: "warning", message: { text: "not read: .env: permission denied" } },
      ],
    });
    expect(runOf(aReport()).invocations?.[0]).toMatchObject({
      executionSuccessful: true,
      exitCode: 0,
    });
  });

  test("a scan of stdin has no root", () => {
    expect(runOf(aReport({ root: null }))).not.toHaveProperty("originalUriBaseIds");
    expect(runOf(aReport()).originalUriBaseIds).toEqual({
      INSTALLROOT: { uri: "file:///var/www/iptvbp/" },
    });
  });
});
