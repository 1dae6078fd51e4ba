import fs from "node:fs";
import path from "node:path";
import { Ajv2020 } from "ajv/dist/2020.js";
import { describe, expect, test } from "vitest";
import { applyFix, safeNumbers } from "../../../src/app/fix/fix-install.ts";
import { type FixRequest, planFix } from "../../../src/app/fix/fix-plan.ts";
import { fixScript } from "../../../src/app/fix/fix-script.ts";
import { applyUndo, listUndo, planUndo } from "../../../src/app/fix/undo-fix.ts";
import type { Finding } from "../../../src/core/finding.ts";
import type { Edit, FixPlan } from "../../../src/core/fix.ts";
import { absent, blocked, found } from "../../../src/core/look.ts";
import type { AuditRow } from "../../../src/core/documents/report.ts";
import { createAccounts } from "../../../src/platform/host/accounts.ts";
import { type FixBench, fixBench } from "../../support/fix-bench.ts";
import { projectRoot } from "../../support/run-guard.ts";
import { treeSnapshot } from "../../support/tree-snapshot.ts";

const isRoot = process.getuid?.() === 0;
const startedAt = new Date("2026-11-24T09:14:00Z");

function write({ root }: FixBench, name: string, text: string, mode = 0o644): string {
  const file = path.join(root, name);
  fs.writeFileSync(file, text);
  fs.chmodSync(file, mode);
  return file;
}

const finding = (auditId: string, more: Partial<Finding> = {}): Finding => ({
  fingerprint: `${auditId}!`,
  auditId,
  severity: "high",
  confidence: "high",
  message: "wrong",
  location: { kind: "host", what: "x" },
  alsoAt: [],
  occurrences: 1,
  remedy: "mend it",
  fix: "safe",
  state: "new",
  ...more,
});

type Entry = readonly [string, readonly Edit[], Partial<FixPlan>?];

function requestFor(bench: FixBench, entries: readonly Entry[]): FixRequest {
  const { deps, root } = bench;
  const tool = { name: "iptvbp-guard", version: "0.1.0" };
  const plans = entries.map(([id, edits, more]) => {
    const plan: FixPlan = { title: `mend ${id}`, safety: "safe", edits, ...more };
    return [`${id}!`, plan] as const;
  });
  return {
    ports: { ...deps, tool, hostName: "shop1", accounts: createAccounts() },
    install: { root, envFiles: [], serviceUser: absent },
    report: { audits: [], findings: entries.map(([id]) => finding(id)) },
    plans: new Map(plans),
    startedAt,
  };
}

const nothingLeft = async () => ({ audits: [], findings: [] });

function expectValid(name: "fix" | "undo", document: object): void {
  const file = path.join(projectRoot, `rules/schema/${name}.schema.json`);
  const validate = new Ajv2020({ allErrors: true, allowUnionTypes: true }).compile(
    JSON.parse(fs.readFileSync(file, "utf8")) as object,
  );
  validate(document);
  expect(validate.errors).toBeNull();
}

const shop = (bench: FixBench): readonly Entry[] => {
  const env = write(bench, ".env", "APP_DEBUG=true\n");
  const copy = write(bench, ".env.bak", "A=1\n");
  const ignore = write(bench, ".gitignore", "a\nb\n\n/node_modules\n");
  return [
    ["env/debug-off", [set(env)], { safety: "review", caution: "reload the service" }],
    ["gitignore/env-ignored", [{ kind: "ignore-lines", path: ignore, add: [".env*"] }]],
    ["env/mode", [{ kind: "mode", path: env, from: 0o644, to: 0o600 }]],
    ["env/no-copies", [{ kind: "move-away", path: copy }]],
  ];
};
const set = (file: string): Edit => ({
  kind: "set-env",
  path: file,
  key: "APP_DEBUG",
  value: "false",
});

