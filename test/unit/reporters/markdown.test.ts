import { describe, expect, test } from "vitest";
import { clean } from "../../../src/reporters/human/layout.ts";
import { markdownCode, markdownWords } from "../../../src/reporters/markdown/escape.ts";
import { markdown } from "../../../src/reporters/markdown/markdown.ts";
import { aContext, aFinding, aGap, aReport, aRow } from "../../support/a-report.ts";
import { hostileReport } from "../../support/hostile-report.ts";
import { hostileTexts } from "../../support/hostile-text.ts";

/**
 * What a renderer finds outside of code, and in it: a span ends at the next run of as many
 * backticks. https://spec.commonmark.org/0.31.2/#code-spans
 */
function spansOf(line: string): { readonly outside: string; readonly inside: readonly string[] } {
  const inside: string[] = [];
  const outside = line.replaceAll(/(?<!`)(`+)(?!`)(.*?)(?<!`)\1(?!`)/g, (_, __, text: string) => {
    const isPadded = /^ .* $/.test(text) && /[^ ]/.test(text);
    inside.push(isPadded ? text.slice(1, -1) : text);
    return "C";
  });
  return { outside, inside };
}

const texts = hostileTexts(1500);
const prose = /^[A-Za-z0-9 .,;:/=+?'"()%-]*$/;
const linked = /:\/\/|www\.|\bgh-\d|:[\w+-]+:|(?<![\w])[0-9a-f]{7,}/i;

describe("text from outside in Markdown", () => {
  test("in code it reads as it is, whatever stands in it", () => {
    for (const text of texts) {
      const { outside, inside } = spansOf(markdownCode(text));
      expect(outside, JSON.stringify(text)).toBe("C");
      expect(inside).toEqual([clean(text) || " "]);
    }
  });

  test("as words it is prose, and code where it is not", () => {
    for (const text of texts) {
      const { outside } = spansOf(markdownWords(text));
      expect(outside, JSON.stringify(text)).toMatch(prose);
      expect(outside, JSON.stringify(text)).not.toMatch(linked);
    }
  });

  test.each([
    [".env is 0644: every account can read it", ".env is 0644: every account can read it"],
    ["run `chmod 600 .env`, then log in", "run `chmod 600 .env`, then log in"],
    ["git would take *.sql, and @all", "git would take `*.sql`, and `@all`"],
    ["the (provider's) key", "the (provider's) key"],
    ["see https://x.example/.", "see `https://x.example/`."],
    ["a ` b", "a `` ` `` b"],
    ["*`a`", "`*` `a`"],
    ["a\n\n# b", "a `#` b"],
  ])("%j is %j", (text, expected) => {
    expect(markdownWords(text)).toBe(expected);
  });

  test("no field of a report breaks out of its place", () => {
    const context = aContext({ verbose: true });
    const shape = (text: string) => markdown(hostileReport(text), context).split("\n");
    const usual = shape("x");
    for (const text of texts.slice(0, 500)) {
      const lines = shape(text);
      expect(lines.length, JSON.stringify(text)).toBe(usual.length);
      for (const [index, line] of lines.entries()) {
        const start = /^(?:#+ |(?: {2})?- (?:\*\*[a-z]+\*\* )?|\|.*\|$)?/;
        const own = start.exec(usual[index] ?? "")?.[0] ?? "";
        expect(line.startsWith(own), line).toBe(true);
        expect(spansOf(line.slice(own.length)).outside, JSON.stringify(text)).toMatch(prose);
        expect(line).not.toMatch(/[\p{Cc}\p{Cs}\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff]/u);
      }
    }
  });
});

const failing = aRow({ status: "fail" });

