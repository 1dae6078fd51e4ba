import fs from "node:fs";
import { describe, expect, test } from "vitest";
import type { Report } from "../../src/core/documents/report.ts";
import { isRoot } from "../support/as-user.ts";
import { severalInstalls } from "../support/layouts/several-installs.ts";
import { layouts } from "../support/layouts/index.ts";
import {
  layNeighbours,
  neighbours,
  plantIn,
  programs,
  services,
} from "../support/layouts/neighbours.ts";
import { mint } from "../support/mint.ts";
import { needProgram } from "../support/need-program.ts";
import type { GuardRun } from "../support/run-guard.ts";
import { type Visit, visitHost } from "../support/visit-host.ts";

interface InitDocument {
  readonly install: { readonly root: string };
  readonly path: string;
  readonly found: readonly {
    readonly what: string;
    readonly value: string;
    readonly source: string;
    readonly certainty: string;
  }[];
}

const json = ["--format", "json"];
const ownState = "/var/lib/own-state";

function reportOf({ status, stdout, stderr }: GuardRun): Report {
  if (status === 2 || status === 5) throw new Error(stderr);
  return JSON.parse(stdout) as Report;
}

/** A finding as one line: severity, audit, place. */
const lines = ({ findings }: Report) =>
  findings.map(({ auditId, severity, location }) => {
    const where = "path" in location ? (location.path ?? "") : JSON.stringify(location);
    return `${severity} ${auditId} ${where}`;
  });

const unknowns = (report: Report) =>
  report.audits
    .filter(({ status }) => status === "unknown")
    .map(({ id, reason, gaps }) => `${id}: ${reason?.text ?? ""} ${gaps[0]?.what ?? ""}`);

const unknownIds = ({ audits }: Report) =>
  audits.filter(({ status }) => status === "unknown").map(({ id }) => id);

const serious = (report: Report) => lines(report).filter((line) => !/^(?:low|info) /.test(line));

const factLines = ({ found }: InitDocument) =>
  found.map(({ what, value, source, certainty }) => {
    const doubt = certainty === "certain" ? "" : `, ${certainty}`;
    return `${what}: ${value} (${source}${doubt})`;
  });

/** What is the same before and after guard.yaml: what was found, not the time it took. */
const essence = ({ audits, findings }: Report) => ({
  audits: audits.map(({ id, status, needs, gaps }) => ({ id, status, needs, gaps })),
  findings: findings
    // This one is about guard.yaml.
    .filter(({ auditId }) => auditId !== "incident/ready")
    .map(({ fingerprint, severity, message, location, fix }) => ({
      fingerprint,
      severity,
      message,
      location,
      fix,
    })),
});

describe.each(layouts.map((layout) => [layout.name, layout] as const))("%s", (_, layout) => {
  test("is found, judged and written down as it is", async ({ skip }) => {
    need(skip, layout.programs);
    const host = layout.lay();
    const { root, uid, below } = layout;
    fs.mkdirSync(host.real(ownState));
    fs.chownSync(host.real(ownState), uid, uid);
    const visits: readonly Visit[] = [
      { args: ["audit", ...json] },
      { args: ["audit", ...json, "--state-dir", ownState], uid },
      { args: ["audit", "--only", "env/*", ...json], cwd: below },
      { args: ["audit", root, "--only", "env/*", ...json] },
      { args: ["init", "--yes", ...json] },
      { args: ["audit", ...json] },
      { args: ["audit", "--only", "env/*", "--config", "guard", ...json] },
    ];
    const runs = await visitHost(host, layout.services, visits);
    const [first, asUser, inFolder, given, made, after, named] = runs as [
      GuardRun,
      GuardRun,
      GuardRun,
      GuardRun,
      GuardRun,
      GuardRun,
      GuardRun,
    ];
    const init = JSON.parse(made.stdout || made.stderr) as InitDocument;
    expect(factLines(init)).toEqual(layout.facts);
    const report = reportOf(first);
    expect(report.install.root).toBe(root);
    const statuses = new Map(report.audits.map(({ id, status }) => [id, status]));
    const ids = Object.keys(layout.statuses);
    expect(Object.fromEntries(ids.map((id) => [id, statuses.get(id)]))).toEqual(layout.statuses);
    expect(serious(report)).toEqual([]);
    expect(unknowns(report)).toEqual([]);
    expect(report.looked.gaps).toEqual([]);
    expect(report.summary.exitCode).toBe(0);
    expect(lines(reportOf(asUser))).toEqual(lines(report));
    expect(unknownIds(reportOf(asUser))).toEqual(layout.takesRoot ?? []);
    for (const run of [inFolder, given, named]) {
      expect(reportOf(run).install.root).toBe(root);
      expect(lines(reportOf(run))).toEqual([]);
      expect(run.status).toBe(0);
    }
    expect(essence(reportOf(after))).toEqual(essence(report));
  });

  test("with one fault: that and nothing else", async ({ skip }) => {
    need(skip, layout.programs);
    const host = layout.lay();
    const expected = layout.plant(host);
    const [run] = await visitHost(host, layout.services, [{ args: ["audit", ...json] }]);
    expect(serious(reportOf(run as GuardRun))).toEqual([expected]);
    expect(run?.status).toBe(1);
  });
});

