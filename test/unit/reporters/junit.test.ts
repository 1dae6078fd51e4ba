import { SaxesParser } from "saxes";
import { describe, expect, test } from "vitest";
import type { Report } from "../../../src/core/documents/report.ts";
import { xmlText } from "../../../src/reporters/junit/escape.ts";
import { junit } from "../../../src/reporters/junit/junit.ts";
import { aContext, aFinding, aGap, aReport, aRow } from "../../support/a-report.ts";
import { hostileReport } from "../../support/hostile-report.ts";
import { hostileTexts } from "../../support/hostile-text.ts";

interface Node {
  readonly name: string;
  readonly attributes: Readonly<Record<string, string>>;
  readonly children: Node[];
  text: string;
}

/** Reads XML as a strict parser does; whatever is not well-formed throws. */
function parse(xml: string): Node {
  const top: Node = { name: "", attributes: {}, children: [], text: "" };
  const open = [top];
  const parser = new SaxesParser();
  parser.on("error", (error) => {
    throw error;
  });
  parser.on("opentag", ({ name, attributes }) => {
    const node: Node = { name, attributes, children: [], text: "" };
    open.at(-1)?.children.push(node);
    open.push(node);
  });
  parser.on("closetag", () => void open.pop());
  parser.on("text", (text) => {
    const node = open.at(-1);
    if (node) node.text += text;
  });
  parser.write(xml).close();
  return top.children[0] ?? top;
}

const read = (report: Report, context = aContext()) => parse(junit(report, context));
const casesOf = (root: Node) => root.children.flatMap(({ children }) => children);
const resultOf = (report: Report) => casesOf(read(report))[0]?.children[0];

function below(node: Node): readonly Node[] {
  return [node, ...node.children.flatMap(below)];
}

/** The numbers that a reader may take from an attribute or count by itself. */
function expectCounts(node: Node): void {
  const all = below(node);
  const count = (name: string) => String(all.filter((each) => each.name === name).length);
  expect(node.attributes).toMatchObject({
    tests: count("testcase"),
    failures: count("failure"),
    errors: count("error"),
    ...(node.name === "testsuite" ? { skipped: count("skipped") } : {}),
  });
  const times = all.filter(({ name }) => name === "testcase").map(({ attributes }) => attributes);
  const total = times.reduce((sum, { time = "" }) => sum + Number(time), 0);
  expect(Number(node.attributes["time"])).toBeCloseTo(total, 3);
}

const failing = aRow({ status: "fail", durationMs: 1234 });
const full = aReport({
  rows: [
    failing,
    aRow({ id: "env/owner", status: "unknown", reason: { code: "io", text: "disk failed" } }),
    aRow({ id: "env/present", durationMs: 6 }),
    aRow({ id: "https/x", rule: 5, status: "skipped", needs: ["--network", "attest x"] }),
    aRow({
      id: "https/y",
      rule: 5,
      status: "not-applicable",
      reason: { code: "absent", text: "none" },
    }),
  ],
  findings: [aFinding(), aFinding({ severity: "low", message: "other" })],
});

