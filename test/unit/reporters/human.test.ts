import { describe, expect, test } from "vitest";
import { human } from "../../../src/reporters/human/human.ts";
import { aContext, aFinding, aGap, aReport, aRow } from "../../support/a-report.ts";

const history = aRow({
  id: "secrets/none-in-history",
  rule: 1,
  status: "fail",
  severity: "critical",
});
const logs = aRow({
  id: "secrets/none-in-logs",
  rule: 1,
  status: "fail",
  gaps: [aGap({ what: "app.log.gz", reason: "gzip cut short" })],
});
const mode = aRow({ status: "fail" });
const ages = aRow({
  id: "rotation/within-schedule",
  rule: 3,
  status: "fail",
  needs: ["rotate record a.b", "rotate record c.d"],
});
const webhooks = aRow({
  id: "webhooks/secret-set",
  rule: 4,
  status: "skipped",
  needs: ["guard.yaml: credentials.paypal.webhook-id"],
});

const inHistory = (name: string, line: number) =>
  aFinding({
    auditId: history.id,
    severity: "critical",
    message: `${name} in use is in git history`,
    evidence: `${name} (not shown)`,
    location: {
      kind: "git",
      object: "9c41e7b".padEnd(40, "0"),
      type: "blob",
      commit: "3f1c2a9".padEnd(40, "0"),
      path: ".env",
      line,
      reachable: true,
      date: "2025-01-15",
    },
  });

