import { dirname } from "node:path";
import { describe, expect, test } from "vitest";
import { createAuditContext } from "../../src/app/audit/audit-context.ts";
import { audits } from "../../src/audits/index.ts";
import { openInstall } from "../../src/app/open-install.ts";
import { runAudits } from "../../src/app/audit/run-audits.ts";
import type { AuditContext } from "../../src/core/audit-context.ts";
import type { Audit } from "../../src/core/audit.ts";
import { GuardError } from "../../src/core/error.ts";
import type { FindingDraft } from "../../src/core/finding.ts";
import type { Location } from "../../src/core/location.ts";
import type { ReasonCode } from "../../src/core/look.ts";
import type { Outcome, Status } from "../../src/core/outcome.ts";
import { relativeTo } from "../../src/core/text/path-text.ts";
import type { Severity } from "../../src/core/severity.ts";
import { applyFixes } from "./apply-fixes.ts";
import { isRoot } from "./as-user.ts";
import {
  type BuiltInstall,
  type DetailedSpec,
  type Files,
  type InstallOptions,
  install,
  needsRoot,
} from "./install-builder.ts";
import { findSpelling } from "./spellings.ts";
import { treeSnapshot } from "./tree-snapshot.ts";

/** An install, and what makes it special, as a sentence that ends "passes: …". */
export interface Case extends InstallOptions {
  readonly name: string;
  readonly files?: Files;
  /** Replaces or adds parts of the context that no real install can give. */
  readonly context?: (context: AuditContext) => AuditContext;
}

export interface ExpectedFinding {
  readonly message: string;
  /**
   * `.env`, `.env:3` or, for a variable, `.env:3 APP_DEBUG`; a URL, or what of the host. `{top}` is
   * the folder around the install, where guard.yaml is.
   */
  readonly at: string;
  /** Default: the audit's own. */
  readonly severity?: Severity;
  /** Default `high`. */
  readonly confidence?: "medium" | "low";
  readonly also?: readonly string[];
  /** Default: as many as `at` and `also` name. */
  readonly occurrences?: number;
  readonly fix?: "safe" | "review";
  /** Compared only where given. */
  readonly evidence?: string;
  readonly remedy?: string;
}

export interface FailingCase extends Case {
  readonly findings: readonly ExpectedFinding[];
  /** What was not seen beside it, by `what`. Default none. */
  readonly gaps?: readonly string[];
  /** The findings that are left when all fixes are applied. Default: those without a fix. */
  readonly afterFix?: readonly ExpectedFinding[];
}

export interface UnknownCase extends Case {
  readonly code: ReasonCode;
  /** Part of the reason's text. */
  readonly text?: string;
}

export interface SkippedCase extends Case {
  readonly needs: readonly string[];
}

export interface AbsentCase extends Case {
  readonly text: string;
}

/** What stands where the audit expects a readable file. */
export type Obstacle = "unreadable" | "link-loop" | "fifo" | "directory";

export interface ObstacleTable extends Case {
  /** The file that is replaced, relative to the root, else absolute on the host. */
  readonly at: string;
  /** Default `unknown` each. A `pass` is right only where the content is of no interest. */
  readonly expected?: Partial<Readonly<Record<Obstacle, Status>>>;
}

export interface AuditCases {
  readonly passes: readonly Case[];
  readonly fails: readonly FailingCase[];
  readonly unknowns: readonly UnknownCase[];
  readonly skips?: readonly SkippedCase[];
  readonly notApplicable?: readonly AbsentCase[];
  /** Files that are made unreadable, and replaced by a link loop, a FIFO and a folder. */
  readonly obstacles?: readonly ObstacleTable[];
}

/**
 * Tests one audit by tables, each case on a real install through the program's own wiring. Proves
 * by itself: the audit changes nothing, no finding shows a secret, each fix mends what it is for,
 * and a second run of it changes nothing more.
 */