test("plans, applies, lists and undoes, with valid documents", async () => {
  const bench = fixBench();
  const request = requestFor(bench, shop(bench));
  const before = treeSnapshot(bench.root);

  const planned = await planFix(request);
  expectValid("fix", planned.document);
  expect(planned.document).toMatchObject({ status: "planned", exitCode: 1, transaction: null });
  const shown = planned.document.fixes.map(({ number, auditIds, state, changes }) => [
    number,
    auditIds[0],
    state,
    changes[0]?.path,
    changes[0]?.lines.map(({ sign, text }) => sign + text).join("|"),
  ]);
  const owner = isRoot ? "root:root" : expect.any(String);
  expect(shown).toEqual([
    [1, "env/mode", "pending", ".env", isRoot ? `-0644 ${owner}|+0600 ${owner}` : owner],
    [2, "env/no-copies", "pending", ".env.bak", "-moved out of the install, kept 30 days for undo"],
    [3, "gitignore/env-ignored", "pending", ".gitignore", "@4| /node_modules|+.env*"],
    [4, "env/debug-off", "left", ".env", "@1|-APP_DEBUG=true|+APP_DEBUG=false"],
  ]);
  expect(treeSnapshot(bench.root)).toEqual(before);
  expect(fs.readdirSync(bench.state)).toEqual([]);

  expect(safeNumbers(planned)).toEqual([1, 2, 3]);
  const done = await applyFix(request, planned, safeNumbers(planned), nothingLeft);
  expectValid("fix", done);
  expect(done).toMatchObject({ status: "applied", transaction: 1, exitCode: 0 });
  expect(Object.keys(done.fixes[0] ?? {}).slice(-3)).toEqual(["state", "result", "changes"]);
  expect(done.fixes.map(({ state, result }) => [state, result])).toEqual([
    ["applied", "0600"],
    ["applied", "1 file moved"],
    ["applied", "would be ignored now; commit .gitignore yourself"],
    ["left", undefined],
  ]);
  expect(fs.readFileSync(path.join(bench.root, ".env"), "utf8")).toBe("APP_DEBUG=true\n");

  const undoRequest = { ports: request.ports, root: bench.root, startedAt };
  const undoPlan = planUndo(undoRequest);
  expectValid("undo", undoPlan.document);
  expect(undoPlan.document).toMatchObject({ status: "planned", transaction: 1, exitCode: 0 });
  expect(undoPlan.document.changes).toEqual([
    change(".env", "0600 -> 0644", "env/mode"),
    change(".env.bak", "back in place", "env/no-copies"),
    change(".gitignore", "1 line taken out", "gitignore/env-ignored"),
  ]);
  const undone = applyUndo(undoRequest, undoPlan);
  expectValid("undo", undone);
  expect(undone).toMatchObject({ status: "undone", exitCode: 0 });
  expect(treeSnapshot(bench.root)).toEqual(before);

  const listed = listUndo(undoRequest);
  expectValid("undo", listed);
  expect(listed.transactions).toMatchObject([{ number: 1, status: "undone", changes: 3 }]);
  const nothing = planUndo(undoRequest);
  expectValid("undo", nothing.document);
  expect(nothing.document).toMatchObject({ status: "nothing", exitCode: 0 });
});

function change(name: string, text: string, auditId: string) {
  return { path: name, text, reopens: [{ auditId, severity: "high" }], state: "pending" };
}

test("a chosen review fix joins the safe ones on the same file", async () => {
  const bench = fixBench();
  const request = requestFor(bench, shop(bench));
  const done = await applyFix(request, await planFix(request), [1, 4], nothingLeft);
  expect(done.fixes.map(({ state }) => state)).toEqual([
    "applied",
    "pending",
    "pending",
    "applied",
  ]);
  expect(fs.readFileSync(path.join(bench.root, ".env"), "utf8")).toBe("APP_DEBUG=false\n");
  expect(fs.statSync(path.join(bench.root, ".env")).mode & 0o7777).toBe(0o600);
});

test("a file that changed while the plan was shown is not touched", async () => {
  const bench = fixBench();
  const request = requestFor(bench, shop(bench));
  const planned = await planFix(request);
  write(bench, ".env.bak", "the only copy of something new\n");
  const before = treeSnapshot(bench.root);
  await expect(applyFix(request, planned, [1, 2, 3], nothingLeft)).rejects.toThrow(
    /\.env\.bak changed since it was looked at: it is not the file that was shown/,
  );
  expect(treeSnapshot(bench.root)).toEqual(before);
});

