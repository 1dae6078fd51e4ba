import { describe, expect, test } from "vitest";
import { applyWaivers } from "../../../../src/core/acceptance/apply-waivers.ts";
import type { Waiver } from "../../../../src/core/acceptance/waiver.ts";
import type { AuditRow } from "../../../../src/core/documents/report.ts";
import type { Finding } from "../../../../src/core/finding.ts";
import type { Location } from "../../../../src/core/location.ts";
import { aFinding, aGap, aRow } from "../../../support/a-report.ts";

const now = new Date("2026-11-27T12:00:00Z");
const print = "0123456789abcdef0123456789abcdef";
const other = "f".repeat(32);

function aWaiver(part: Partial<Waiver> = { audit: "env/mode" }): Waiver {
  return { reason: "r", owner: "jo", expires: "2026-12-01", ...part };
}

function apply(
  entries: readonly Waiver[],
  {
    rows = [aRow({ status: "fail" })],
    findings = [aFinding()],
    complete = true,
  }: {
    rows?: readonly AuditRow[];
    findings?: readonly Finding[];
    complete?: boolean;
  } = {},
) {
  return applyWaivers(rows, findings, { file: "w.yaml", entries, now, complete });
}

const file = (path: string, line?: number): Location => ({
  kind: "file",
  path,
  ...(line === undefined ? {} : { line }),
});

describe("a finding", () => {
  const inTwoPlaces = aFinding({
    location: file("storage/logs/a.log"),
    alsoAt: [file("storage/b.log")],
    occurrences: 2,
  });
  test.each<[string, Partial<Waiver>, Finding, boolean]>([
    ["by audit", { audit: "env/mode" }, aFinding(), true],
    ["by another audit", { audit: "env/owner" }, aFinding(), false],
    ["by fingerprint, in any audit", { fingerprint: print }, aFinding({ auditId: "a/b" }), true],
    ["by another fingerprint", { fingerprint: other }, aFinding(), false],
    ["by both", { audit: "env/mode", fingerprint: print }, aFinding(), true],
    [
      "by a fingerprint in another audit than the one named",
      { audit: "env/owner", fingerprint: print },
      aFinding(),
      false,
    ],
    [
      "by the audit and another fingerprint",
      { audit: "env/mode", fingerprint: other },
      aFinding(),
      false,
    ],
    ["narrowed to its file", { audit: "env/mode", path: ".env" }, aFinding(), true],
    ["narrowed to another file", { audit: "env/mode", path: ".env.bak" }, aFinding(), false],
    ["narrowed to a name that begins alike", { audit: "env/mode", path: ".en" }, aFinding(), false],
    [
      "narrowed to the folder of all places",
      { audit: "env/mode", path: "storage" },
      inTwoPlaces,
      true,
    ],
    [
      "narrowed to the folder of one place",
      { audit: "env/mode", path: "storage/logs" },
      inTwoPlaces,
      false,
    ],
    [
      "narrowed, with places that the report does not list",
      { audit: "env/mode", path: "storage" },
      { ...inTwoPlaces, occurrences: 3 },
      false,
    ],
    [
      "narrowed, with a place that has no path",
      { audit: "env/mode", path: ".env" },
      aFinding({ alsoAt: [{ kind: "url", url: "https://shop.example/.env" }], occurrences: 2 }),
      false,
    ],
  ])("%s: %o", (_name, part, finding, covered) => {
    const { findings, use } = apply([aWaiver(part)], {
      findings: [finding],
      rows: [aRow({ id: finding.auditId, status: "fail" })],
    });
    expect(findings[0]?.state).toBe(covered ? "waived" : "new");
    expect(findings[0]?.waiver).toEqual(
      covered ? { reason: "r", owner: "jo", expires: "2026-12-01" } : undefined,
    );
    expect(use.applied).toBe(covered ? 1 : 0);
  });

  test("of two that cover it, it shows the one that lasts longer; both are in use", () => {
    const entries = [aWaiver(), aWaiver({ fingerprint: print, expires: "2027-02-01" })];
    for (const order of [entries, entries.toReversed()]) {
      const { findings, use } = apply(order);
      expect(findings[0]?.waiver?.expires).toBe("2027-02-01");
      expect(use).toEqual({ file: "w.yaml", applied: 2, expired: [], unused: [] });
    }
  });

  test("that a remark waived keeps the remark", () => {
    const finding = aFinding({ state: "waived", waiver: { reason: "test key" } });
    const { findings, use } = apply([aWaiver()], { findings: [finding] });
    expect(findings).toEqual([finding]);
    expect(use.applied).toBe(1);
  });
});

