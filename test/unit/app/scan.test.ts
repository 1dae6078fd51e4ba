import { Buffer } from "node:buffer";
import { execFileSync } from "node:child_process";
import { rmSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { type ScanOptions, scan } from "../../../src/app/scan/scan.ts";
import { createClock } from "../../../src/platform/host/clock.ts";
import { createHostFiles, createInstallFiles } from "../../../src/platform/files/file-reader.ts";
import { createGitProcess } from "../../../src/platform/git/git-process.ts";
import { createKeyedHash } from "../../../src/platform/host/keyed-hash.ts";
import { readTree } from "../../../src/platform/files/read-tree.ts";
import { readRuleFiles } from "../../../src/platform/rule-files.ts";
import { mint, mintTemplate, seededRandom } from "../../support/mint.ts";
import { populate, tempFolder } from "../../support/temp-folder.ts";

const stripe = mint("stripe.secret-key");
const password = mint("panel.main");

const git = createGitProcess();

async function run(cwd: string, options: Partial<ScanOptions> = {}, config = {}) {
  const ports = {
    tool: { name: "iptvbp-guard", version: "0" },
    hostName: "shop1",
    cwd,
    clock: createClock(new Date("2026-11-24T00:00:00Z")),
    git,
    host: createHostFiles(),
    filesOf: createInstallFiles,
    treeOf: (root: string) => readTree(root),
    ruleFiles: readRuleFiles,
    keyedHash: createKeyedHash,
    config,
    assertTrusted: () => {},
  };
  const defaults = { paths: [], staged: false, history: false, ignore: true, inline: true };
  const rest = { failOn: "medium" as const, strict: false };
  return scan(ports, { ...defaults, ...rest, ...options });
}

function repository(files: Readonly<Record<string, string>>): string {
  const folder = populate(tempFolder(), files);
  inGit(folder, "init", "-q", "-b", "main");
  return folder;
}

function inGit(folder: string, ...args: string[]): string {
  const env = { ...process.env, HOME: "/nonexistent", GIT_CONFIG_NOSYSTEM: "1" };
  const who = ["-c", "user.name=Jo", "-c", "user.email=jo@shop.example"];
  return execFileSync("git", [...who, ...args], { cwd: folder, env, encoding: "utf8" }).trim();
}

function commit(folder: string, ...paths: string[]) {
  inGit(folder, "add", "-f", "--", ...paths);
  inGit(folder, "commit", "-q", "-m", "change");
}

async function* pieces(...texts: string[]) {
  for (const text of texts) yield Buffer.from(text);
}

describe("files", () => {
  test("a leak in a folder: the row fails, exit 1, paths relative to the folder", async () => {
    const folder = populate(tempFolder(), { "src/pay.php": `<?php\n$k = '${stripe}';\n` });
    const { report } = await run(folder);
    expect(report.audits).toMatchObject([{ id: "secrets/none-in-worktree", status: "fail" }]);
    expect(report.findings).toMatchObject([
      {
        ruleId: "stripe.secret-key",
        severity: "critical",
        message: "Stripe secret or restricted key is in a file",
        location: { kind: "file", path: "src/pay.php", line: 2, column: 7 },
        evidence: `Stripe secret or restricted key sk_live_...${stripe.slice(-4)}`,
        state: "new",
      },
    ]);
    expect(report.summary.exitCode).toBe(1);
    expect(report.install).toEqual({ root: folder, host: "shop1" });
    expect(JSON.stringify(report)).not.toContain(stripe);
  });

  test("nothing found is exit 0, nothing read is exit 3", async () => {
    const clean = await run(populate(tempFolder(), { "a.php": "<?php\n" }));
    expect(clean.report.summary.exitCode).toBe(0);
    expect(clean.report.audits).toMatchObject([{ status: "pass" }]);
    const empty = await run(tempFolder());
    expect(empty.report.summary.exitCode).toBe(3);
  });

  test("what cannot be read is unknown, exit 3", async () => {
    const folder = populate(tempFolder(), { "a.zip": "PK\x03\x04 packed" });
    const { report } = await run(folder);
    expect(report.audits).toMatchObject([{ status: "unknown", reason: { code: "parse" } }]);
    expect(report.summary.exitCode).toBe(3);
    expect(report.looked.gaps).toMatchObject([{ what: "a.zip" }]);
  });

  test("several paths, each relative to what holds them all", async () => {
    const folder = populate(tempFolder(), {
      "a/x.txt": stripe,
      "b/y.txt": stripe,
      "c.txt": stripe,
    });
    const { report } = await run(folder, { paths: ["a", "b/y.txt"] });
    expect(report.install.root).toBe(folder);
    expect(report.findings).toMatchObject([
      { location: { path: "a/x.txt" }, alsoAt: [{ path: "b/y.txt" }], occurrences: 2 },
    ]);
  });

  test("a path that is not there is an error", async () => {
    await expect(run(tempFolder(), { paths: ["gone"] })).rejects.toMatchObject({
      code: "NO_SUCH_PATH",
      kind: "environment",
    });
  });
});

describe("in a repository", () => {
  const ignored = { ".gitignore": ".env\n*.log\n", ".env": `K=${stripe}\n`, "a.log": stripe };

  test("an ignored env file is counted, ignored files are left out", async () => {
    const folder = repository({ ...ignored, "sub/a.php": "<?php\n" });
    const { report } = await run(join(folder, "sub"), { paths: [".."] });
    expect(report.findings).toEqual([]);
    expect(report.looked.inputs).toMatchObject({ files: 2, envFiles: 1 });
    expect(report.summary.exitCode).toBe(0);
  });

  test("ignored files are searched when asked for, the env file never", async () => {
    const folder = repository(ignored);
    const { report } = await run(folder, { ignore: false });
    expect(report.findings).toMatchObject([{ location: { path: "a.log" }, occurrences: 1 }]);
    const named = await run(folder, { paths: ["a.log"] });
    expect(named.report.findings).toHaveLength(1);
  });

  test.each(["tracked", "not ignored"])("an env file that is %s is matched", async (how) => {
    const folder = repository(ignored);
    if (how === "tracked") commit(folder, ".env");
    else populate(folder, { ".gitignore": "*.log\n" });
    const { report } = await run(folder);
    expect(report.findings).toMatchObject([{ location: { path: ".env", line: 1 } }]);
  });

  test("paths are relative to the top of the repository", async () => {
    const folder = repository({ "sub/a.php": stripe });
    const { report } = await run(join(folder, "sub"));
    expect(report.install.root).toBe(folder);
    expect(report.findings).toMatchObject([{ location: { path: "sub/a.php" } }]);
  });

  test("history adds its rows and finds what was removed", async () => {
    const folder = repository({ "a.php": `k = ${stripe}\n` });
    commit(folder, "a.php");
    rmSync(join(folder, "a.php"));
    populate(folder, { "b.php": "<?php\n" });
    commit(folder, "a.php", "b.php");
    const { report } = await run(folder, { history: true });
    expect(report.audits).toMatchObject([
      { id: "secrets/none-in-git-config", status: "pass" },
      { id: "secrets/none-in-history", status: "fail" },
      { id: "secrets/none-in-worktree", status: "pass" },
    ]);
    expect(report.findings).toMatchObject([
      { auditId: "secrets/none-in-history", location: { kind: "git", path: "a.php", line: 1 } },
    ]);
  });

  test("staged: what is added counts, nothing staged is clean", async () => {
    const folder = repository({ "a.php": "<?php\n" });
    commit(folder, "a.php");
    const clean = await run(folder, { staged: true });
    expect(clean.report.audits).toMatchObject([{ id: "secrets/none-in-history", status: "pass" }]);
    expect(clean.report.summary.exitCode).toBe(0);
    populate(folder, { "b.php": stripe, "c.php": mint("stripe.secret-key", 2) });
    inGit(folder, "add", "b.php");
    const { report } = await run(folder, { staged: true });
    expect(report.findings).toMatchObject([{ location: { path: "b.php" }, occurrences: 1 }]);
  });

  test("without a repository history is an error, not clean", async () => {
    for (const options of [{ history: true }, { staged: true }]) {
      await expect(run(tempFolder(), options)).rejects.toMatchObject({ code: "NO_REPOSITORY" });
    }
  });

  test("history with a missing object is unknown", async () => {
    const folder = repository({ "a.php": "<?php\n" });
    commit(folder, "a.php");
    const blob = inGit(folder, "rev-parse", "HEAD:a.php");
    rmSync(join(folder, ".git/objects", blob.slice(0, 2), blob.slice(2)));
    const { report } = await run(folder, { history: true });
    expect(report.audits).toMatchObject([
      { status: "pass" },
      { id: "secrets/none-in-history", status: "unknown" },
      { status: "pass" },
    ]);
    expect(report.summary.exitCode).toBe(3);
  });
});

describe("inline remarks", () => {
  const line = `k = "${stripe}" # guard:allow test account\n`;

  test("waive a finding, with the reason", async () => {
    const { report } = await run(populate(tempFolder(), { "a.py": line }));
    expect(report.findings).toMatchObject([
      { state: "waived", waiver: { reason: "test account" } },
    ]);
    expect(report.summary.exitCode).toBe(0);
    expect(report.summary.findings.critical).toBe(0);
  });

  test("not with --no-inline", async () => {
    const { report } = await run(populate(tempFolder(), { "a.py": line }), { inline: false });
    expect(report.findings).toMatchObject([{ state: "new" }]);
    expect(report.summary.exitCode).toBe(1);
  });

  test("one sighting without a remark is enough to count", async () => {
    const { report } = await run(populate(tempFolder(), { "a.py": line, "b.py": stripe }));
    expect(report.findings).toMatchObject([{ state: "new", occurrences: 2 }]);
  });
});

describe("stdin", () => {
  test("is searched under the name -", async () => {
    const { report } = await run(tempFolder(), { stdin: pieces("first\nk=", stripe, "\n") });
    expect(report.install.root).toBeNull();
    expect(report.audits.map(({ id }) => id)).toEqual(["secrets/none-in-worktree"]);
    expect(report.findings).toMatchObject([{ location: { kind: "file", path: "-", line: 2 } }]);
  });

  test("empty is zero inputs", async () => {
    const { report } = await run(tempFolder(), { stdin: pieces() });
    expect(report.summary.exitCode).toBe(3);
  });
});

describe("own values", () => {
  test("are searched literally and critical", async () => {
    const folder = populate(tempFolder(), {
      "own/values": `APP_NAME=shop\nPANEL_API_PASSWORD=${password}\nREDIS_PASSWORD=password\n`,
      "app/deploy.sh": `curl -u shop:${password} https://panel.example\n`,
    });
    const { report, leftOut } = await run(folder, { paths: ["app"], ownValues: "own/values" });
    expect(report.findings).toMatchObject([
      { severity: "critical", message: expect.stringContaining("in use is in a file") },
    ]);
    expect(report.findings[0]?.evidence).toContain("PANEL_API_PASSWORD");
    expect(leftOut.map(({ name }) => name)).toEqual(["REDIS_PASSWORD"]);
  });

  test.each([
    ["gone", /there is no such file/],
    ["empty", /holds no credential/],
  ])("%s is an error", async (name, message) => {
    const folder = populate(tempFolder(), { empty: "APP_NAME=shop\n" });
    await expect(run(folder, { ownValues: name })).rejects.toThrow(message);
  });
});

test("the same input gives the same report", async () => {
  const folder = repository({ "a.php": stripe, "b.php": `x ${mint("discord.bot-token")}` });
  commit(folder, "a.php");
  const reports = [];
  for (let round = 0; round < 3; round += 1) {
    reports.push(JSON.stringify((await run(folder, { history: true })).report));
  }
  expect(new Set(reports).size).toBe(1);
});

describe("rules of one's own", () => {
  const rules = (id = "local-acme") =>
    `rules:\n  - id: ${id}\n    title: Acme token\n    severity: high\n    pattern: { regex: 'acme_[a-z]{32}', keywords: [acme_], matches: ["acme_{lower:32}"] }\n`;
  const leak = { "a.txt": `${mintTemplate("acme_{lower:32}", seededRandom(2))}\n` };
  const beside = { "guard.yaml": "", "rules.d/a.yaml": rules() };

  test("are found beside the configuration that is named", async () => {
    const config = `${populate(tempFolder(), beside)}/guard.yaml`;
    const code = populate(tempFolder(), leak);
    expect((await run(code)).report.findings).toEqual([]);
    expect((await run(code, { config })).report.findings).toMatchObject([
      { ruleId: "local-acme", location: { path: "a.txt", line: 1 } },
    ]);
  });

  test.each([
    ["named, and inside what is scanned", { config: "cfg/guard.yaml" }, /has no say in how it is/],
    ["named, and not there", { config: "nowhere.yaml" }, /no such configuration/],
  ])("%s: refused", async (_, options, message) => {
    const code = populate(tempFolder(), {
      ...leak,
      "cfg/guard.yaml": "",
      "cfg/rules.d/a.yaml": rules(),
    });
    await expect(run(code, options)).rejects.toThrow(message);
  });

  test("of the user's own folder count inside what is scanned too", async () => {
    const home = populate(tempFolder(), {
      ...leak,
      "iptvbp-guard/guard.yaml": "",
      "iptvbp-guard/rules.d/a.yaml": rules(),
    });
    const { report } = await run(home, {}, { userFolder: home });
    expect(report.findings).toMatchObject([{ ruleId: "local-acme" }]);
  });
});
