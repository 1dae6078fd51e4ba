import { expect, test } from "vitest";
import { accept } from "../../../../src/core/acceptance/accept.ts";
import type { Acceptance } from "../../../../src/core/acceptance/accept.ts";
import { baselineOf } from "../../../../src/core/acceptance/known-findings.ts";
import { countOpenGaps, markWaivedGaps } from "../../../../src/core/acceptance/waived-gaps.ts";
import type { Waiver } from "../../../../src/core/acceptance/waiver.ts";
import type { AuditRow, PublishedGap } from "../../../../src/core/documents/report.ts";
import { decideExit } from "../../../../src/core/exit.ts";
import type { Finding } from "../../../../src/core/finding.ts";
import { severities } from "../../../../src/core/severity.ts";
import { renderReport } from "../../../../src/app/audit/render-report.ts";
import { json } from "../../../../src/reporters/json.ts";
import { aContext, aFinding, aGap, aReport, aRow } from "../../../support/a-report.ts";
import { seededRandom } from "../../../support/mint.ts";

const now = new Date("2026-11-27T12:00:00Z");
const rounds = 400;
const ids = ["a/a", "a/b", "b/a"];
const prints = ["0", "1", "2"].map((digit) => digit.repeat(32));
const paths = ["x", "x/y", "z"];

/** The same cases in every run. */
function generator(seed: number) {
  const below = seededRandom(seed);
  const pick = <T>(all: readonly T[]): T => all[below(all.length)] as T;
  return { pick, chance: (share: number) => below(1000) < share * 1000, below };
}

type Random = ReturnType<typeof generator>;

function someRows({ pick, chance, below }: Random): readonly AuditRow[] {
  return ids.map((id) => {
    const status = pick(["pass", "fail", "unknown", "skipped", "not-applicable"] as const);
    const count = status === "unknown" ? 1 + below(2) : below(3);
    const gaps = Array.from({ length: count }, () => aGap({ what: pick([...paths, "all of it"]) }));
    const seen = status === "unknown" || (status === "fail" && chance(0.5)) ? gaps : [];
    const needs = status === "skipped" ? { needs: ["--network"] } : {};
    const reason = { code: "io", text: "x" };
    return aRow({ id, status, gaps: seen, ...needs, ...(status === "unknown" ? { reason } : {}) });
  });
}

function someFindings(rows: readonly AuditRow[], { pick, below }: Random): readonly Finding[] {
  const failed = rows.filter(({ status }) => status === "fail");
  return failed.flatMap(({ id }) =>
    Array.from({ length: 1 + below(3) }, () =>
      aFinding({
        auditId: id,
        fingerprint: pick(prints),
        severity: pick(severities),
        location: { kind: "file", path: pick(paths) },
        occurrences: pick([1, 1, 2]),
      }),
    ),
  );
}

function someWaivers({ pick, chance, below }: Random): readonly Waiver[] {
  return Array.from({ length: below(5) }, () => {
    const byAudit = chance(0.6);
    return {
      ...(byAudit ? { audit: pick(ids) } : {}),
      ...(!byAudit || chance(0.3) ? { fingerprint: pick(prints) } : {}),
      ...(chance(0.4) ? { path: pick(paths) } : {}),
      reason: pick(["r", "s"]),
      owner: "jo",
      expires: pick(["2026-11-01", "2026-11-27", "2026-12-01", "2027-01-01"]),
    };
  });
}

function shuffled<T>(all: readonly T[], { below }: Random): readonly T[] {
  const left = [...all];
  const out: T[] = [];
  while (left.length > 0) out.push(...left.splice(below(left.length), 1));
  return out;
}

interface Case {
  readonly rows: readonly AuditRow[];
  readonly findings: readonly Finding[];
  /** Of no audit. */
  readonly own: readonly PublishedGap[];
  readonly acceptance: Acceptance;
  readonly random: Random;
}

function eachCase(check: (each: Case) => void): void {
  for (let seed = 1; seed <= rounds; seed += 1) {
    const random = generator(seed);
    const rows = someRows(random);
    const findings = someFindings(rows, random);
    const known = random.chance(0.5)
      ? Array.from({ length: random.below(9) }, () => ({
          fingerprint: random.pick(prints),
          auditId: random.pick(ids),
          severity: random.pick(severities),
        }))
      : undefined;
    const entries = someWaivers(random);
    const acceptance: Acceptance = {
      waivers: { file: "w", entries, now, complete: true },
      ...(known ? { baseline: { file: "b", findings: known } } : {}),
    };
    const own = random.chance(0.3) ? [aGap({ what: random.pick(["own", "x"]) })] : [];
    check({ rows, findings, own, acceptance, random });
  }
}

function judge({ rows, findings, own, acceptance }: Case) {
  const accepted = accept(rows, findings, acceptance);
  const merged = new Map<string, PublishedGap>();
  for (const gap of [...own, ...rows.flatMap((row) => row.gaps)]) merged.set(gap.what, gap);
  const gaps = markWaivedGaps([...merged.values()], accepted.rows);
  const verdict = decideExit(accepted.rows, accepted.findings, { files: 1 }, countOpenGaps(gaps), {
    failOn: "medium",
    strict: false,
  });
  return { ...accepted, gaps, verdict };
}

