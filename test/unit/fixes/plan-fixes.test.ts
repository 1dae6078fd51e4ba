import { describe, expect, test } from "vitest";
import type { Edit, FixPlan } from "../../../src/core/fix.ts";
import type { Severity } from "../../../src/core/severity.ts";
import { mergeEdits } from "../../../src/fixes/merge-edits.ts";
import { type FixableFinding, planFixes } from "../../../src/fixes/plan-fixes.ts";

const mode = (to: number, from = 0o666): Edit => ({ kind: "mode", path: "/w/.env", from, to });
const owner = (uid: number): Edit => ({
  kind: "owner",
  path: "/w/.env",
  from: { uid: 0, gid: 0 },
  to: { uid, gid: uid },
});
const ignore = (...add: string[]): Edit => ({ kind: "ignore-lines", path: "/w/.gitignore", add });
const away: Edit = { kind: "move-away", path: "/w/.env" };
const set = (value: string, key = "APP_DEBUG"): Edit => ({
  kind: "set-env",
  path: "/w/.env",
  key,
  value,
});

describe("mergeEdits", () => {
  test.each<[string, readonly Edit[], readonly Edit[] | "conflict"]>([
    ["mode and owner of one file", [owner(33), mode(0o600)], [mode(0o600), owner(33)]],
    ["twice the same", [mode(0o600), mode(0o600)], [mode(0o600)]],
    ["two modes that both take bits away", [mode(0o644), mode(0o660)], [mode(0o640)]],
    ["two modes of which one gives bits", [mode(0o644, 0o600), mode(0o600, 0o600)], "conflict"],
    ["two modes from different states", [mode(0o600, 0o644), mode(0o600, 0o640)], "conflict"],
    ["two owners", [owner(33), owner(34)], "conflict"],
    ["two values of one name", [set("false"), set("0")], "conflict"],
    ["two names", [set("false"), set("x", "B")], [set("false"), set("x", "B")]],
    ["lines of several audits", [ignore("a", "b"), ignore("b", "c")], [ignore("a", "b", "c")]],
    ["a file that goes away", [mode(0o600), away, set("false")], [away]],
    [
      "attributes before content",
      [set("false"), owner(33), mode(0o600)],
      [mode(0o600), owner(33), set("false")],
    ],
  ])("%s", (_, edits, merged) => {
    const { changes, conflicts } = mergeEdits(edits);
    if (merged === "conflict") {
      expect(changes).toEqual([]);
      expect(conflicts).toEqual(["/w/.env"]);
    } else {
      expect(changes.map((change) => change.edits)).toEqual([merged]);
      expect(conflicts).toEqual([]);
    }
  });

  test("files come in byte order", () => {
    const at = (path: string): Edit => ({ kind: "move-away", path });
    const { changes } = mergeEdits([at("/b"), at("/a"), at("/Z"), at("/ä")]);
    expect(changes.map(({ path }) => path)).toEqual(["/Z", "/a", "/b", "/ä"]);
  });
});

describe("planFixes", () => {
  const fixable = (
    auditId: string,
    edits: readonly Edit[],
    more: Partial<FixPlan> & { severity?: Severity } = {},
  ): FixableFinding => ({
    finding: { auditId, fingerprint: `${auditId}!`, severity: more.severity ?? "medium" },
    plan: { title: auditId, safety: "safe", edits, ...more },
  });

  test("findings that share a file are one entry, with the worst severity", () => {
    const fixes = planFixes([
      fixable("env/owner", [owner(33)]),
      fixable("env/mode", [mode(0o600)], { severity: "high" }),
      fixable("gitignore/env-ignored", [ignore(".env*")]),
      fixable("gitignore/keys-and-dumps-ignored", [ignore("*.sql")], { severity: "low" }),
    ]);
    expect(fixes).toMatchObject([
      {
        auditIds: ["env/mode", "env/owner"],
        fingerprints: ["env/mode!", "env/owner!"],
        severity: "high",
        title: "env/mode; env/owner",
        changes: [{ path: "/w/.env", edits: [mode(0o600), owner(33)] }],
      },
      {
        auditIds: ["gitignore/env-ignored", "gitignore/keys-and-dumps-ignored"],
        changes: [{ edits: [ignore(".env*", "*.sql")] }],
      },
    ]);
  });

  test("a fix that bridges two others joins them", () => {
    const at = (path: string): Edit => ({ kind: "move-away", path });
    const fixes = planFixes([
      fixable("a/one", [at("/1")]),
      fixable("a/two", [at("/2")]),
      fixable("a/both", [at("/1"), at("/2")]),
    ]);
    expect(fixes.map(({ auditIds }) => auditIds)).toEqual([["a/both", "a/one", "a/two"]]);
  });

  test("safe ones come first and never join a review one", () => {
    const fixes = planFixes([
      fixable("env/debug-off", [set("false")], { safety: "review", caution: "restart" }),
      fixable("env/mode", [mode(0o600)]),
    ]);
    expect(fixes.map(({ safety, auditIds, caution }) => [safety, auditIds, caution])).toEqual([
      ["safe", ["env/mode"], undefined],
      ["review", ["env/debug-off"], "restart"],
    ]);
  });

  test("contradictions are refused, plans without edits are left out", () => {
    const fixes = planFixes([
      fixable("env/owner", [owner(33)]),
      fixable("env/other", [owner(34)]),
      fixable("env/none", []),
    ]);
    expect(fixes).toHaveLength(1);
    expect(fixes[0]?.refused).toBe("two audits want different things of one file");
  });

  test("the order does not depend on the order of the findings", () => {
    const all = ["c/x", "a/x", "b/x"].map((id) =>
      fixable(id, [{ kind: "move-away", path: `/${id}` }]),
    );
    expect(planFixes(all)).toEqual(planFixes(all.toReversed()));
    expect(planFixes(all).map(({ auditIds }) => auditIds[0])).toEqual(["a/x", "b/x", "c/x"]);
  });
});
