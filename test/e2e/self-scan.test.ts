import fs from "node:fs";
import path from "node:path";
import { describe, expect, test } from "vitest";
import { mint } from "../support/mint.ts";
import { projectRoot, runGuard } from "../support/run-guard.ts";
import { populate, tempFolder } from "../support/temp-folder.ts";

interface ScanReport {
  readonly summary: { readonly exitReason: string };
  readonly findings: readonly { readonly location: { readonly path: string } }[];
  readonly looked: { readonly inputs: { readonly files: number } };
}

describe("our own sources", () => {
  const folders = ["bin", "rules", "src", "test", "README.md", "package.json"];

  test("hold no secret", async () => {
    const run = await runGuard(["scan", ...folders, "--format", "json"], { cwd: projectRoot });
    const report = JSON.parse(run.stdout) as ScanReport;
    expect(report.findings.map(({ location }) => location.path)).toEqual([]);
    expect(run.status, report.summary.exitReason).toBe(0);
    expect(report.looked.inputs.files).toBeGreaterThan(500);
  });

  test("would not pass with one", async () => {
    const folder = populate(tempFolder(), {
      "src/pay.ts": `const k = "${mint("stripe.secret-key")}";`,
    });
    fs.cpSync(path.join(projectRoot, "src/core"), path.join(folder, "src/core"), {
      recursive: true,
    });
    const run = await runGuard(["scan", "src", "--format", "json"], { cwd: folder });
    const report = JSON.parse(run.stdout) as ScanReport;
    expect(report.findings.map(({ location }) => location.path)).toEqual(["pay.ts"]);
    expect(run.status).toBe(1);
  });
});
