import { describe, expect, test } from "vitest";
import { GuardError } from "../../../src/core/error.ts";
import type { Commands } from "../../../src/cli/options.ts";
import { registered } from "../../../src/cli/registered.ts";
import { createProgram } from "../../../src/cli/program.ts";
import { runProgram } from "../../../src/cli/run-program.ts";

interface Called {
  readonly command: keyof Commands;
  readonly options: Readonly<Record<string, unknown>>;
}

/** Parses, and tells which command would have run with which options; its exit code is 7. */
async function parse(...args: readonly string[]) {
  const calls: Called[] = [];
  let out = "";
  const record = (command: keyof Commands) => async (options: object) => {
    calls.push({ command, options: options as Called["options"] });
    return 7;
  };
  const commands = Object.fromEntries(
    [
      "attest",
      "audit",
      "demo",
      "explain",
      "fix",
      "incident",
      "init",
      "report",
      "rotate",
      "rulesList",
      "scan",
      "undo",
    ].map((name) => [name, record(name as keyof Commands)]),
  ) as unknown as Commands;
  const exitCode = await runProgram(args, {
    commands,
    tool: { name: "iptvbp-guard", version: "1.2.3" },
    cwd: "/home/jo",
    write: (text) => {
      out += text;
    },
  });
  return { exitCode, out, calls };
}

const defaults = {
  format: "human",
  failOn: "medium",
  quiet: false,
  verbose: false,
  debug: false,
  color: true,
  yes: false,
};
const audit = { ...defaults, only: [], skip: [], strict: false };
const scan = {
  ...defaults,
  paths: [],
  staged: false,
  stdin: false,
  history: false,
  ignore: true,
  inline: true,
};
const fix = { ...defaults, only: [], skip: [], dryRun: false };
const rotate = {
  ...defaults,
  action: "start",
  mode: "planned",
  newValueStdin: false,
  reload: false,
  tested: false,
  oldDead: false,
};
const incident = { ...defaults, search: true, aware: false, heads: [] };

type Row = readonly [line: string, command: keyof Commands, options: object];