describe("the report as Markdown", () => {
  test("is whole: title, counts, findings by rule, what was not seen, what was skipped", () => {
    const report = aReport({
      rows: [
        aRow({ ...failing, needs: ["rotate record a.b"] }),
        aRow({ id: "env/owner", title: "Owned", status: "unknown", gaps: [aGap({ count: 2 })] }),
        aRow({
          id: "x/root",
          title: "Root",
          status: "unknown",
          reason: { code: "needs-root", text: "may not be read" },
        }),
        aRow({
          id: "https/x",
          title: "Certified",
          rule: 5,
          status: "skipped",
          needs: ["--network"],
        }),
      ],
      findings: [
        aFinding({
          fix: "safe",
          evidence: "0644",
          alsoAt: [{ kind: "log", path: "a|b", line: 2 }],
        }),
        aFinding({ severity: "low", occurrences: 4, evidence: "sk_live_...a4b2" }),
        aFinding({ state: "waived" }),
      ],
      gaps: [aGap({ count: 2 }), aGap({ what: "/etc/nginx", reason: "link loop" })],
    });
    expect(markdown(report, aContext())).toBe(`\
# Security audit of \`shop1:/var/www/iptvbp\`, 2026-11-24 09:31:07 UTC: 1 finding at medium or above

Written by \`iptvbp-guard 0.1.0\`, exit code 1. Secrets are shown by their public beginning and last four characters at most.

| Audits | pass | fail | unknown | skipped | not applicable | coverage |
| ---: | ---: | ---: | ---: | ---: | ---: | ---: |
| 4 | 0 | 1 | 2 | 1 | 0 | 25 % |

| Findings | critical | high | medium | low | info | waived | known before |
| ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: |
| 2 | 0 | 1 | 0 | 1 | 0 | 1 | 0 |

Looked at: 3 files.

## Findings

### Rule 2: Title of rule 2

- **high** .env is 0644: every account can read it (\`env/mode\`)
  - where: \`.env\`, \`a|b:2\`
  - remedy: chmod 600 .env (\`fix\` can do it)
- **low** .env is 0644: every account can read it (\`env/mode\`)
  - where: \`.env\` and 3 more
  - seen: \`sk_live_...a4b2\`
  - remedy: chmod 600 .env

## Could not look

- \`env/owner\` Owned
  - \`.env\`: permission denied (2)
- \`x/root\` Root
  - because may not be read
  - run it with \`sudo\`
- \`/etc/nginx\`: link loop

## Skipped

- \`env/mode\` Nobody but its owner can read an env file (in part); needs \`rotate record a.b\`
- \`https/x\` Certified; needs \`--network\`
`);
  });

  test("with nothing found and nothing read it says both", () => {
    const text = markdown(aReport({ inputs: { files: 0 }, root: null }), aContext());
    expect(text).toContain("# Security audit of `shop1`, ");
    expect(text).toContain("incomplete: nothing was read");
    expect(text).toContain("Looked at: **nothing**.");
    expect(text).toContain("## Findings\n\nNone.\n");
  });

  test("shows 20 findings of an audit and 5 places, and says how many there are", () => {
    const alsoAt = Array.from(
      { length: 20 },
      (_, line) => ({ kind: "log", path: "a", line }) as const,
    );
    const findings = Array.from({ length: 23 }, () => aFinding({ alsoAt, occurrences: 200 }));
    const report = aReport({ rows: [failing], findings });
    const short = markdown(report, aContext());
    expect(short.match(/^- \*\*high/gm)).toHaveLength(20);
    expect(short).toContain("- and 3 more of `env/mode`; `--verbose` shows them");
    expect(short).toContain("`a:3` and 195 more");
    const long = markdown(report, aContext({ verbose: true }));
    expect(long.match(/^- \*\*high/gm)).toHaveLength(23);
    expect(long).toContain("`a:19` and 179 more");
  });

  test("what a failing audit could not see is told as well, and told once", () => {
    const rows = [aRow({ ...failing, gaps: [aGap()] })];
    const text = markdown(aReport({ rows, findings: [aFinding()] }), aContext());
    expect(text).toContain(
      "## Could not look\n\n- `env/mode` Nobody but its owner can read an env file, in part\n  - `.env`: permission denied\n",
    );
    expect(text.match(/permission denied/g)).toHaveLength(1);
  });

  test("places that read the same are one, and are not counted as more", () => {
    const place = { kind: "file", path: ".env" } as const;
    const finding = aFinding({ location: place, alsoAt: [place, place], occurrences: 3 });
    const text = markdown(aReport({ rows: [failing], findings: [finding] }), aContext());
    expect(text).toContain("  - where: `.env`\n");
  });

  test("verbose lists what is waived, what holds and what there is none of", () => {
    const report = aReport({
      rows: [failing, aRow({ id: "a/b" }), aRow({ id: "c/d", status: "not-applicable" })],
      findings: [
        aFinding({ state: "waived", waiver: { reason: "a test key" } }),
        aFinding({ state: "existing" }),
      ],
    });
    expect(markdown(report, aContext())).not.toMatch(/a test key|## Passed/);
    const text = markdown(report, aContext({ verbose: true }));
    expect(text).toContain("(`env/mode`), waived: a test key");
    expect(text).toContain("(`env/mode`), known before");
    expect(text).toContain("## Passed\n\n- `a/b` ");
    expect(text).toContain("## Not applicable\n\n- `c/d` ");
  });

  test("a finding whose audit is not listed is shown all the same", () => {
    const text = markdown(aReport({ findings: [aFinding({ auditId: "gone/away" })] }), aContext());
    expect(text).toContain("### Other\n\n- **high** .env is 0644");
  });

  test("a key in use that leaked comes first, with the command that opens the incident", () => {
    const leak = { command: "incident start stripe-key", folder: "/srv/a b" };
    const text = markdown(aReport(), aContext({ leak }));
    expect(text).toContain("in `/srv/a b`: `iptvbp-guard incident start stripe-key`");
    expect(text.indexOf("has leaked")).toBeLessThan(text.indexOf("## Findings"));
    expect(markdown(aReport(), aContext({ leak, exists: () => false }))).not.toContain("leaked");
  });
});