describe("the report as JUnit XML", () => {
  test("has a suite for each rule and a case for each audit, with counts that are true", () => {
    const root = read(full);
    expect(root.name).toBe("testsuites");
    expect(root.children.map(({ name, attributes }) => [name, attributes["name"]])).toEqual([
      ["testsuite", "Rule 2: Title of rule 2"],
      ["testsuite", "Rule 5: Title of rule 5"],
    ]);
    expect(
      casesOf(root).map(({ attributes, children }) => [
        attributes["classname"],
        attributes["name"],
        attributes["time"],
        children.map(({ name }) => name).join(),
      ]),
    ).toEqual([
      ["rule 2", "env/mode", "1.234", "failure"],
      ["rule 2", "env/owner", "0", "error"],
      ["rule 2", "env/present", "0.006", ""],
      ["rule 5", "https/x", "0", "skipped"],
      ["rule 5", "https/y", "0", "skipped"],
    ]);
    for (const node of [root, ...root.children]) expectCounts(node);
    // The attributes that Jenkins' schema of the format knows, and no other.
    expect(root.attributes).toEqual({
      name: expect.any(String),
      tests: "5",
      failures: "1",
      errors: "1",
      time: expect.any(String),
    });
    expect(root.children[0]?.attributes).toMatchObject({
      timestamp: "2026-11-24T09:31:07",
      hostname: "shop1",
    });
  });

  test("a failure says everything in its text: severity, places, evidence, remedy, gaps", () => {
    const finding = aFinding({
      evidence: "sk_live_...a4b2",
      location: { kind: "file", path: "a<b", line: 3 },
      alsoAt: [{ kind: "url", url: "https://shop.example/?a&b" }],
      occurrences: 7,
    });
    const row = aRow({ ...failing, gaps: [aGap({ count: 2 })] });
    const findings = [finding, aFinding({ state: "waived" }), aFinding({ state: "existing" })];
    expect(resultOf(aReport({ rows: [row], findings }))).toMatchObject({
      name: "failure",
      attributes: { type: "high", message: finding.message },
      text: [
        "high: .env is 0644: every account can read it",
        "  at a<b:3",
        "  at https://shop.example/?a&b",
        "  and 5 more",
        "  seen: sk_live_...a4b2",
        "  remedy: chmod 600 .env",
        "waived: 1 finding",
        "known before: 1 finding",
        "could not look: .env: permission denied (2)",
      ].join("\n"),
    });
  });

  test.each<[string, Partial<Parameters<typeof aRow>[0]>, string, string]>([
    [
      "unknown",
      { reason: { code: "io", text: "disk failed" } },
      "error",
      "could not look: disk failed",
    ],
    ["unknown", {}, "error", "could not look: no reason given"],
    ["pass", { gaps: [aGap()] }, "error", "could not look: permission denied"],
    ["skipped", { needs: ["--network", "attest x"] }, "skipped", "needs --network, attest x"],
    [
      "not-applicable",
      { reason: { code: "absent", text: "no panel" } },
      "skipped",
      "not applicable: no panel",
    ],
    ["fail", { title: "It holds" }, "failure", "It holds"],
  ])("%s with %j is %s: %s", (status, part, name, message) => {
    const rows = [aRow({ ...part, status: status as "pass" })];
    expect(resultOf(aReport({ rows }))).toMatchObject({ name, attributes: { message } });
  });

  test("a newline in a name is shown: the file must be found by it", () => {
    const location = { kind: "file", path: "a\nb.txt", line: 3 } as const;
    const report = aReport({ rows: [failing], findings: [aFinding({ location })] });
    expect(junit(report, aContext())).toContain("at a\\x0ab.txt:3");
  });

  test("a failure that is waived or known is skipped, unless something was not seen", () => {
    const findings = [aFinding({ state: "waived" })];
    expect(resultOf(aReport({ rows: [failing], findings }))).toMatchObject({
      name: "skipped",
      attributes: { message: "waived: 1 finding" },
    });
    const rows = [aRow({ ...failing, gaps: [aGap()] })];
    expect(resultOf(aReport({ rows, findings }))?.name).toBe("error");
  });

  test.each([
    ["a gap of no audit", { gaps: [aGap()] }, /could not look: \.env: permission denied/],
    ["nothing read", { inputs: { files: 0 } }, /nothing was read/],
  ])("%s is an error of its own: passes alone would be all green", (_, parts, text) => {
    const root = read(aReport(parts));
    expect(root.children.at(-1)?.attributes["name"]).toBe("Looked");
    expect(casesOf(root).at(-1)?.children[0]).toMatchObject({ name: "error" });
    expect(casesOf(root).at(-1)?.children[0]?.text).toMatch(text);
    expectCounts(root);
  });

  test("a finding whose audit is not listed fails all the same", () => {
    const root = read(aReport({ findings: [aFinding({ auditId: "gone/away" })] }));
    expect(root.children[0]?.attributes).toMatchObject({ name: "Other", failures: "1" });
  });

  test.each([[0], [-5], [Number.POSITIVE_INFINITY], [Number.NaN]])(
    "%s ms take 0 s",
    (durationMs) => {
      const root = read(aReport({ rows: [aRow({ durationMs })] }));
      expect(root.attributes["time"]).toBe("0");
      expect(casesOf(root)[0]?.attributes["time"]).toBe("0");
    },
  );
});

describe("text from outside in XML", () => {
  test("reads back as it was, control characters escaped and forbidden ones replaced", () => {
    expect(parse(`<a b="${xmlText(`<&>"'`)}">${xmlText("]]><b>")}</a>`)).toMatchObject({
      attributes: { b: `<&>"'` },
      text: "]]><b>",
    });
    expect(xmlText("a\0b\uFFFEc\uFFFFd\uD800e\n f\u{1F4A9}")).toBe(
      "a\\x00b\uFFFDc\uFFFDd\\u{d800}e f\u{1F4A9}",
    );
  });

  test("no field of a report breaks out of its place", () => {
    const shape = (node: Node): string => `${node.name}(${node.children.map(shape).join()})`;
    const usual = shape(read(hostileReport("x")));
    for (const text of hostileTexts(1500)) {
      const root = read(hostileReport(text));
      expect(shape(root), JSON.stringify(text)).toBe(usual);
      expectCounts(root);
    }
  });

  test("the parser refuses what is not escaped, so the property can fail", () => {
    for (const text of ["\0", "<b>", "&x;", "\uFFFE", "]]>"]) {
      expect(() => parse(`<a>${text}</a>`)).toThrow(/./);
    }
  });
});