const rows: readonly Row[] = [
  ["attest", "attest", { ...defaults, withdraw: false, list: false }],
  [
    "attest accounts/two-factor --state off --by jo --date 2026-11-20 --expires=2027-02-01 --evidence a.png --note x",
    "attest",
    {
      ...defaults,
      audit: "accounts/two-factor",
      state: "off",
      by: "jo",
      date: "2026-11-20",
      expires: "2027-02-01",
      evidence: "a.png",
      note: "x",
      withdraw: false,
      list: false,
    },
  ],
  ["attest a/b --withdraw", "attest", { ...defaults, audit: "a/b", withdraw: true, list: false }],
  ["attest --list", "attest", { ...defaults, withdraw: false, list: true }],
  ["audit", "audit", audit],
  ["audit /srv/shop", "audit", { ...audit, path: "/srv/shop" }],
  [
    "audit --only env/*,gitignore/* --only a/b",
    "audit",
    { ...audit, only: ["env/*", "gitignore/*", "a/b"] },
  ],
  ["audit --skip env/mode,", "audit", { ...audit, skip: ["env/mode"] }],
  ["audit --strict --fail-on never", "audit", { ...audit, strict: true, failOn: "never" }],
  ["audit --checklist c.md", "audit", { ...audit, checklist: "c.md" }],
  ["audit --fail-on=critical", "audit", { ...audit, failOn: "critical" }],
  [
    "audit --config x.yaml --state-dir s",
    "audit",
    { ...audit, config: "x.yaml", stateDir: "/home/jo/s" },
  ],
  ["audit --state-dir /var/s", "audit", { ...audit, stateDir: "/var/s" }],
  ["audit --format json", "audit", { ...audit, format: "json" }],
  ["audit --output r.json", "audit", { ...audit, format: "json", output: "r.json" }],
  ["audit --output r.SARIF", "audit", { ...audit, format: "sarif", output: "r.SARIF" }],
  ["audit --output r.md", "audit", { ...audit, format: "markdown", output: "r.md" }],
  ["audit --output r.xml", "audit", { ...audit, format: "junit", output: "r.xml" }],
  ["audit --output r.txt", "audit", { ...audit, output: "r.txt" }],
  ["audit --output r.dat --format sarif", "audit", { ...audit, format: "sarif", output: "r.dat" }],
  [
    "audit --quiet --verbose --debug --no-color --yes",
    "audit",
    { ...audit, quiet: true, verbose: true, debug: true, color: false, yes: true },
  ],
  ["audit --now 2026-11-24", "audit", { ...audit, now: new Date("2026-11-24T00:00:00Z") }],
  [
    "audit --now 2026-11-24T10:31:07+01:00",
    "audit",
    { ...audit, now: new Date("2026-11-24T09:31:07Z") },
  ],
  ["audit -- --odd", "audit", { ...audit, path: "--odd" }],
  ["scan", "scan", scan],
  ["scan a b", "scan", { ...scan, paths: ["a", "b"] }],
  ["scan --staged", "scan", { ...scan, staged: true }],
  ["scan --stdin", "scan", { ...scan, stdin: true }],
  ["scan --history --format sarif", "scan", { ...scan, history: true, format: "sarif" }],
  [
    "scan --own-values .env --no-ignore --no-inline",
    "scan",
    { ...scan, ownValues: ".env", ignore: false, inline: false },
  ],
  ["fix", "fix", fix],
  [
    "fix shop --dry-run --only env/mode",
    "fix",
    { ...fix, path: "shop", dryRun: true, only: ["env/mode"] },
  ],
  ["fix --format sh", "fix", { ...fix, format: "sh" }],
  ["fix --output fix.sh", "fix", { ...fix, format: "sh", output: "fix.sh" }],
  ["fix --yes", "fix", { ...fix, yes: true }],
  ["fix --waivers w.yaml --baseline b", "fix", { ...fix, waivers: "w.yaml", baseline: "b" }],
  [
    "audit --waivers w.yaml --baseline b --write-baseline c",
    "audit",
    { ...audit, waivers: "w.yaml", baseline: "b", writeBaseline: "c" },
  ],
  ["scan --baseline b --write-baseline b", "scan", { ...scan, baseline: "b", writeBaseline: "b" }],
  ["undo", "undo", { ...defaults, list: false }],
  ["undo 12 --yes", "undo", { ...defaults, transaction: 12, list: false, yes: true }],
  ["undo --list --format json", "undo", { ...defaults, list: true, format: "json" }],
  ["incident list", "incident", { ...incident, action: "list" }],
  ["incident status --id a", "incident", { ...incident, action: "status", id: "a" }],
  ["incident start", "incident", { ...incident, action: "start" }],
  [
    "incident start stripe-key --mode used --finding ab12 --no-search",
    "incident",
    {
      ...incident,
      action: "start",
      playbook: "stripe-key",
      mode: "used",
      finding: "ab12",
      search: false,
    },
  ],
  ["incident resume --mode used", "incident", { ...incident, action: "resume", mode: "used" }],
  [
    "incident step failed --step revoke --reason down",
    "incident",
    { ...incident, action: "step", outcome: "failed", step: "revoke", reason: "down" },
  ],
  [
    "incident note called them --sent-to anna --aware",
    "incident",
    { ...incident, action: "note", text: "called them", sentTo: "anna", aware: true },
  ],
  [
    "incident verify --head ab --head cd",
    "incident",
    { ...incident, action: "verify", heads: ["ab", "cd"] },
  ],
  ["incident export", "incident", { ...incident, action: "export", format: "markdown" }],
  ["incident close --reason drill", "incident", { ...incident, action: "close", reason: "drill" }],
  ["init", "init", defaults],
  [
    "init /srv/shop --yes --config g.yaml",
    "init",
    { ...defaults, path: "/srv/shop", yes: true, config: "g.yaml" },
  ],
  ["explain env/mode", "explain", { ...defaults, topic: "env/mode" }],
  ["explain 3 --format json", "explain", { ...defaults, topic: "3", format: "json" }],
  ["report r.json --format sarif", "report", { ...defaults, file: "r.json", format: "sarif" }],
  ["report -", "report", { ...defaults, file: "-" }],
  ["rotate", "rotate", rotate],
  ["rotate panel.main", "rotate", { ...rotate, credential: "panel.main" }],
  [
    "rotate stripe.secret-key --mode breach --new-value-stdin --reload --yes",
    "rotate",
    {
      ...rotate,
      credential: "stripe.secret-key",
      mode: "breach",
      newValueStdin: true,
      reload: true,
      yes: true,
    },
  ],
  ["rotate resume", "rotate", { ...rotate, action: "resume" }],
  [
    "rotate resume panel.main --new-value-stdin --config x.yaml",
    "rotate",
    {
      ...rotate,
      action: "resume",
      credential: "panel.main",
      newValueStdin: true,
      config: "x.yaml",
    },
  ],
  ["rotate status --format ics", "rotate", { ...rotate, action: "status", format: "ics" }],
  [
    "rotate status --output due.ics",
    "rotate",
    {
      ...rotate,
      action: "status",
      format: "ics",
      output: "due.ics",
    },
  ],
  [
    "rotate record panel.main --date 2026-03-01 --by anna",
    "rotate",
    {
      ...rotate,
      action: "record",
      credential: "panel.main",
      date: new Date("2026-03-01T00:00:00Z"),
      by: "anna",
    },
  ],
  ["rules list", "rulesList", defaults],
  ["demo", "demo", defaults],
  ["demo --keep ./shop", "demo", { ...defaults, keep: "./shop" }],
];

