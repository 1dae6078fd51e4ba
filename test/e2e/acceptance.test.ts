import { execFileSync } from "node:child_process";
import fs from "node:fs";
import path from "node:path";
import { Ajv2020 } from "ajv/dist/2020.js";
import { describe, expect, test } from "vitest";
import type { Baseline } from "../../src/core/documents/baseline.ts";
import type { Report } from "../../src/core/documents/report.ts";
import { isRoot } from "../support/as-user.ts";
import { mint } from "../support/mint.ts";
import { projectRoot, runGuard } from "../support/run-guard.ts";
import { findSpelling } from "../support/spellings.ts";
import { populate, tempFolder } from "../support/temp-folder.ts";

const now = "2026-11-27T12:00:00Z";
const secret = mint("stripe.secret-key", 5);
const validate = new Ajv2020().compile(
  JSON.parse(
    fs.readFileSync(path.join(projectRoot, "rules/schema/report.schema.json"), "utf8"),
  ) as object,
);

/** An install with an env file that everybody can read, and its guard.yaml beside it. */
function shop(more: Readonly<Record<string, string>> = {}, config = ""): string {
  const folder = populate(tempFolder(), {
    "www/.env": `APP_ENV=production\nAPP_DEBUG=true\nSTRIPE_SECRET_KEY=${secret}\n`,
    "guard.yaml": `install: { root: www }\n${config}`,
    ...more,
  });
  const yaml = fs.readFileSync(path.join(folder, "guard.yaml"), "utf8");
  fs.writeFileSync(path.join(folder, "guard.yaml"), yaml.replace("www", `${folder}/www`));
  fs.chmodSync(path.join(folder, "www/.env"), 0o644);
  return folder;
}

function waiver(part: Readonly<Record<string, string>>): string {
  const all = { reason: "until the move", owner: "jo", expires: "2026-12-01", ...part };
  return `- { ${Object.entries(all)
    .map(([key, value]) => `${key}: ${JSON.stringify(value)}`)
    .join(", ")} }\n`;
}

async function guard(folder: string, command: string, ...args: readonly string[]) {
  const state = ["--state-dir", path.join(folder, "state"), "--now", now];
  return runGuard([command, ...args, ...state], { cwd: folder });
}

async function audit(folder: string, ...args: readonly string[]) {
  const only = args.includes("--only") ? [] : ["--only", "env/mode,env/debug-off"];
  const common = ["--config", "guard.yaml", ...only, "--format", "json"];
  const run = await guard(folder, "audit", ...common, ...args);
  const report = run.status === 2 ? undefined : (JSON.parse(run.stdout) as Report);
  if (report) expect(validate(report), JSON.stringify(validate.errors)).toBe(true);
  return { ...run, report };
}

const states = (report: Report | undefined) =>
  report?.findings.map(({ auditId, state }) => `${auditId} ${state}`).toSorted();