describe("the report for people", () => {
  test("groups by vendor rule, tells history as one, ends with counts, gaps, skips, exit, next", () => {
    const report = aReport({
      rows: [history, logs, mode, ages, webhooks, aRow({ id: "env/owner" })],
      findings: [
        inHistory("STRIPE_SECRET_KEY", 3),
        inHistory("PANEL_API_PASSWORD", 6),
        aFinding({
          auditId: logs.id,
          message: "Stripe key in use is in a log",
          occurrences: 212,
          location: { kind: "log", path: "app.log", line: 88 },
        }),
        aFinding({ fix: "safe" }),
        aFinding({
          auditId: ages.id,
          severity: "medium",
          message: "panel.main: >= 8 months, limit 6",
          location: { kind: "env", path: ".env", key: "PANEL_KEY", line: 6 },
        }),
      ],
    });
    expect(human(report, aContext())).toMatchInlineSnapshot(`
      "iptvbp-guard 0.1.0   shop1:/var/www/iptvbp                       6 audits, 8.4 s

      Rule 1  Title of rule 1
        critical  2 credentials in use are in git history      secrets/none-in-history
                  .env:3  3f1c2a9  2025-01-15  STRIPE_SECRET_KEY (not shown)
                  .env:6  3f1c2a9  2025-01-15  PANEL_API_PASSWORD (not shown)
                  Git keeps what was removed, and so do clones. Rotate first.
        high      1 credential in use in 212 log lines            secrets/none-in-logs
                  app.log:88 and 211 more
                  ? app.log.gz: could not look, gzip cut short

      Rule 2  Title of rule 2
        high +    .env is 0644: every account can read it                     env/mode

      Rule 3  Title of rule 3
        medium    panel.main: >= 8 months, limit 6            rotation/within-schedule
                  .env:6
                  Age not certain for 2 keys: rotate record <credential>

      --------------------------------------------------------------------------------
      4 of 6 audits fail, 1 pass, 0 unknown, 1 skipped.   Coverage 83 %
      5 findings: 2 critical, 2 high, 1 medium.   + = \`fix\` mends it (1)
      Not seen   1 thing (above, marked ?)
      Skipped    webhooks/secret-set: needs guard.yaml: credentials.paypal.webhook-id
      Exit 1     5 findings at medium or above

      Next   iptvbp-guard explain secrets/none-in-history
      "
    `);
  });

  test("no line is wider than 80 columns, however long a message is", () => {
    const report = aReport({
      rows: [mode],
      findings: [
        aFinding({ message: `${"word ".repeat(40)}end`, evidence: "evidence ".repeat(20) }),
      ],
    });
    for (const line of human(report, aContext()).split("\n"))
      expect(line.length).toBeLessThanOrEqual(80);
  });

  test("hangs a gap behind its mark on a narrow terminal", () => {
    const gap = aGap({ what: "storage/logs/app.log.gz", reason: "cut short" });
    const text = human(
      aReport({ rows: [aRow({ status: "fail", gaps: [gap] })], findings: [aFinding()] }),
      aContext({ columns: 40 }),
    );
    expect(text).toContain("            ? storage/logs/app.log.gz:\n              could not look,");
  });

  test("puts the audit's id on a line of its own when it does not fit", () => {
    const message = "m".repeat(64);
    const lines = human(
      aReport({ rows: [mode], findings: [aFinding({ message })] }),
      aContext(),
    ).split("\n");
    expect(lines).toContain(`  high      ${message}`);
    expect(lines).toContain("env/mode".padStart(80));
  });

  test("escapes what could drive a terminal, wherever it stands", () => {
    const evil = "\u001B]0;owned\u0007\u202Eabc";
    const report = aReport({
      root: `/srv/${evil}`,
      rows: [
        aRow({ status: "fail", title: evil, gaps: [aGap({ what: evil, reason: evil })] }),
        aRow({
          id: "env/owner",
          title: evil,
          status: "unknown",
          reason: { code: "io", text: evil },
        }),
        aRow({ id: "env/present", status: "skipped", needs: [evil] }),
      ],
      findings: [
        aFinding({
          message: evil,
          evidence: evil,
          remedy: evil,
          location: { kind: "file", path: evil },
        }),
        aFinding({ location: { kind: "url", url: evil } }),
        aFinding({ location: { kind: "host", what: evil } }),
        aFinding({
          location: {
            kind: "git",
            object: evil,
            type: "ref",
            ref: evil,
            commit: evil,
            date: evil,
            reachable: true,
          },
        }),
      ],
      inputs: { [evil]: 1 },
    });
    const text = human(report, aContext({ verbose: true }));
    // eslint-disable-next-line no-control-regex -- these are what is looked for
    expect(text).not.toMatch(/[\u0000-\u0009\u000B-\u001F\u007F-\u009F\u202A-\u202E]/);
    expect(text).toContain(String.raw`\x1b]0;owned\x07\u{202e}abc`);
  });

  test("what needs root is one line for all", () => {
    const reason = { code: "needs-root", text: "only root can tell" };
    const rows = [
      aRow({ status: "unknown", reason }),
      aRow({ id: "env/owner", status: "unknown", reason }),
    ];
    const text = human(aReport({ rows }), aContext());
    expect(text).toContain("Needs root env/mode, env/owner: run it with sudo\n");
    expect(text.match(/only root can tell/g)).toBeNull();
  });

  test("lists passes only with --verbose", () => {
    const report = aReport();
    expect(human(report, aContext())).not.toContain("Nobody but its owner");
    expect(human(report, aContext({ verbose: true }))).toContain(
      "  ok        Nobody but its owner",
    );
  });

  test("an unknown audit says why, and is no pass", () => {
    const row = aRow({
      status: "unknown",
      reason: { code: "permission", text: "x" },
      gaps: [aGap()],
    });
    const text = human(aReport({ rows: [row] }), aContext());
    expect(text).toContain(
      "  unknown   Nobody but its owner can read an env file                   env/mode\n",
    );
    expect(text).toContain("            ? .env: could not look, permission denied\n");
    expect(text).toContain("Exit 3     incomplete: 1 audit unknown, 1 thing not read\n");
  });

  test.each([
    [{ type: "index", reachable: true }, "1 credential in use is staged", ""],
    [{ type: "blob", reachable: false }, "is in git history", "On no branch, but every copy"],
    [{ type: "blob", reachable: true }, "is in git history", "Git keeps what was removed"],
  ] as const)("says of a credential in git what to know: %o", (part, headline, advice) => {
    const finding = inHistory("STRIPE_SECRET_KEY", 3);
    const location = { ...finding.location, ...part } as typeof finding.location;
    const text = human(
      aReport({ rows: [history], findings: [{ ...finding, location }] }),
      aContext(),
    );
    expect(text).toContain(headline);
    if (advice === "") expect(text).not.toContain("Rotate first");
    else expect(text).toContain(`            ${advice}`);
  });

  test("says nothing of rotation for a key that is not in use", () => {
    const finding = { ...inHistory("X", 3), message: "Stripe key is in git history" };
    const text = human(aReport({ rows: [history], findings: [finding] }), aContext());
    expect(text).not.toContain("Rotate first");
  });

  test("marks and counts as mended only what `fix --yes` mends", () => {
    const debug = aFinding({ message: "APP_DEBUG=true in production", fix: "review" });
    const report = aReport({ rows: [mode], findings: [debug, aFinding({ fix: "safe" })] });
    const text = human(report, aContext());
    expect(text).toContain("  high      APP_DEBUG=true in production");
    expect(text).toContain("  high +    .env is 0644");
    expect(text).toContain("+ = `fix` mends it (1)");
  });

  test.each([
    [{ files: 1, bytes: 1, repositories: 1 }, "1 file (1 byte), 1 repository"],
    [{ gitObjects: 38, gitBytes: 48_299 }, "38 git objects (48 kB)"],
    [{ gitFiles: 19, gitFileBytes: 3856 }, "19 files of git (4 kB)"],
    [{ staged: 2, stagedBytes: 999 }, "2 staged files (999 bytes)"],
    [{ commits: 0, stdin: 1, bytes: 61_040_000 }, "stdin (61.0 MB)"],
  ])("a scan says what it looked at: %o", (inputs, expected) => {
    const row = aRow({ id: "secrets/none-in-worktree", rule: 1 });
    expect(human(aReport({ rows: [row], inputs }), aContext())).toContain(
      `Looked at  ${expected}\n`,
    );
  });

  test("colours the severity word and nothing else", () => {
    const color = (_: string, text: string) => `<${text}>`;
    const text = human(aReport({ rows: [mode], findings: [aFinding()] }), aContext({ color }));
    expect(text).toContain("  <high>      .env is 0644");
    expect(text.match(/</g)).toHaveLength(1);
  });

  test("counts waived findings apart and shows them with --verbose", () => {
    const report = aReport({
      rows: [mode],
      findings: [aFinding({ state: "waived", waiver: { reason: "test" } })],
    });
    expect(human(report, aContext())).toContain("Not counted: 1 waived; --verbose shows them.");
    expect(human(report, aContext())).not.toContain(".env is 0644");
    expect(human(report, aContext({ verbose: true }))).toContain("(waived)");
  });

  test("advises no command that is not there", () => {
    const report = aReport({ rows: [mode, ages], findings: [aFinding({ fix: "safe" })] });
    const text = human(report, aContext({ exists: () => false }));
    expect(text).not.toMatch(/Next|rotate record|`fix`/);
  });

  test("beside --output only the block below the rule line is printed", () => {
    const text = human(
      aReport({ rows: [mode], findings: [aFinding()] }),
      aContext({ part: "summary" }),
    );
    expect(text.split("\n")[0]).toBe(
      "1 of 1 audit fails, 0 pass, 0 unknown, 0 skipped.   Coverage 100 %",
    );
  });

  test("what only a dashboard answers is one line, whatever its number", () => {
    const unstated = (id: string) => aRow({ id, status: "skipped", needs: [`attest ${id}`] });
    const last = (...ids: readonly string[]) =>
      human(aReport({ rows: [...ids.map(unstated), aRow()] }), aContext())
        .split("\n")
        .filter((line) => line.includes("attest"));
    expect(last("a/b", "c/d", "e/f")).toEqual([
      "Skipped    3 that only a dashboard answers: attest --list",
    ]);
    expect(last("a/b")).toEqual(["Skipped    a/b: needs attest a/b"]);
    const rows = [unstated("a/b"), unstated("c/d")];
    const before = human(aReport({ rows }), aContext({ exists: () => false }));
    expect(before).toContain("a/b: needs attest a/b");
    expect(before).not.toContain("--list");
  });

  test("coverage is not rounded up to 100 %", () => {
    const rows = [
      ...Array.from({ length: 250 }, (_, index) => aRow({ id: `a/${index}` })),
      aRow({ id: "b/x", status: "skipped", needs: ["x"] }),
    ];
    expect(human(aReport({ rows }), aContext())).toContain("Coverage 99 %");
  });
});