describe("the last day", () => {
  test.each([
    ["2026-11-26", "new"],
    ["2026-11-27", "waived"],
    ["2026-11-28", "waived"],
  ])("%s: the finding is %s", (expires, state) => {
    const entry = aWaiver({ audit: "env/mode", expires });
    const { findings, use } = apply([entry]);
    expect(findings[0]?.state).toBe(state);
    expect(use.expired).toEqual(state === "new" ? [entry] : []);
  });
});

describe("what an audit could not see", () => {
  const reason = { code: "permission", text: "permission denied" };
  const two = [aGap({ what: "storage/a" }), aGap({ what: "storage/b" })];
  const unknown = aRow({ status: "unknown", reason, gaps: two });

  test("is waived by audit id; the status stays", () => {
    const { rows } = apply([aWaiver()], { rows: [unknown], findings: [] });
    expect(rows).toEqual([
      {
        ...unknown,
        gaps: two.map((gap) => ({ ...gap, waived: true })),
        waiver: { reason: "r", owner: "jo", expires: "2026-12-01" },
      },
    ]);
  });

  test("is waived whole only when every gap is; the first to end is shown", () => {
    const a = aWaiver({ audit: "env/mode", path: "storage/a" });
    const b = aWaiver({ audit: "env/mode", path: "storage/b", expires: "2026-11-30" });
    const marks = (entries: readonly Waiver[]) => {
      const [row] = apply(entries, { rows: [unknown], findings: [] }).rows;
      return [row?.gaps.map(({ waived }) => waived === true), row?.waiver?.expires];
    };
    expect(marks([a])).toEqual([[true, false], undefined]);
    expect(marks([a, b])).toEqual([[true, true], "2026-11-30"]);
  });

  test("is not waived by a fingerprint, by an expired entry or for another audit", () => {
    for (const entry of [
      aWaiver({ audit: "env/mode", fingerprint: print }),
      aWaiver({ fingerprint: print }),
      aWaiver({ audit: "env/mode", expires: "2026-11-01" }),
      aWaiver({ audit: "env/owner" }),
    ]) {
      expect(apply([entry], { rows: [unknown], findings: [] }).rows).toEqual([unknown]);
    }
  });

  test("beside findings is waived by audit id as well", () => {
    const row = aRow({ status: "fail", gaps: [aGap()] });
    const { rows } = apply([aWaiver()], { rows: [row] });
    expect(rows[0]).toMatchObject({ status: "fail", gaps: [{ waived: true }], waiver: {} });
  });
});

describe("an entry that covered nothing", () => {
  const byAudit = aWaiver({ audit: "env/mode" });
  const byPrint = aWaiver({ fingerprint: other });
  const partly = aRow({ status: "fail", gaps: [aGap()] });
  const reason = { code: "io", text: "x" };
  test.each<[string, Waiver, readonly AuditRow[], boolean, boolean]>([
    ["is unused where the audit passed", byAudit, [aRow()], true, true],
    [
      "is unused where there is no such thing",
      byAudit,
      [aRow({ status: "not-applicable" })],
      true,
      true,
    ],
    ["is not called unused where the audit did not run", byAudit, [], true, false],
    ["nor where it was skipped", byAudit, [aRow({ status: "skipped" })], true, false],
    [
      "nor where it could not look at everything",
      aWaiver({ audit: "env/mode", path: "elsewhere" }),
      [partly],
      true,
      false,
    ],
    ["by fingerprint: unused where all was looked at", byPrint, [aRow()], true, true],
    ["by fingerprint: not after a part of the audits", byPrint, [aRow()], false, false],
    [
      "by fingerprint: not where one could not look",
      byPrint,
      [aRow(), aRow({ id: "a/b", status: "unknown", reason, gaps: [aGap()] })],
      true,
      false,
    ],
  ])("%s", (_name, entry, rows, complete, unused) => {
    const { use } = apply([entry], { rows, findings: [], complete });
    expect(use).toEqual({ file: "w.yaml", applied: 0, expired: [], unused: unused ? [entry] : [] });
  });
});
