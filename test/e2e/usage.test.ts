import { spawn } from "node:child_process";
import fs from "node:fs";
import path from "node:path";
import { describe, expect, test } from "vitest";
import { guardBin, runGuard } from "../support/run-guard.ts";
import { tempFolder } from "../support/temp-folder.ts";

const env = { PATH: "/usr/bin:/bin", HOME: "/nonexistent", NO_COLOR: "1" };

describe("usage", () => {
  test("--help is 0, on stdout, silent on stderr, and names every command", async () => {
    const { status, stdout, stderr } = await runGuard(["--help"]);
    expect([status, stderr]).toEqual([0, ""]);
    for (const name of [
      "audit",
      "scan",
      "fix",
      "undo",
      "init",
      "explain",
      "report",
      "rules",
      "demo",
    ]) {
      expect(stdout).toContain(`\n  ${name} `);
    }
  });

  test("--version is the version of the manifest", async () => {
    const manifest = fs.readFileSync(path.join(path.dirname(guardBin), "../package.json"), "utf8");
    const { version } = JSON.parse(manifest) as { version: string };
    expect(await runGuard(["--version"])).toEqual({
      status: 0,
      stdout: `${version}\n`,
      stderr: "",
    });
  });

  test.each([
    ["no arguments", [], "no command given"],
    ["an unknown command", ["adit"], 'unknown command "adit"'],
    ["an unknown flag", ["audit", "--nope"], 'unknown option "--nope"'],
    [
      "an unknown choice",
      ["incident", "step", "nope"],
      "the value 'nope' is invalid for argument 'outcome'",
    ],
  ])("%s: 2, nothing on stdout, an error and a hint", async (_, args, message) => {
    const { status, stdout, stderr } = await runGuard(args);
    expect([status, stdout]).toEqual([2, ""]);
    const [first, ...hints] = stderr.trimEnd().split("\n");
    expect(first).toBe(`iptvbp-guard: error: ${message}`);
    expect(hints.length).toBeGreaterThan(0);
    for (const hint of hints) expect(hint).toMatch(/^iptvbp-guard: hint: [a-z]/);
  });

  test("a printed command is spelled as the program was called", async () => {
    const { stderr } = await runGuard([], { cwd: path.dirname(path.dirname(guardBin)) });
    expect(stderr).toContain("node bin/iptvbp-guard.js --help");
  });

  test("under the current folder being gone it still says what to do", async () => {
    const folder = tempFolder();
    const gone = path.join(folder, "gone");
    fs.mkdirSync(gone);
    const script = `cd "${gone}" && rmdir "${gone}" && exec "${process.execPath}" "${guardBin}" audit`;
    const { status, stderr } = await shell(script);
    expect(status).toBe(2);
    expect(stderr).toMatch(/hint: /);
  });
});

describe("streams", () => {
  test("a pipe that is closed early is silent", async () => {
    const { stderr } = await shell(`"${process.execPath}" "${guardBin}" rules list | head -n 1`);
    expect(stderr).toBe("");
  });

  test("2 MiB of JSON come through a pipe uncut", async () => {
    const file = path.join(tempFolder(), "r.json");
    fs.writeFileSync(file, JSON.stringify(largeReport()));
    const run = await shell(
      `"${process.execPath}" "${guardBin}" report "${file}" --format json | (sleep 1; cat)`,
    );
    expect(run.stdout.length).toBeGreaterThan(2 * 1024 * 1024);
    expect((JSON.parse(run.stdout) as { findings: unknown[] }).findings).toHaveLength(4000);
  });

  test("--quiet prints nothing when all is well, and everything when not", async () => {
    const folder = tempFolder();
    fs.writeFileSync(path.join(folder, "clean.txt"), "nothing here\n");
    const run = await runGuard(["scan", "clean.txt", "--quiet"], { cwd: folder });
    expect(run).toEqual({ status: 0, stdout: "", stderr: "" });
    expect((await runGuard(["scan", "--stdin", "--quiet"], { cwd: folder })).stdout).not.toBe("");
  });
});

describe("--output", () => {
  test("writes a private file in the format of its ending; the summary stays on stdout", async () => {
    const folder = tempFolder();
    fs.writeFileSync(path.join(folder, "clean.txt"), "nothing here\n");
    const run = await runGuard(["scan", "clean.txt", "--output", "r.json"], { cwd: folder });
    expect(run.status, run.stderr).toBe(0);
    expect(run.stdout).toMatch(/^0 of 1 audit/);
    const file = path.join(folder, "r.json");
    expect(fs.statSync(file).mode & 0o777).toBe(0o600);
    expect(JSON.parse(fs.readFileSync(file, "utf8"))).toMatchObject({ kind: "report" });
    expect(fs.readdirSync(folder).toSorted()).toEqual(["clean.txt", "r.json"]);
  });

  test("a link is refused and what it leads to left alone", async () => {
    const folder = tempFolder();
    fs.writeFileSync(path.join(folder, "target"), "mine");
    fs.symlinkSync("target", path.join(folder, "r.json"));
    const run = await runGuard(["scan", "target", "--output", "r.json"], { cwd: folder });
    expect(run.status).toBe(2);
    expect(fs.readFileSync(path.join(folder, "target"), "utf8")).toBe("mine");
  });
});

describe("interruption", () => {
  test.each([
    ["SIGINT", 130],
    ["SIGTERM", 143],
  ] as const)("%s is %i and leaves no sample behind", async (signal, expected) => {
    const temporary = tempFolder();
    const child = spawn(process.execPath, [guardBin, "demo"], {
      env: { ...env, TMPDIR: temporary },
      stdio: "ignore",
    });
    const ended = new Promise<number | null>((resolve) => child.on("close", resolve));
    while (fs.readdirSync(temporary).length === 0 && child.exitCode === null) {
      await new Promise((resolve) => setTimeout(resolve, 5));
    }
    child.kill(signal);
    expect(await ended).toBe(expected);
    expect(fs.readdirSync(temporary)).toEqual([]);
  });
});

function largeReport() {
  const finding = {
    fingerprint: "0".repeat(32),
    auditId: "env/mode",
    severity: "high",
    confidence: "high",
    message: "x".repeat(400),
    location: { kind: "file", path: ".env" },
    alsoAt: [],
    occurrences: 1,
    remedy: "y",
    fix: null,
    state: "new",
  };
  return {
    schemaVersion: 1,
    tool: { name: "iptvbp-guard", version: "0.1.0" },
    kind: "report",
    install: { root: "/srv", host: "h" },
    startedAt: "2026-11-24T00:00:00.000Z",
    durationMs: 0,
    summary: {},
    audits: [],
    findings: Array.from({ length: 4000 }, () => finding),
    looked: { inputs: {}, gaps: [] },
  };
}

function shell(script: string): Promise<{ status: number | null; stdout: string; stderr: string }> {
  return new Promise((resolve) => {
    const child = spawn("sh", ["-c", script], { cwd: "/", env });
    let [stdout, stderr] = ["", ""];
    child.stdout.on("data", (chunk: Buffer) => {
      stdout += chunk.toString("utf8");
    });
    child.stderr.on("data", (chunk: Buffer) => {
      stderr += chunk.toString("utf8");
    });
    child.on("close", (status) => resolve({ status, stdout, stderr }));
  });
}