test("several installs on one host: each is told from the others", async ({ skip }) => {
  if (!isRoot) skip("takes root: a host of its own");
  const host = severalInstalls();
  const only = ["--only", "env/*", ...json];
  const runs = await visitHost(host, "true", [
    { args: ["audit", ...only] },
    { args: ["init", "--yes", ...json] },
    { args: ["audit", ...only], cwd: "/var/www/first/src" },
    { args: ["audit", ...only], cwd: "/opt/second" },
    { args: ["audit", "/opt/second", ...only] },
    { args: ["init", "/opt/second", "--yes", "--config", "second", ...json] },
    { args: ["audit", "--config", "second", ...only] },
  ]);
  const [none, refused, below, here, given, made, named] = runs as GuardRun[];
  for (const run of [none, refused]) {
    expect(run?.status).toBe(2);
    expect(run?.stderr).toContain("2 installs found: /opt/second (WorkingDirectory= of second");
    expect(run?.stderr).toContain("/var/www/first (root of nginx site first.example)");
  }
  const roots = [below, here, given, named].map((run) => reportOf(run as GuardRun));
  expect(roots.map(({ install }) => install.root)).toEqual([
    "/var/www/first",
    "/opt/second",
    "/opt/second",
    "/opt/second",
  ]);
  // Each pool has a user of its own; the second shop's file lies open.
  expect(roots.map(lines)).toEqual([
    [],
    ["high env/mode .env"],
    ["high env/mode .env"],
    ["high env/mode .env"],
  ]);
  const init = JSON.parse(made?.stdout ?? "") as InitDocument;
  expect(factLines(init).slice(0, 3)).toEqual([
    "root: /opt/second (argument)",
    "env file: .env (in the root, likely)",
    "service user: second (second.service)",
  ]);
});

describe("neighbours on one host, all running", () => {
  const onHost = "env/*,exposure/*,monitoring/*,privilege/*,rotation/*,secrets/none-in-logs";
  const place = ({ location }: Report["findings"][number]) =>
    location.kind === "host" ? location.what : "path" in location ? location.path : "";
  const told = ({ findings }: Report) =>
    findings
      .filter(({ severity }) => severity !== "low" && severity !== "info")
      .map((each) => `${each.severity} ${each.auditId} ${place(each)}`);

  test("each is healthy and knows its own user, sites and processes", async ({ skip }) => {
    need(skip, programs);
    const visits = neighbours.map(({ root }) => ({ args: ["audit", root, ...json] }));
    const runs = await visitHost(layNeighbours(), services, visits);
    for (const [index, { root }] of neighbours.entries()) {
      const report = reportOf(runs[index] as GuardRun);
      expect(report.install.root).toBe(root);
      expect([told(report), unknowns(report), report.looked.gaps]).toEqual([[], [], []]);
      const reloaded = report.audits.find(({ id }) => id === "rotation/consumers-reloaded");
      expect(reloaded?.status).toBe("pass");
      expect(runs[index]?.status).toBe(0);
    }
  });

  const rows = neighbours.map((each) => [each.name, each] as const);
  test.for(rows)("what is wrong with %s is said of it alone", async ([, ill], { skip }) => {
    need(skip, programs);
    const host = layNeighbours();
    const { expected, afterwards } = plantIn(host, ill, mint("stripe.secret-key", 44));
    const visits = neighbours.map(({ root }) => ({
      args: ["audit", root, "--only", onHost, ...json],
    }));
    const runs = await visitHost(host, `${services}${afterwards}`, visits);
    for (const [index, each] of neighbours.entries()) {
      const report = reportOf(runs[index] as GuardRun);
      expect(told(report).toSorted(), `of ${each.name}`).toEqual(each === ill ? expected : []);
      expect(unknowns(report)).toEqual([]);
      if (each !== ill) continue;
      const stale = report.findings.find(
        ({ auditId }) => auditId === "rotation/consumers-reloaded",
      );
      const named = stale?.message.split(": ").slice(1).join(": ").split(", ") ?? [];
      expect(named.length).toBeGreaterThan(0);
      for (const process of named) expect(process).toMatch(ill.process);
    }
  });
});

function need(skip: (note: string) => void, wanted: readonly string[]): void {
  if (!isRoot) skip("takes root: a host of its own");
  for (const program of wanted) needProgram(skip, program);
}