export function auditCases(audit: Audit, cases: AuditCases): void {
  describe(audit.meta.id, () => {
    // Of an assertion of audits.d each test shows a part.
    if (audits.some(({ meta }) => meta.id === audit.meta.id)) {
      test.for(["passes", "fails", "unknowns"] as const)("has a case in %s", (table) => {
        expect(cases[table].length).toBeGreaterThan(0);
      });
    }
    for (const each of cases.passes) {
      define(`passes: ${each.name}`, each, async () => {
        expect(summary(await look(audit, each))).toEqual({ status: "pass" });
      });
    }
    for (const each of cases.fails) {
      define(`fails: ${each.name}`, each, () => checkFailing(audit, each));
    }
    for (const each of cases.unknowns) {
      define(`cannot look: ${each.name}`, each, async () => {
        const { outcome } = await look(audit, each);
        expect(outcome).toMatchObject({ status: "unknown", reason: { code: each.code } });
        if (outcome.status === "unknown") expect(outcome.reason.text).toContain(each.text ?? "");
      });
    }
    for (const each of cases.skips ?? []) {
      define(`skips: ${each.name}`, each, async () => {
        expect((await look(audit, each)).outcome).toEqual({ status: "skipped", needs: each.needs });
      });
    }
    for (const each of cases.notApplicable ?? []) {
      define(`is not applicable: ${each.name}`, each, async () => {
        const { outcome } = await look(audit, each);
        expect(outcome).toEqual({ status: "not-applicable", text: each.text });
      });
    }
    for (const table of cases.obstacles ?? []) defineObstacles(audit, table);
  });
}

function define(name: string, each: Case, run: () => Promise<void>): void {
  test(name, async ({ skip }) => {
    if (!isRoot && needsRoot(each.files ?? {}, each)) skip("takes root: other accounts");
    await run();
  });
}

const standIns: Readonly<Record<Exclude<Obstacle, "unreadable">, DetailedSpec>> = {
  "link-loop": { is: "link-loop" },
  fifo: { is: "fifo" },
  directory: { is: "directory" },
};

function defineObstacles(audit: Audit, table: ObstacleTable): void {
  for (const obstacle of ["unreadable", "link-loop", "fifo", "directory"] as const) {
    const status = table.expected?.[obstacle] ?? "unknown";
    const each = blockedBy(table, obstacle);
    define(`${obstacle} at ${table.at}: ${status} (${table.name})`, each, async () => {
      const { outcome } = await look(audit, each);
      expect(outcome.status, JSON.stringify(outcome)).toBe(status);
    });
  }
}

function blockedBy(table: ObstacleTable, obstacle: Obstacle): Case {
  const { at, files = {}, host = {} } = table;
  const before = at.startsWith("/") ? host[at] : files[at];
  const detailed =
    typeof before === "object" && !(before instanceof Uint8Array)
      ? before
      : { content: before ?? "" };
  // As root permission never denies: the file is closed and everything read as another account.
  const spec = obstacle === "unreadable" ? { ...detailed, mode: 0o600 } : standIns[obstacle];
  const changed = at.startsWith("/")
    ? { host: { ...host, [at]: spec } }
    : { files: { ...files, [at]: spec } };
  return { ...table, ...changed, ...(obstacle === "unreadable" ? { asOther: true } : {}) };
}

interface Looked {
  readonly built: BuiltInstall;
  readonly outcome: Outcome;
  /** The severity that a finding has when it says none. */
  readonly own: Severity;
}

/** Runs the audit on a fresh build of the case; nothing may have changed afterwards. */
async function look(audit: Audit, each: Case): Promise<Looked> {
  const built = install(each.files ?? {}, each);
  const before = treeSnapshot(built.top);
  const outcome = await runOn(audit, built, each.context);
  expect(treeSnapshot(built.top), "the audit changed something").toEqual(before);
  return { built, outcome, own: audit.meta.severity };
}

async function runOn(
  audit: Audit,
  { ports, root, config, now }: BuiltInstall,
  change: Case["context"] = (context) => context,
): Promise<Outcome> {
  const opened = openBuilt(ports, { path: root, ...(config === undefined ? {} : { config }) });
  const context = change(createAuditContext(ports, { ...opened, now, ledger: new Map() }));
  const crashes: unknown[] = [];
  const [result] = await runAudits([audit], context, ports.clock, undefined, (_id, error) => {
    crashes.push(error);
  });
  if (crashes.length > 0) throw crashes[0];
  if (!result) throw new Error("no result");
  expectNoSecret(result.outcome, context);
  return result.outcome;
}