describe("waivers", () => {
  test("of guard.yaml are read from beside it", async () => {
    const folder = shop({ "w.yaml": waiver({ audit: "env/mode" }) }, "waivers: w.yaml\n");
    const { report, status } = await audit(folder);
    expect(states(report)).toEqual(["env/debug-off new", "env/mode waived"]);
    expect(status).toBe(1);
    expect(report?.summary.findings.high).toBe(1);
    expect(report?.waivers).toEqual({
      file: `${folder}/w.yaml`,
      applied: 1,
      expired: [],
      unused: [],
    });
  });

  test("of the command line take their place; all waived is exit 0", async () => {
    const both = waiver({ audit: "env/mode" }) + waiver({ audit: "env/debug-off" });
    const folder = shop({ "w.yaml": "- broken\n", "v.yaml": both }, "waivers: w.yaml\n");
    expect((await audit(folder)).status).toBe(2);
    const { report, status } = await audit(folder, "--waivers", "v.yaml");
    expect(states(report)).toEqual(["env/debug-off waived", "env/mode waived"]);
    expect(status).toBe(0);
    const human = await guard(folder, "audit", "--config", "guard.yaml", "--waivers", "v.yaml");
    expect(human.stdout).toContain("2 waived (2 expire 2026-12-01)");
  });

  test("that have ended are said with owner and date, and count for nothing", async () => {
    const ended = waiver({ audit: "env/mode", expires: "2026-11-26" });
    const folder = shop({ "w.yaml": ended });
    const { report, status, stderr } = await audit(folder, "--waivers", "w.yaml");
    expect(states(report)).toEqual(["env/debug-off new", "env/mode new"]);
    expect(status).toBe(1);
    expect(stderr).toContain("waiver expired 2026-11-26, counts again: env/mode (jo)");
    const human = await guard(folder, "audit", "--config", "guard.yaml", "--waivers", "w.yaml");
    expect(human.stdout).toContain("expired 2026-11-26, counts again: env/mode (jo)");
    expect(human.stderr).not.toContain("expired");
  });

  test("make an unknown count no more, and it stays unknown", async () => {
    const folder = shop();
    fs.rmSync(path.join(folder, "www/.env"));
    execFileSync("mkfifo", [path.join(folder, "www/.env")]);
    const only = ["--only", "env/debug-off"];
    const before = await audit(folder, ...only);
    expect(before.status).toBe(3);
    expect(before.report?.audits[0]?.status).toBe("unknown");
    fs.writeFileSync(path.join(folder, "w.yaml"), waiver({ audit: "env/debug-off" }));
    const { status, report } = await audit(folder, ...only, "--waivers", "w.yaml");
    expect(report?.audits[0]).toMatchObject({ status: "unknown", waiver: { owner: "jo" } });
    expect(report?.summary).toMatchObject({
      audits: { pass: 0, unknown: 1 },
      coverage: 0,
      exitReason: "nothing at medium or above; 1 audit unknown, waived",
    });
    expect(status).toBe(0);
    // Another audit that cannot see the same file did not get the waiver.
    const two = await audit(
      folder,
      "--only",
      "env/debug-off,env/no-placeholders",
      "--waivers",
      "w.yaml",
    );
    expect(two.status).toBe(3);
  });

  test("do nothing for another root than the configuration's", async () => {
    const folder = shop({ "w.yaml": waiver({ audit: "env/mode" }) }, "waivers: w.yaml\n");
    const { report } = await audit(
      shop(),
      path.join(shop(), "www"),
      "--config",
      `${folder}/guard.yaml`,
    );
    expect(states(report)).toEqual(["env/debug-off new", "env/mode new"]);
    expect(report).not.toHaveProperty("waivers");
  });

  test("by fingerprint count in the audit that they name", async () => {
    const folder = shop({ "www/copy.txt": `key=${secret}\n` });
    const only = ["--only", "secrets/none-in-worktree"];
    const [finding] = (await audit(folder, ...only)).report?.findings ?? [];
    const print = finding?.fingerprint ?? "";
    const state = async (part: Readonly<Record<string, string>>) => {
      fs.writeFileSync(path.join(folder, "w.yaml"), waiver(part));
      return (await audit(folder, ...only, "--waivers", "w.yaml")).report?.findings[0]?.state;
    };
    expect(await state({ fingerprint: print })).toBe("waived");
    expect(await state({ fingerprint: print, audit: "secrets/none-in-worktree" })).toBe("waived");
    expect(await state({ fingerprint: print, audit: "secrets/none-in-history" })).toBe("new");
    expect(await state({ fingerprint: print, path: "copy.txt" })).toBe("waived");
    expect(await state({ fingerprint: print, path: "src" })).toBe("new");
  });

  test("leave a fix undone unless its audit is asked for by name", async () => {
    const folder = shop({ "w.yaml": waiver({ audit: "env/mode" }) }, "waivers: w.yaml\n");
    const plan = async (...args: readonly string[]) => {
      const common = ["--config", "guard.yaml", "--dry-run", "--format", "json"];
      const run = await guard(folder, "fix", ...common, ...args);
      const { fixes } = JSON.parse(run.stdout) as { fixes: { auditIds: string[] }[] };
      return [fixes.some(({ auditIds }) => auditIds.includes("env/mode")), run.stderr] as const;
    };
    const [all, said] = await plan();
    expect(all).toBe(false);
    expect(said).toContain("1 finding is waived and left as it is; --only env/mode mends");
    expect((await plan("--only", "env/*"))[0]).toBe(false);
    expect((await plan("--only", "env/mode"))[0]).toBe(true);
    const common = ["--config", "guard.yaml", "--only", "env/mode", "--yes"];
    const mended = await guard(folder, "fix", ...common);
    expect(mended.status, mended.stderr).toBe(0);
    expect(fs.statSync(path.join(folder, "www/.env")).mode & 0o777).toBe(0o600);
  });
});