test("no waiver and no baseline changes a status, a gap or what was found", () => {
  eachCase((each) => {
    const { rows, findings } = judge(each);
    expect(rows.map(({ id, status, reason, needs }) => ({ id, status, reason, needs }))).toEqual(
      each.rows.map(({ id, status, reason, needs }) => ({ id, status, reason, needs })),
    );
    expect(rows.map(({ gaps }) => gaps.map(({ what, count }) => [what, count]))).toEqual(
      each.rows.map(({ gaps }) => gaps.map(({ what, count }) => [what, count])),
    );
    const bare = (all: readonly Finding[]) =>
      all.map((finding) => JSON.stringify({ ...finding, state: "", waiver: undefined }));
    expect(bare(findings)).toEqual(bare(each.findings));
  });
});

test("the exit code follows the contract", () => {
  const codes = new Set<number>();
  eachCase((each) => {
    const { rows, findings, gaps, verdict } = judge(each);
    const open = findings.filter(
      ({ state, severity }) => state === "new" && severities.indexOf(severity) <= 2,
    );
    const unseen =
      gaps.some(({ waived }) => waived !== true) ||
      rows.some((row) => row.status === "unknown" && row.waiver === undefined);
    const wanted = open.length > 0 ? 1 : unseen ? 3 : 0;
    expect(verdict.exitCode).toBe(wanted);
    codes.add(verdict.exitCode);
  });
  expect(codes).toEqual(new Set([0, 1, 3]));
});

test("a waiver counts only while it lasts, for what it names, and with its reason shown", () => {
  let waived = 0;
  eachCase((each) => {
    const entries = each.acceptance.waivers?.entries ?? [];
    const active = entries.filter(({ expires }) => expires >= "2026-11-27");
    for (const finding of judge(each).findings) {
      const covers = active.filter(
        ({ audit = finding.auditId, fingerprint = finding.fingerprint, path }) =>
          audit === finding.auditId &&
          fingerprint === finding.fingerprint &&
          (path === undefined ||
            (finding.occurrences === 1 &&
              `${"path" in finding.location ? finding.location.path : ""}/`.startsWith(
                `${path}/`,
              ))),
      );
      expect(finding.state === "waived").toBe(covers.length > 0);
      if (covers.length === 0) continue;
      waived += 1;
      expect(
        covers
          .map(({ expires }) => expires)
          .toSorted()
          .at(-1),
      ).toBe(finding.waiver?.expires);
    }
  });
  expect(waived).toBeGreaterThan(50);
});

test("a baseline makes existing only what is no worse than it was, and never what could not be seen", () => {
  let existing = 0;
  eachCase((each) => {
    const known = each.acceptance.baseline?.findings ?? [];
    for (const { state, auditId, fingerprint, severity } of judge(each).findings) {
      if (state === "waived") continue;
      const isKnown = known.some(
        (entry) =>
          entry.auditId === auditId &&
          entry.fingerprint === fingerprint &&
          severities.indexOf(severity) >= severities.indexOf(entry.severity),
      );
      expect(state).toBe(isKnown ? "existing" : "new");
      if (isKnown) existing += 1;
    }
    const { waivers: _, ...onlyBaseline } = each.acceptance;
    const { rows, gaps } = judge({ ...each, acceptance: onlyBaseline });
    expect(rows).toEqual(each.rows);
    expect(gaps.some((gap) => gap.waived)).toBe(false);
  });
  expect(existing).toBeGreaterThan(20);
});

test("the order of waivers and of baseline entries makes no difference", () => {
  eachCase((each) => {
    const { waivers, baseline } = each.acceptance;
    const turned: Acceptance = {
      ...(waivers
        ? { waivers: { ...waivers, entries: shuffled(waivers.entries, each.random) } }
        : {}),
      ...(baseline
        ? { baseline: { ...baseline, findings: shuffled(baseline.findings, each.random) } }
        : {}),
    };
    expect(judge({ ...each, acceptance: turned })).toEqual(judge(each));
  });
});

test("every entry is in use, expired, unused, or not to be judged; never two of these", () => {
  eachCase((each) => {
    const { use } = judge(each);
    const entries = each.acceptance.waivers?.entries ?? [];
    const { applied = 0, expired = [], unused = [] } = use.waivers ?? {};
    expect(applied + expired.length + unused.length).toBeLessThanOrEqual(entries.length);
    expect(unused.some((entry) => expired.includes(entry))).toBe(false);
    for (const entry of expired) expect(entry.expires < "2026-11-27").toBe(true);
  });
});

test("what is saved and shown again has the same exit code", () => {
  eachCase((each) => {
    const { rows, findings, gaps, use, verdict } = judge(each);
    const report = { ...aReport({ rows, findings, gaps }), ...use };
    expect(report.summary.exitCode).toBe(verdict.exitCode);
    const again = renderReport(json(report, aContext()), "r.json", "medium");
    expect(json(again, aContext())).toBe(json(report, aContext()));
  });
});

test("a written baseline leaves nothing new but what is waived", () => {
  eachCase((each) => {
    const { rows, findings, gaps, use } = judge(each);
    const report = { ...aReport({ rows, findings, gaps }), ...use };
    const written = baselineOf(report, "00".repeat(16), each.acceptance.baseline?.findings);
    const next = accept(each.rows, each.findings, {
      baseline: { file: "b", findings: written.findings },
    });
    const keys = new Set(
      findings.flatMap(({ state, auditId, fingerprint }) =>
        state === "waived" ? [`${auditId} ${fingerprint}`] : [],
      ),
    );
    for (const { state, auditId, fingerprint } of next.findings) {
      if (state === "new") expect(keys.has(`${auditId} ${fingerprint}`)).toBe(true);
    }
    expect(baselineOf(report, "00".repeat(16), each.acceptance.baseline?.findings)).toEqual(
      written,
    );
  });
});
