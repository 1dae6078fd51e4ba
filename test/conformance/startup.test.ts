import { execFileSync, spawnSync } from "node:child_process";
import fs from "node:fs";
import path from "node:path";
import { beforeAll, describe, expect, test } from "vitest";
import { guardBin, projectRoot } from "../support/run-guard.ts";
import { tempFolder } from "../support/temp-folder.ts";

// A resolve hook that writes down which packages are loaded, and from where, one a line.
const hook = `
  import { appendFileSync } from "node:fs";
  export async function resolve(specifier, context, next) {
    const resolved = await next(specifier, context);
    const name = /\\/node_modules\\/((?:@[^/]+\\/)?[^/]+)\\//.exec(resolved.url)?.[1];
    if (name !== undefined) {
      appendFileSync(process.env.GUARD_RESOLVE_LOG, name + " (from " + context.parentURL + ")\\n");
    }
    return resolved;
  }`;
const dataUrl = (code: string) => `data:text/javascript,${encodeURIComponent(code)}`;
const register = dataUrl(
  `import { register } from "node:module"; register(${JSON.stringify(dataUrl(hook))});`,
);

/** Packages that a run loads, each with the file that asked for it. */
function packagesOf(args: readonly string[]): readonly string[] {
  const log = path.join(tempFolder(), "log");
  fs.writeFileSync(log, "");
  const run = spawnSync(process.execPath, ["--import", register, guardBin, ...args], {
    cwd: "/",
    env: { PATH: "/usr/bin:/bin", HOME: "/nonexistent", GUARD_RESOLVE_LOG: log },
    encoding: "utf8",
  });
  expect(run.status, run.stderr).toBe(0);
  return fs.readFileSync(log, "utf8").trim().split("\n");
}

const isCommander = (line: string) => line.startsWith("commander ");

beforeAll(() => {
  if (fs.existsSync(path.join(projectRoot, "dist/bundle/main.js"))) return;
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
    const loaded = packagesOf(["demo", "--output", path.join(tempFolder(), "r.json")]);
    expect(loaded.some((line) => line.startsWith("simple-git "))).toBe(true);
  });
});