test("undo is refused with every changed file named", async () => {
  const bench = fixBench();
  const request = requestFor(bench, shop(bench));
  const planned = await planFix(request);
  await applyFix(request, planned, safeNumbers(planned), nothingLeft);
  write(bench, ".env.bak", "new\n");
  const undoRequest = { ports: request.ports, root: bench.root, startedAt };
  const plan = planUndo(undoRequest);
  expectValid("undo", plan.document);
  expect(plan.document).toMatchObject({ status: "refused", exitCode: 2 });
  expect(plan.document.changes.map(({ state }) => state)).toEqual([
    "pending",
    "changed",
    "pending",
  ]);
  const before = treeSnapshot(bench.root);
  expect(applyUndo(undoRequest, plan)).toBe(plan.document);
  expect(treeSnapshot(bench.root)).toEqual(before);
});

describe("after the change", () => {
  const row = (more: Partial<AuditRow>): AuditRow => ({
    id: "env/mode",
    title: "t",
    rule: 2,
    status: "fail",
    severity: "high",
    gaps: [],
    durationMs: 0,
    ...more,
  });
  const gap = (what: string) => ({
    what,
    reason: "permission denied",
    count: 1,
    code: "permission",
  });
  const setUp = async (audits: readonly AuditRow[] = []) => {
    const bench = fixBench();
    const env = write(bench, ".env", "A=1\n");
    const base = requestFor(bench, [
      ["env/mode", [{ kind: "mode", path: env, from: 0o644, to: 0o600 }]],
    ]);
    const request = { ...base, report: { ...base.report, audits } };
    return { bench, env, request, planned: await planFix(request) };
  };

  test("an audit that still fails rolls back (exit 4)", async () => {
    const { bench, request, planned } = await setUp();
    const before = treeSnapshot(bench.root);
    const done = await applyFix(request, planned, [1], async () => ({
      audits: [],
      findings: [finding("env/mode")],
    }));
    expectValid("fix", done);
    expect(done).toMatchObject({
      status: "rolled-back",
      exitCode: 4,
      exitReason: "rolled back: env/mode still fails: wrong",
      fixes: [{ state: "rolled-back", reason: "env/mode still fails: wrong" }],
    });
    expect(treeSnapshot(bench.root)).toEqual(before);
  });

  test("what is left for a person, as a commit, is no failure", async () => {
    const { request, planned } = await setUp();
    const done = await applyFix(request, planned, [1], async () => ({
      audits: [],
      findings: [
        finding("env/mode", { fix: null, severity: "low" }),
        finding("env/mode", { fingerprint: "other" }),
      ],
    }));
    expect(done.status).toBe("applied");
  });

  test("a new gap rolls back; one that was there before does not", async () => {
    const known = await setUp([row({ gaps: [gap("conf")] })]);
    const same = await applyFix(known.request, known.planned, [1], async () => ({
      audits: [row({ status: "unknown", gaps: [gap("conf")] })],
      findings: [],
    }));
    expect(same.status).toBe("applied");

    const fresh = await setUp([row({ gaps: [gap("conf")] })]);
    const other = await applyFix(fresh.request, fresh.planned, [1], async () => ({
      audits: [row({ status: "unknown", gaps: [gap("conf"), gap(".env")] })],
      findings: [],
    }));
    expect(other.status).toBe("rolled-back");
  });

  test("the service user is asked about its env files, before and after", async () => {
    const { request, env } = await setUp();
    const account = { name: "www-data", uid: 33, gid: 33, groups: [33] };
    const asked: (readonly string[])[] = [];
    const withService = (answers: readonly boolean[], more: object = {}): FixRequest => ({
      ...request,
      install: {
        ...request.install,
        envFiles: [
          {
            path: env,
            stat: absent,
            content: absent,
            dialect: "dotenv",
            source: "in the root",
            ...more,
          },
        ],
        serviceUser: found({ value: account, source: "test" }),
      },
      ports: {
        ...request.ports,
        accounts: {
          ...request.ports.accounts,
          canRead: async (_, paths) => {
            asked.push(paths);
            return found([answers[asked.length - 1] ?? false]);
          },
        },
      },
    });
    const lost = withService([true, true, false]);
    const rolledBack = await applyFix(lost, await planFix(lost), [1], nothingLeft);
    expect(rolledBack.exitReason).toBe(`rolled back: the service user could no longer read ${env}`);
    // Once for the plan, once right before the change, once after it.
    expect(asked).toEqual([[env], [env], [env]]);

    asked.splice(0);
    const kept = withService([true, true, true]);
    const applied = await applyFix(kept, await planFix(kept), [1], nothingLeft);
    expect(applied.fixes[0]?.result).toBe("0600; www-data can still read it");
  });

  test("what root's manager reads for the service need not be readable by it", async () => {
    const { request, env, planned } = await setUp();
    const install = {
      ...request.install,
      envFiles: [
        {
          path: env,
          stat: absent,
          content: absent,
          dialect: "systemd" as const,
          source: "unit",
          readByManager: "systemd",
        },
      ],
      serviceUser: blocked("io", "nobody knows"),
    };
    const done = await applyFix({ ...request, install }, planned, [1], nothingLeft);
    expect(done.status).toBe("applied");
  });
});

