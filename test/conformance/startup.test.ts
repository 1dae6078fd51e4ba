import { execFileSync, spawnSync } from "node:child_process";
import fs from "node:fs";
import path from "node:path";
import { pathToFileURL } from "node:url";
import { beforeAll, describe, expect, test } from "vitest";
import { guardBin, projectRoot } from "../support/run-guard.ts";
import { tempFolder } from "../support/temp-folder.ts";

const hook = pathToFileURL(path.join(projectRoot, "test/support/resolve-log.js")).href;
const register = `data:text/javascript,import{register}from"node:module";register(${JSON.stringify(hook)})`;

/** Packages that a run loads, each with the file that asked for it. */
function packagesOf(args: readonly string[]): readonly string[] {
  const log = path.join(tempFolder(), "log");
  fs.writeFileSync(log, "");
  const run = spawnSync(process.execPath, ["--import", register, guardBin, ...args], {
    cwd: "/",
    env: { PATH: "/usr/bin:/bin", HOME: "/nonexistent", GUARD_RESOLVE_LOG: log },
    encoding: "utf8",
  });
  expect(run.stderr).toBe("");
  expect(run.status).toBe(0);
  return fs.readFileSync(log, "utf8").trim().split("\n");
}

const isCommander = (line: string) => line.startsWith("commander ");

beforeAll(() => {
  if (fs.existsSync(path.join(projectRoot, "dist/cli/main.js"))) return;
  execFileSync("npm", ["run", "--silent", "build"], { cwd: projectRoot });
});

describe("starting", () => {
  test.each([
    ["--help"],
    ["--version"],
    ["help"],
    ["audit", "--help"],
    ["rules", "list", "--help"],
  ])("%s %s loads no package but commander; load others where they are used", (...args) => {
    const loaded = packagesOf(args.filter((each) => each !== undefined));
    expect(loaded.filter((line) => !isCommander(line))).toEqual([]);
    expect(loaded.some(isCommander)).toBe(true);
  });

  test("the hook sees other packages, so the test can fail", () => {
    expect(packagesOf(["rules", "list"]).some((line) => line.startsWith("yaml "))).toBe(true);
  });
});
