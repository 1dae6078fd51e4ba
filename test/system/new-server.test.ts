import { describe, expect, test } from "vitest";
import type { Report } from "../../src/core/documents/report.ts";
import { isRoot } from "../support/as-user.ts";
import { whyNotFresh } from "../support/fresh-debian.ts";
import { needProgram } from "../support/need-program.ts";
import { guardYaml, named, unnamed } from "../support/new-server-rows.ts";
import { auditInto, auditedAndStated, brought, laidOut, paste } from "../support/paste-page.ts";

// docs/new-server.md is pasted word for word into a root shell of a host of its own. That host has no
// network, no systemd and no database: `apt-get`, `systemctl` and `pg_dump` are stand-ins, and one
// called `editor` fills in what a person would; see test/support/stand-ins. nginx, php-fpm, Redis,
// age, git, useradd and all the rest are the real ones.

function need(skip: (note: string) => void): void {
  if (!isRoot) skip("takes root: a host of its own");
  const programs = ["age", "curl", "dpkg-query", "git", "ip", "nginx", "php-fpm8.2"];
  for (const program of [...programs, "redis-server", "unshare"]) needProgram(skip, program);
  const note = whyNotFresh();
  if (note === undefined) return;
  if (process.env["GUARD_TEST_ALL"] === "1") throw new Error(note);
  skip(note);
}

/** All that is no pass, a line each. */
function left({ audits, findings }: Report): readonly string[] {
  const found = findings.map(({ auditId, severity, location }) => {
    const where = "path" in location ? (location.path ?? "") : JSON.stringify(location);
    return `${severity} ${auditId} ${where.replace(/\d{4}-\d\d-\d\d/, "DAY")}`;
  });
  const open = audits
    .filter(({ status }) => status !== "pass" && status !== "fail")
    .map(({ id, status, needs = [] }) => [status, id, ...needs.slice(0, 1)].join(" "));
  return [...found, ...open];
}

/** What does not exist on this server. */
const nothingThere = [
  "not-applicable privilege/panel-scopes",
  "not-applicable rotation/old-key-dead",
  "not-applicable rotation/tested",
  "not-applicable webhooks/https",
];

/** What nobody has stated yet. */
const unstated = [
  `low incident/ready ${guardYaml}`,
  "skipped access/dashboard-allowlist attest access/dashboard-allowlist",
  "skipped accounts/passwords attest accounts/passwords",
  "skipped accounts/sessions attest accounts/sessions",
  "skipped accounts/two-factor attest accounts/two-factor",
  "skipped monitoring/reviewed attest monitoring/reviewed",
  "skipped privilege/staff-roles attest privilege/staff-roles",
  "skipped rotation/within-schedule rotate record database.password",
];

const sorted = (lines: readonly string[]) => lines.toSorted();

const ask = (path: string) =>
  `curl -sk --resolve "$SHOP:443:127.0.0.1" -w '%{http_code}\\n' "https://$SHOP${path}"\n`;

test("the page pasted word for word: it works, passes, and states the rest", async ({ skip }) => {
  need(skip);
  const asked = ["/", "/.env", "/.well-known/.env"].map(ask).join("");
  const pasted = await paste(
    `set -e\n${laidOut}${asked}${auditInto("before")}${auditedAndStated}${auditInto("after")}`,
  );
  const { status, output } = pasted;
  expect(status, output).toBe(0);
  expect(output).toContain("reads its keys, cannot change its code\n200\n");
  expect(output.match(/^403$/gm), output).toHaveLength(2);
  for (const value of Object.values(brought).filter((each) => each.length > 15)) {
    if (!value.startsWith("https:")) expect(output).not.toContain(value);
  }
  expect(pasted.backup()).toContain("CREATE TABLE users");
  const before = pasted.report("before");
  expect(sorted(left(before))).toEqual(sorted([...unstated, ...nothingThere]));
  expect(before.looked.gaps).toEqual([]);
  expect(before.summary.exitCode).toBe(0);
  const after = pasted.report("after");
  expect(sorted(left(after))).toEqual(nothingThere);
  expect(after.summary.exitCode).toBe(0);
});

describe.each([
  ["left out or written otherwise, it is named", named],
  ["of no consequence for the audit", unnamed],
] as const)("%s", (_, rows) => {
  test.for(rows.map((row) => [row.name, row] as const))("%s", async ([, row], { skip }) => {
    need(skip);
    const text = row.edits.reduce((before, [from, to = ""]) => {
      expect(before.split(from), `once: ${from}`).toHaveLength(2);
      return before.replace(from, () => to);
    }, laidOut);
    const pasted = await paste(text + auditInto("after"), { ...brought, ...row.settings });
    const now = left(pasted.report("after"));
    const usual = [...unstated, ...nothingThere].filter((line) => !row.ends?.includes(line));
    expect(sorted(now), pasted.output).toEqual(sorted([...usual, ...row.finds]));
  });
});