test("not knowing the service user refuses what it must read, and only that", async () => {
  const bench = fixBench();
  const base = requestFor(bench, shop(bench));
  const env = path.join(bench.root, ".env");
  const file = { path: env, stat: absent, content: absent, source: "", dialect: "dotenv" } as const;
  const serviceUser = blocked("permission", "permission denied");
  const request = { ...base, install: { ...base.install, envFiles: [file], serviceUser } };
  const planned = await planFix(request);
  expect(planned.document.fixes.map(({ state, reason }) => [state, reason])).toEqual([
    ["refused", "cannot tell whether the service could still read it: permission denied"],
    ["pending", undefined],
    ["pending", undefined],
    ["refused", "cannot tell whether the service could still read it: permission denied"],
  ]);
});

test("waived findings are not fixed, refused ones are said", async () => {
  const bench = fixBench();
  const env = write(bench, ".env", "A=1\n");
  fs.linkSync(env, path.join(bench.root, "second"));
  const other = write(bench, ".env.local", "A=1\n");
  const base = requestFor(bench, [
    ["env/mode", [{ kind: "mode", path: env, from: 0o644, to: 0o600 }]],
    ["env/other", [{ kind: "mode", path: other, from: 0o644, to: 0o600 }]],
  ]);
  const findings = base.report.findings.map((each) =>
    each.auditId === "env/other" ? { ...each, state: "waived" as const } : each,
  );
  const request = { ...base, report: { ...base.report, findings } };
  const planned = await planFix(request);
  expectValid("fix", planned.document);
  expect(planned.document).toMatchObject({
    exitCode: 0,
    fixes: [{ auditIds: ["env/mode"], state: "refused", reason: /more than one name/ }],
  });
  expect(safeNumbers(planned)).toEqual([]);
});

test("only refused fixes: exit 2; no fixes: exit 0; a refused one cannot be chosen", async () => {
  const bench = fixBench();
  const env = write(bench, ".env", "A=1\n");
  const good = requestFor(bench, [
    ["env/mode", [{ kind: "mode", path: env, from: 0o644, to: 0o600 }]],
  ]);
  fs.linkSync(env, path.join(bench.root, "second"));
  const planned = await planFix(good);
  expect(await applyFix(good, planned, [], nothingLeft)).toMatchObject({
    status: "refused",
    exitCode: 2,
  });
  await expect(applyFix(good, planned, [1], nothingLeft)).rejects.toThrow(/more than one name/);
  const none = requestFor(bench, []);
  expect(await applyFix(none, await planFix(none), [], nothingLeft)).toMatchObject({
    status: "nothing",
    exitCode: 0,
  });
});

test("the script does what the safe part of the plan says", async () => {
  const bench = fixBench();
  const request = requestFor(bench, shop(bench));
  const script = fixScript(request, await planFix(request));
  expect(script).toContain(`f='${path.join(bench.root, ".env")}'\n`);
  expect(script).toContain("chmod 0600 --");
  expect(script).toContain("# left out: reload the service");
});

test("a second operator is told who is at it", async () => {
  const bench = fixBench();
  const request = requestFor(bench, shop(bench));
  const unlock = request.ports.store.lock();
  const applied = applyFix(request, await planFix(request), [1], nothingLeft);
  await expect(applied).rejects.toThrow("another run holds the lock: jo, process");
  unlock();
});
