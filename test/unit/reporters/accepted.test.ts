import { describe, expect, test } from "vitest";
import type { Waiver } from "../../../src/core/acceptance/waiver.ts";
import type { Report } from "../../../src/core/documents/report.ts";
import { human } from "../../../src/reporters/human/human.ts";
import { junit } from "../../../src/reporters/junit/junit.ts";
import { markdown } from "../../../src/reporters/markdown/markdown.ts";
import { notCounted, waiverNotes } from "../../../src/reporters/waiver-text.ts";
import { aContext, aFinding, aGap, aReport, aRow } from "../../support/a-report.ts";

const waiver = { reason: "until the move", owner: "jo", expires: "2026-12-01" };
const later = { ...waiver, expires: "2027-01-15" };
const reason = { code: "permission", text: ".env: permission denied" };
const failed = aRow({ status: "fail" });
const waivedUnknown = aRow({
  id: "env/owner",
  status: "unknown",
  reason,
  gaps: [aGap({ waived: true })],
  waiver,
});

function withUse(report: Report, entries: Partial<Report["waivers"]> = {}): Report {
  const waivers = { file: "w.yaml", applied: 1, expired: [], unused: [], ...entries };
  return { ...report, waivers, baseline: { file: "b.json", known: 1, gone: 0 } };
}

const all = aReport({
  rows: [failed, waivedUnknown],
  findings: [
    aFinding({ state: "waived", waiver }),
    aFinding({ state: "waived", waiver: later, location: { kind: "file", path: "x" } }),
    aFinding({ state: "existing", location: { kind: "file", path: "y" } }),
  ],
});

describe("what does not count", () => {
  const waived = (...each: readonly object[]) =>
    notCounted(
      aReport({
        rows: [failed],
        findings: each.map((part) => aFinding({ state: "waived", ...part })),
      }),
    );
  test("names the first date on which some of it comes back", () => {
    expect(waived({ waiver })).toEqual(["1 waived (expires 2026-12-01)"]);
    expect(waived({ waiver: later }, { waiver })).toEqual(["2 waived (1 expires 2026-12-01)"]);
    expect(waived({ waiver }, { waiver })).toEqual(["2 waived (2 expire 2026-12-01)"]);
    expect(waived({ waiver: { reason: "remark" } })).toEqual(["1 waived"]);
    expect(waived()).toEqual([]);
  });

  test("is one calm line, and the exit code follows", () => {
    const text = human(withUse(all), aContext());
    expect(text).toContain(`
1 of 2 audits fails, 0 pass, 1 unknown, 0 skipped.   Coverage 50 %
No new findings.
Not counted: 2 waived (1 expires 2026-12-01), 1 unknown waived (expires
2026-12-01), 1 known from the baseline; --verbose shows them.
Waivers    w.yaml
Baseline   b.json
Exit 0     nothing at medium or above; 1 audit unknown, waived
`);
    expect(text).not.toMatch(/until the move|could not look|Not seen/);
  });

  test("is shown with --verbose, each with its reason, owner and date", () => {
    const text = human(withUse(all), aContext({ verbose: true }));
    expect(text).toContain("waived until 2026-12-01, jo: until the move");
    expect(text).toContain("waived until 2027-01-15, jo: until the move");
    expect(text).toContain("? .env: could not look, permission denied (waived)");
    expect(text).toMatch(
      /unknown +Nobody but its owner can read an env file \(waived\) +env\/owner/,
    );
  });

  test("groups no two waivers of one audit as one", () => {
    const secrets = [waiver, later].map((each) =>
      aFinding({ auditId: "secrets/none-in-history", state: "waived", waiver: each }),
    );
    const row = aRow({ id: "secrets/none-in-history", status: "fail" });
    const text = human(aReport({ rows: [row], findings: secrets }), aContext({ verbose: true }));
    expect(text.match(/waived until/g)).toHaveLength(2);
  });

  test("an unknown that is waived in part is an unknown", () => {
    const gaps = [aGap({ waived: true }), aGap({ what: "b" })];
    const report = aReport({ rows: [aRow({ status: "unknown", reason, gaps })] });
    expect(report.summary.exitCode).toBe(3);
    const text = human(report, aContext());
    expect(text).toContain("? b: could not look");
    expect(text).not.toContain("? .env");
    expect(text).toContain("Not seen   1 thing");
  });
});

describe("the files by which it does not count", () => {
  const entry: Waiver = { audit: "env/mode", path: "a", ...waiver };
  const print = "f".repeat(32);
  test("say what has ended and what was not needed", () => {
    const report = withUse(aReport(), {
      expired: [{ ...entry, expires: "2026-11-01" }],
      unused: [
        { fingerprint: print, ...later },
        { audit: "env/owner", fingerprint: print, ...waiver },
      ],
    });
    expect(waiverNotes(report)).toEqual([
      "expired 2026-11-01, counts again: env/mode in a (jo)",
      `unused: ${print} (jo, until 2027-01-15)`,
      `unused: env/owner ${print} (jo, until 2026-12-01)`,
    ]);
    expect(human(report, aContext())).toContain(
      "Waivers    w.yaml\n           expired 2026-11-01, counts again: env/mode in a (jo)\n",
    );
    expect(markdown(report, aContext())).toContain(
      "## Accepted\n\n- waivers of `w.yaml`\n  - expired 2026-11-01, counts again: env/mode in a (jo)\n",
    );
  });

  test("say that a path held a part of a finding only", () => {
    const places = { location: { kind: "file", path: "a/x" }, occurrences: 2 } as const;
    const alsoAt = [{ kind: "file", path: "b" }] as const;
    const report = withUse(
      aReport({ rows: [failed], findings: [aFinding({ ...places, alsoAt })] }),
      { unused: [entry] },
    );
    expect(waiverNotes(report)).toEqual([
      "unused, it covers a part only: env/mode in a (jo, until 2026-12-01)",
    ]);
  });

  test("are many: the first five, and how many more", () => {
    const unused = Array.from({ length: 7 }, (_, index) => ({ ...entry, path: `p${index}` }));
    expect(human(withUse(aReport(), { unused }), aContext())).toContain("and 2 more; --verbose");
    expect(human(withUse(aReport(), { unused }), aContext({ verbose: true }))).toContain("in p6");
  });

  test("say that a baseline has become too long", () => {
    const report = { ...aReport(), baseline: { file: "b.json", known: 0, gone: 2 } };
    const text = "2 entries are no longer found: write it anew";
    expect(human(report, aContext())).toContain(`Baseline   b.json\n           ${text}\n`);
    expect(markdown(report, aContext())).toContain(`- baseline \`b.json\`; ${text}\n`);
  });
});

test("JUnit skips a waived unknown with its reason, and errs where a part is not waived", () => {
  const text = junit(withUse(all), aContext());
  expect(text).toContain('tests="2" failures="0" errors="0" skipped="2"');
  expect(text).toContain("could not look, waived until 2026-12-01, jo: until the move");
  const part = { ...waivedUnknown, gaps: [aGap({ waived: true }), aGap({ what: "b" })] };
  const { waiver: _, ...open } = part;
  expect(junit(aReport({ rows: [open] }), aContext())).toContain('errors="1"');
});

test("Markdown marks what is waived among what could not be seen", () => {
  const text = markdown(withUse(all), aContext());
  expect(text).toContain(
    "- `env/owner` Nobody but its owner can read an env file, waived until 2026-12-01, jo: until the move\n  - `.env`: permission denied, waived\n",
  );
});