describe("a baseline", () => {
  test("makes what it knows existing; what is worse or new is new", async () => {
    const folder = shop();
    const written = await audit(folder, "--only", "env/mode", "--write-baseline", "b.json");
    expect(written.status).toBe(1);
    expect(fs.statSync(path.join(folder, "b.json")).mode & 0o777).toBe(0o600);
    const { report, status, stdout } = await audit(folder, "--baseline", "b.json");
    expect(states(report)).toEqual(["env/debug-off new", "env/mode existing"]);
    expect(status).toBe(1);
    expect(report?.baseline).toEqual({ file: `${folder}/b.json`, known: 1, gone: 0 });
    const shown = await runGuard(["report", "-", "--format", "json"], { input: stdout });
    expect(shown.stdout).toBe(stdout);
    const rest = ["--skip", "env/debug-off", "--only", "env/mode", "--baseline", "b.json"];
    expect((await audit(folder, ...rest)).status).toBe(0);
  });

  test("gives the same fingerprints to a machine with another state", async () => {
    const folder = shop();
    await audit(folder, "--write-baseline", "b.json");
    fs.rmSync(path.join(folder, "state"), { recursive: true });
    const other = await audit(folder, "--baseline", "b.json", "--write-baseline", "c.json");
    expect(states(other.report)).toEqual(["env/debug-off existing", "env/mode existing"]);
    const read = (name: string) =>
      JSON.parse(fs.readFileSync(path.join(folder, name), "utf8")) as Baseline;
    expect(read("c.json")).toEqual(read("b.json"));
    expect(states((await audit(folder)).report)).toEqual(["env/debug-off new", "env/mode new"]);
  });

  test("hides nothing that could not be seen", async () => {
    const folder = shop();
    await audit(folder, "--write-baseline", "b.json");
    fs.rmSync(path.join(folder, "www/.env"));
    execFileSync("mkfifo", [path.join(folder, "www/.env")]);
    expect((await audit(folder, "--baseline", "b.json")).status).toBe(3);
  });

  test("holds no secret, nor does the state or the output", async () => {
    const folder = shop({ "www/copy.txt": `key=${secret}\n` });
    const run = await audit(folder, "--only", "*", "--write-baseline", "b.json");
    const text = fs.readFileSync(path.join(folder, "b.json"), "utf8");
    expect(text).toContain("secrets/none-in-worktree");
    expect(findSpelling(text + run.stdout + run.stderr, secret)).toBeUndefined();
    for (const format of ["human", "markdown", "junit", "sarif"]) {
      const shown = await guard(
        folder,
        "audit",
        "--config",
        "guard.yaml",
        "--baseline",
        "b.json",
        "--verbose",
        "--format",
        format,
      );
      expect(findSpelling(shown.stdout + shown.stderr, secret)).toBeUndefined();
    }
  });

  test("replaces nothing but a baseline, and is written whole or not at all", async () => {
    const folder = shop({ "notes.txt": "mine\n" });
    fs.symlinkSync("notes.txt", path.join(folder, "link.json"));
    fs.mkdirSync(path.join(folder, "dir"));
    for (const target of [
      "guard.yaml",
      "notes.txt",
      "link.json",
      "dir",
      "none/b.json",
      "www/b.json",
      "/dev/full",
    ]) {
      const run = await audit(folder, "--write-baseline", target);
      expect(run.status, target).toBe(2);
    }
    expect(fs.readFileSync(path.join(folder, "notes.txt"), "utf8")).toBe("mine\n");
    await audit(folder, "--write-baseline", "b.json");
    const first = fs.readFileSync(path.join(folder, "b.json"));
    fs.rmSync(path.join(folder, "link.json"));
    fs.symlinkSync("b.json", path.join(folder, "link.json"));
    expect((await audit(folder, "--write-baseline", "link.json")).status).toBe(2);
    expect(fs.readFileSync(path.join(folder, "b.json"))).toEqual(first);
    expect(fs.lstatSync(path.join(folder, "link.json")).isSymbolicLink()).toBe(true);
    expect(fs.readdirSync(folder).filter((name) => name.endsWith(".tmp"))).toEqual([]);
  });
});