function openBuilt(...args: Parameters<typeof openInstall>) {
  try {
    return openInstall(...args);
  } catch (error) {
    if (!(error instanceof GuardError) || error.code !== "NO_INSTALL") throw error;
    const how = 'an env file (files: { ".env": … }), a site (nginx: …) or a unit (host: …)';
    throw new Error(`the case builds no install: give it ${how}`, { cause: error });
  }
}

function expectNoSecret(outcome: Outcome, { credentials }: AuditContext): void {
  const text = JSON.stringify(outcome);
  for (const { value, name } of credentials) {
    if (value.length < 8) continue;
    expect(findSpelling(text, value.reveal()), `${name} is in the outcome`).toBeUndefined();
  }
}

/** The outcome in the words of the tables; of a finding's texts those that are expected. */
function summary(
  { outcome, built, own }: Looked,
  expected: readonly ExpectedFinding[] = [],
): object {
  if (outcome.status !== "fail") {
    return outcome.status === "pass" ? { status: "pass" } : { ...outcome };
  }
  return {
    status: "fail",
    findings: outcome.findings.map((finding, index) =>
      shown(finding, { root: built.root, own }, expected[index]),
    ),
    gaps: outcome.gaps.map(({ what }) => relativeTo(built.root, what)),
  };
}

function shown(
  finding: FindingDraft,
  { root, own }: { readonly root: string; readonly own: Severity },
  expected?: ExpectedFinding,
): object {
  const { location, alsoAt = [], occurrences, fix, evidence, remedy } = finding;
  return {
    message: finding.message.replaceAll(root, "{root}"),
    at: placeText(location, root).replaceAll(dirname(root), "{top}"),
    severity: (finding.severity ?? own) === own ? "own" : finding.severity,
    confidence: finding.confidence ?? "high",
    also: alsoAt.map((place) => placeText(place, root)),
    occurrences: occurrences ?? 1 + alsoAt.length,
    fix: fix?.safety ?? "none",
    ...(expected?.evidence === undefined ? {} : { evidence: evidence?.replaceAll(root, "{root}") }),
    ...(expected?.remedy === undefined ? {} : { remedy: remedy?.replaceAll(root, "{root}") }),
  };
}

function wanted(finding: ExpectedFinding, audit: Audit): object {
  const { also = [], occurrences = 1 + also.length, fix = "none", confidence = "high" } = finding;
  const { message, at, evidence, remedy } = finding;
  const isOwn = finding.severity === undefined || finding.severity === audit.meta.severity;
  return {
    message,
    at,
    severity: isOwn ? "own" : finding.severity,
    confidence,
    also,
    occurrences,
    fix,
    ...(evidence === undefined ? {} : { evidence }),
    ...(remedy === undefined ? {} : { remedy }),
  };
}

function placeText(location: Location, root: string): string {
  const line = "line" in location && location.line !== undefined ? `:${location.line}` : "";
  switch (location.kind) {
    case "file":
    case "log":
      return relativeTo(root, location.path) + line;
    case "env":
      return `${relativeTo(root, location.path)}${line} ${location.key}`;
    case "git":
      return `git ${location.type} ${location.path ?? location.object}${line}`;
    case "url":
      return location.url;
    case "host":
      return location.what;
  }
}

async function checkFailing(audit: Audit, each: FailingCase): Promise<void> {
  const looked = await look(audit, each);
  expect(summary(looked, each.findings)).toEqual({
    status: "fail",
    findings: each.findings.map((finding) => wanted(finding, audit)),
    gaps: each.gaps ?? [],
  });
  if (each.context !== undefined || !each.findings.some(({ fix }) => fix !== undefined)) return;
  await applyFixes(audit.meta.id, looked.built);
  const left = await runOn(audit, looked.built);
  const expected = each.afterFix ?? each.findings.filter(({ fix }) => fix === undefined);
  const afterwards = summary({ ...looked, outcome: left }, expected);
  if (expected.length === 0 && (each.gaps ?? []).length === 0) {
    expect(afterwards).toEqual({ status: "pass" });
  } else if (expected.length > 0) {
    expect(afterwards).toMatchObject({
      findings: expected.map((finding) => wanted(finding, audit)),
    });
  }
  const mended = treeSnapshot(looked.built.root);
  expect(await applyFixes(audit.meta.id, looked.built)).toBe(0);
  expect(treeSnapshot(looked.built.root), "a second run changed something").toEqual(mended);
}
