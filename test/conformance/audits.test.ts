import fs from "node:fs";
import path from "node:path";
import { describe, expect, test } from "vitest";
import { audits } from "../../src/audits/index.ts";
import { faultTable } from "../support/fault-table.ts";
import { projectRoot } from "../support/run-guard.ts";

const source = path.join(projectRoot, "src/audits");
const tests = path.join(projectRoot, "test/unit/audits");

/** Ids that others rely on, in waivers and scripts: none is renamed, none is taken away. */
const published = Object.entries({
  access: "dashboard-allowlist private-listeners redis-protected",
  accounts: "no-totp-seeds passwords sessions two-factor",
  encryption: "backups-encrypted key-separate key-strength",
  env: "debug-off mode no-copies no-dashboard-logins no-placeholders no-shared-values no-test-keys none-in-units owner path-protected present strong-values",
  exposure: "not-served",
  gitignore: "env-ignored env-untracked keys-and-dumps-ignored",
  https: "no-credentials-in-urls panel-urls store-urls",
  incident: "none-open ready",
  monitoring: "logs-exist retention reviewed",
  privilege:
    "no-world-writable panel-account panel-scopes service-user staff-roles stripe-restricted",
  rotation: "consumers-reloaded old-key-dead tested within-schedule",
  secrets: "none-in-git-config none-in-history none-in-logs none-in-worktree",
  tls: "key-files known-private-key nginx-profile",
  webhooks: "https secret-set secrets-distinct verification-on",
}).flatMap(([area, names]) => names.split(" ").map((name) => `${area}/${name}`));

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

  test("has all ids that were published: those that come later need no line here", () => {
    const ids = new Set(audits.map(({ meta }) => meta.id));
    expect(published.filter((id) => !ids.has(id))).toEqual([]);
    expect(published.length).toBeGreaterThanOrEqual(55);
  });

  test("has ids of an area and a name, which are no local audit's", () => {
    for (const { meta } of audits)
      expect(meta.id).toMatch(/^(?!local\/)[a-z]+(?:\/[a-z0-9]+(?:-[a-z0-9]+)*)$/);
  });

  test("is what test/support/fault-table.ts is about: no row of it is left over", () => {
    const ids = new Set(audits.map(({ meta }) => meta.id));
    expect(Object.keys(faultTable).filter((id) => !ids.has(id))).toEqual([]);
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