describe("arguments that make sense", () => {
  test.each(rows)("%s", async (line, command, options) => {
    const { calls, exitCode } = await parse(...line.split(" "));
    expect(calls).toEqual([{ command, options }]);
    expect(exitCode).toBe(7);
  });

  test("every command has a row, and is known as one", () => {
    const words = new Set(rows.map(([line]) => line.split(" ")[0] ?? ""));
    expect([...words].toSorted()).toEqual(registered);
  });
});

type Refusal = readonly [line: string, message: RegExp, hint: RegExp];

const refusals: readonly Refusal[] = [
  ["", /no command given/, /--help/],
  ["rules", /no command given/, /--help/],
  ["adit", /unknown command "adit"/, /"audit"/],
  ["zzzzzzzz", /unknown command "zzzzzzzz"/, /--help/],
  ["verify", /unknown command "verify"/, /--help/],
  ["rotate record", /credential/, /rotate record --help/],
  ["rotate panel.main --mode slow", /slow/, /rotate --help/],
  ["rotate record panel.main --date soon", /--date: "soon" is no moment/, /2026/],
  ["incident", /no command given/, /--help/],
  ["incident strat", /unknown command "strat"/, /"start"/],
  ["incident step finished", /finished/, /incident step --help/],
  ["incident start stripe-key --mode maybe", /maybe/, /incident start --help/],
  ["rules lst", /unknown command "lst"/, /"list"/],
  ["audit --fail-no high", /unknown option "--fail-no"/, /"--fail-on"/],
  ["audit --write-baseline=", /--write-baseline: the value is empty/, /leave it out/],
  ["fix --write-baseline b", /unknown option "--write-baseline"/, /fix --help/],
  ["report r.json --baseline b", /unknown option "--baseline"/, /report --help/],
  ["audit --network", /unknown option "--network"/, /audit --help/],
  ["audit a b", /too many arguments/, /audit --help/],
  ["report a.json b.json", /too many arguments/, /report --help/],
  ["report", /missing required argument 'report.json'/, /report --help/],
  ["explain", /missing required argument 'topic'/, /explain --help/],
  ["audit --config", /argument missing/, /audit --help/],
  ["audit --fail-on hihg", /"hihg" is none of critical, high/, /"high"/],
  ["audit --format xml", /"xml" is none of human, json, junit, markdown, sarif/, /human/],
  ["audit --format sh", /"sh" is none of/, /choose|mean/],
  ["undo --format sarif", /"sarif" is none of human, json/, /human/],
  ["audit --output report", /the ending "" does not tell/, /--format/],
  ["fix --output fix.xml", /"junit" is none of human, json, sh/, /human/],
  ["audit --output report.dat", /the ending ".dat" does not tell/, /--format/],
  ["audit --now yesterday", /"yesterday" is no moment/, /2026-11-24T/],
  ["audit --now 2026-13-40", /is no moment/, /2026-11-24T/],
  ["audit --now 2026-11-24T10:00", /is no moment/, /2026-11-24T/],
  ["undo x", /"x" is no number/, /undo --list/],
  ["undo 0", /"0" is no number/, /undo --list/],
  ["audit --config=", /--config: the value is empty/, /value/],
];

describe("arguments that make none", () => {
  test.each(refusals)("%s", async (line, message, hint) => {
    const failure = await parse(...line.split(" ").filter(Boolean)).catch(
      (error: unknown) => error,
    );
    expect(failure).toBeInstanceOf(GuardError);
    const { kind, hints, message: text } = failure as GuardError;
    expect(kind).toBe("usage");
    expect(text).toMatch(message);
    expect(hints.join("\n")).toMatch(hint);
  });
});

describe("help", () => {
  test.each([
    ["--help"],
    ["help"],
    ["audit", "--help"],
    ["help", "scan"],
    ["rules", "list", "--help"],
  ])("%s %s prints to stdout, runs nothing, and keeps to 80 columns", async (...args) => {
    const { out, calls, exitCode } = await parse(...args.filter((each) => each !== undefined));
    expect(calls).toEqual([]);
    expect(exitCode).toBe(0);
    expect(out).toMatch(/^Usage: iptvbp-guard/);
    for (const line of out.split("\n")) expect(line.length, line).toBeLessThanOrEqual(80);
  });

  test("--version prints the version alone", async () => {
    expect(await parse("--version")).toEqual({ exitCode: 0, out: "1.2.3\n", calls: [] });
  });

  test("every command that is registered is known, so that it may be advised", () => {
    const setup = {
      commands: {} as Commands,
      version: "1",
      cwd: "/",
      write: () => {},
      done: () => {},
    };
    const names = createProgram(setup).commands.map((command) => command.name());
    expect(names.toSorted()).toEqual(registered);
  });
});