describe("files that are not taken", () => {
  test.each<[args: readonly string[], text: string]>([
    [["--waivers", "none.yaml"], "none.yaml: there is no such file (--waivers)"],
    [
      ["--waivers", "www/w.yaml"],
      "www/w.yaml: waivers inside the audited install would let it judge itself",
    ],
    [
      ["--waivers", "in.yaml"],
      "in.yaml: waivers inside the audited install would let it judge itself",
    ],
    [["--waivers", "bad.yaml"], 'bad.yaml:2:74: no audit is called "env/mod"'],
    [["--waivers", "secret.yaml"], "secret.yaml:1:30: entry 1.reason holds a secret"],
    [["--waivers", "bell.yaml"], 'bell.yaml:1:10: no audit is called "env/\\x1b[2J\\u{202e}"'],
    [["--baseline", "none.json"], "none.json: there is no such file (--baseline)"],
    [
      ["--baseline", "www/b.json"],
      "www/b.json: a baseline inside the audited install would let it judge itself",
    ],
    [["--baseline", "guard.yaml"], "guard.yaml: no baseline: not JSON"],
    [["--baseline", "www"], "www: "],
    [
      ["--baseline", "b.json", "--output", "./b.json"],
      "--output and --baseline name the same file",
    ],
    [
      ["--write-baseline", "b.json", "--checklist", "b.json"],
      "--checklist and --write-baseline name",
    ],
    [["--waivers", ""], "--waivers: the value is empty"],
  ])("%j", async (args, text) => {
    const folder = shop({
      "www/w.yaml": waiver({ audit: "env/mode" }),
      "www/b.json": "{}",
      "bad.yaml": `#\n${waiver({ audit: "env/mod" })}`,
      "secret.yaml": `- { audit: env/mode, reason: "key ${secret}", owner: jo, expires: 2026-12-01 }\n`,
      "bell.yaml": `- audit: "env/\\e[2J\\u202e"\n  reason: r\n  owner: jo\n  expires: 2026-12-01\n`,
    });
    fs.symlinkSync("www/w.yaml", path.join(folder, "in.yaml"));
    const run = await audit(folder, ...args);
    expect(run.status).toBe(2);
    expect(run.stderr).toContain(text);
    expect(run.stderr).toMatch(/^iptvbp-guard: hint: /m);
    expect(findSpelling(run.stdout + run.stderr, secret)).toBeUndefined();
    expect(fs.existsSync(path.join(folder, "state"))).toBe(false);
  });

  test.runIf(isRoot)("root's own only, when root asks", async () => {
    const folder = shop({ "w.yaml": waiver({ audit: "env/mode" }), "b.json": "{}" });
    for (const [flag, name] of [
      ["--waivers", "w.yaml"],
      ["--baseline", "b.json"],
    ] as const) {
      const file = path.join(folder, name);
      fs.chmodSync(file, 0o666);
      expect((await audit(folder, flag, name)).stderr).toContain("can be written by others");
      fs.chmodSync(file, 0o600);
      fs.chownSync(file, 33, 33);
      expect((await audit(folder, flag, name)).stderr).toContain("belongs to user 33");
      fs.chownSync(file, 0, 0);
      fs.symlinkSync(name, path.join(folder, `link-${name}`));
      expect((await audit(folder, flag, `link-${name}`)).stderr).toContain("is a link");
    }
  });
});

describe("scan", () => {
  function checkout(): string {
    const folder = populate(tempFolder(), {
      "src/a.js": `k = "${secret}"\n`,
      "ci/w.yaml": waiver({ audit: "secrets/none-in-worktree", path: "src" }),
    });
    execFileSync("git", ["init", "-q", folder]);
    return folder;
  }

  test("takes waivers and a baseline of its own checkout, and names them", async () => {
    const folder = checkout();
    const waived = await guard(folder, "scan", "--waivers", "ci/w.yaml");
    expect(waived.status, waived.stderr).toBe(0);
    expect(waived.stdout).toMatch(/^Waivers +ci\/w\.yaml$/m);
    const written = await guard(folder, "scan", "--write-baseline", "ci/b.json");
    expect(written.status).toBe(1);
    const known = await guard(folder, "scan", "--baseline", "ci/b.json");
    expect(known.status, known.stdout).toBe(0);
    expect(known.stdout).toMatch(/^Baseline +ci\/b\.json$/m);
    expect(known.stdout).toContain("1 known from the baseline");
  });

  test.runIf(isRoot)(
    "as root takes its checkout's own, whoever owns it, and follows no link",
    async () => {
      const folder = checkout();
      for (const name of ["src", "ci", "ci/w.yaml"]) fs.chownSync(path.join(folder, name), 33, 33);
      expect((await guard(folder, "scan", "--waivers", "ci/w.yaml")).status).toBe(0);
      const outside = populate(tempFolder(), { "w.yaml": waiver({ audit: "env/mode" }) });
      fs.chownSync(path.join(outside, "w.yaml"), 33, 33);
      fs.symlinkSync(path.join(outside, "w.yaml"), path.join(folder, "ci/link.yaml"));
      for (const [name, why] of [
        [path.join(outside, "w.yaml"), "belongs to user 33"],
        ["ci/link.yaml", "so root does not take orders from it"],
      ] as const) {
        const run = await guard(folder, "scan", "--waivers", name);
        expect(run.status).toBe(2);
        expect(run.stderr).toContain(why);
      }
    },
  );

  test("never by itself: a checkout's files count only when they are named", async () => {
    const folder = checkout();
    fs.copyFileSync(path.join(folder, "ci/w.yaml"), path.join(folder, "waivers.yaml"));
    expect((await guard(folder, "scan")).status).toBe(1);
  });

  test("a key that is in one more place is not the one that was waived", async () => {
    const folder = checkout();
    fs.writeFileSync(path.join(folder, "b.js"), `k = "${secret}"\n`);
    const run = await guard(folder, "scan", "--waivers", "ci/w.yaml");
    expect(run.status).toBe(1);
    expect(run.stdout.replaceAll(/\s+/g, " ")).toContain(
      "unused, it covers a part only: secrets/none-in-worktree in src (jo, until 2026-12-01)",
    );
  });
});
