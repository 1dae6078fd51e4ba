import fs from "node:fs";
import path from "node:path";
import { describe, expect, test } from "vitest";
import { audits } from "../../src/audits/index.ts";
import { faultTable } from "../support/fault-table.ts";
import { projectRoot } from "../support/run-guard.ts";

const source = path.join(projectRoot, "src/audits");
const tests = path.join(projectRoot, "test/unit/audits");

/** Every id that was ever published. They are fixed: none is renamed, none is used again. */
const published = Object.entries({
  access:
    "dashboard-allowlist no-foreign-allowlist panel-firewall private-listeners " +
    "redis-protected",
  accounts: "no-totp-seeds passwords sessions two-factor",
  encryption: "backups-encrypted database-clear key-separate key-strength",
  env:
    "debug-off mode no-copies no-dashboard-logins no-placeholders no-shared-values " +
    "no-test-keys none-in-units owner path-protected present strong-values",
  exposure: "not-served",
  gitignore: "env-ignored env-untracked keys-and-dumps-ignored",
  https: "no-credentials-in-urls panel-urls store-urls",
  incident: "none-open ready",
  monitoring:
    "failed-auth logs-exist privileged-actions probing request-spike retention " +
    "reviewed silence unexpected-source webhook-source",
  privilege:
    "database-role discord-bot no-world-writable panel-account panel-scopes " +
    "paypal-scopes service-user staff-roles stripe-permissions stripe-restricted",
  rotation: "consumers-reloaded old-key-dead tested within-schedule",
  secrets:
    "none-in-dumps none-in-exports none-in-git-config none-in-history none-in-logs " +
    "none-in-processes none-in-shell-history none-in-worktree",
  tls:
    "certificate ciphers key-files known-private-key nginx-profile protocols " +
    "redirect-and-hsts served-is-installed",
  webhooks:
    "endpoints-known forged-refused handlers-verify https replay-safe secret-set " +
    "secrets-distinct verification-on",
}).flatMap(([area, names]) => names.split(" ").map((name) => `${area}/${name}`));

/** What the first release promises. */
const promised = 32;

const needs = new Set([
  "git",
  "linux",
  "network",
  "providers",
  "webhook-probes",
  "database",
  "statement",
]);

function idsIn(folder: string, ending: string): readonly string[] {
  return fs
    .readdirSync(folder, { recursive: true, encoding: "utf8" })
    .filter((name) => name.includes("/") && name.endsWith(ending))
    .map((name) => name.slice(0, -ending.length))
    .toSorted();
}

const camel = (name: string) =>
  name.replaceAll(/-(\w)/g, (_, letter: string) => letter.toUpperCase());

describe("the registry", () => {
  test("lists every file of src/audits once, in order: add the line to src/audits/index.ts", () => {
    expect(audits.map(({ meta }) => meta.id)).toEqual(idsIn(source, ".ts"));
  });

  test("has only published ids: add a new one to `published` in this file", () => {
    expect(published.length).toBeGreaterThanOrEqual(82);
    expect(audits.map(({ meta }) => meta.id).filter((id) => !published.includes(id))).toEqual([]);
  });

  test("is tried under faults: say in test/support/fault-table.ts what an audit cannot do without", () => {
    expect(Object.keys(faultTable).toSorted()).toEqual(audits.map(({ meta }) => meta.id));
  });

  test("has lost none: an audit that was released stays", () => {
    expect(audits.length).toBeGreaterThanOrEqual(promised);
  });
});

describe.each(audits.map((audit) => [audit.meta.id, audit] as const))("%s", (id, audit) => {
  const { meta } = audit;

  test("is exported under the name of its file", () => {
    const text = fs.readFileSync(path.join(source, `${id}.ts`), "utf8");
    const name = camel(id.split("/")[1] ?? "");
    expect(text, `write: export const ${name}: Audit`).toContain(`export const ${name}: Audit =`);
  });

  test("has a title that is true when it passes: one sentence without full stop", () => {
    expect(meta.title).toMatch(/^[A-Z].{10,100}[^.!?]$/);
    expect(meta.title).not.toMatch(/\bshould\b|\bmust\b|\bcheck\b/i);
  });

  test("says why it matters and how to mend it, in whole sentences", () => {
    for (const text of [meta.why, meta.remedy]) {
      expect(text.length).toBeGreaterThan(40);
      expect(text).toMatch(/[.)]$/);
      expect(text).not.toContain("\n");
    }
  });

  test("names a rule, known needs, and where to read more over https", () => {
    expect(meta.rule).toBeGreaterThanOrEqual(1);
    expect(meta.rule).toBeLessThanOrEqual(11);
    expect(meta.needs.filter((need) => !needs.has(need))).toEqual([]);
    expect(meta.references.length).toBeGreaterThan(0);
    for (const reference of meta.references) {
      expect(new URL(reference).protocol, reference).toBe("https:");
    }
  });

  test("has tests of its own, by tables", () => {
    const file = path.join(tests, `${id}.test.ts`);
    expect(fs.existsSync(file), `write test/unit/audits/${id}.test.ts with auditCases`).toBe(true);
    expect(fs.readFileSync(file, "utf8")).toMatch(/^auditCases\(/m);
  });
});

test("no test of an audit is left over: delete it with the audit", () => {
  const known = new Set(audits.map(({ meta }) => meta.id));
  expect(idsIn(tests, ".test.ts").filter((id) => !known.has(id))).toEqual([]);
});
