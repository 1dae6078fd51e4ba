import { execFileSync } from "node:child_process";
import fs from "node:fs";
import path from "node:path";
import { beforeAll, describe, expect, test } from "vitest";
import { projectRoot } from "../support/run-guard.ts";

let files: readonly string[] = [];

/** Files below a folder of the project, relative to its top, in byte order. */
function below(folder: string, ending: string): readonly string[] {
  return fs
    .readdirSync(path.join(projectRoot, folder), { recursive: true, encoding: "utf8" })
    .filter((name) => name.endsWith(ending))
    .map((name) => `${folder}/${name}`);
}

beforeAll(() => {
  if (!fs.existsSync(path.join(projectRoot, "dist/bundle/main.js"))) {
    execFileSync("npm", ["run", "--silent", "build"], { cwd: projectRoot });
  }
  const text = execFileSync("npm", ["pack", "--dry-run", "--json", "--ignore-scripts"], {
    cwd: projectRoot,
    encoding: "utf8",
    stdio: ["ignore", "pipe", "ignore"],
    maxBuffer: 64 * 1024 * 1024,
  });
  const [packed] = JSON.parse(text) as { files: { path: string }[] }[];
  files = (packed?.files ?? []).map((file) => file.path);
});

const own = () => files.filter((file) => !file.startsWith("node_modules/"));

describe("the package", () => {
  test("holds program, rules, docs and what a package must have, and nothing else", () => {
    const tops = [...new Set(own().map((file) => file.split("/")[0] ?? ""))];
    expect(tops.toSorted()).toEqual([
      "LICENSE",
      "README.md",
      "bin",
      "dist",
      "docs",
      "package.json",
      "rules",
    ]);
    expect(own().filter((file) => /\.(ts|map)$|^(src|test)\/|\.tsbuildinfo$/.test(file))).toEqual(
      [],
    );
  });

  test("holds the program, with a file of its own for every command", () => {
    const commands = below("src/cli/commands", ".ts").map((file) =>
      file.replace("src/cli/commands", "dist/bundle").replace(/\.ts$/, ".js"),
    );
    expect(files).toContain("dist/bundle/main.js");
    expect(commands.filter((file) => !files.includes(file))).toEqual([]);
    expect(
      own().filter((file) => file.startsWith("dist/") && !file.startsWith("dist/bundle/")),
    ).toEqual([]);
  });

  test("holds every rule file and schema", () => {
    const wanted = [...below("rules", ".yaml"), ...below("rules", ".json")];
    expect(wanted.filter((file) => !files.includes(file))).toEqual([]);
  });

  test("brings its dependencies along, and none of those for development", () => {
    const manifest = JSON.parse(
      fs.readFileSync(path.join(projectRoot, "package.json"), "utf8"),
    ) as { dependencies: object; devDependencies: object; scripts: object };
    const bundled = (name: string) =>
      files.some((file) => file.startsWith(`node_modules/${name}/`));
    expect(Object.keys(manifest.dependencies).filter((name) => !bundled(name))).toEqual([]);
    expect(Object.keys(manifest.devDependencies).filter(bundled)).toEqual([]);
    for (const script of ["preinstall", "install", "postinstall", "prepare"]) {
      expect(Object.keys(manifest.scripts)).not.toContain(script);
    }
  });
});
