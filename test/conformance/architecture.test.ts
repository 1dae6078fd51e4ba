import fs from "node:fs";
import path from "node:path";
import { describe, expect, test } from "vitest";

const src = path.resolve(import.meta.dirname, "../../src");

/** Which rooms a room may import besides itself. A new arrow is a decision: write it here. */
const allowed: Readonly<Record<string, readonly string[]>> = {
  core: [],
  audits: ["core"],
  // Paths with wildcards are read as discovery reads them.
  assertions: ["core", "install"],
  catalogue: ["core"],
  detect: ["core"],
  install: ["core"],
  sources: ["core", "detect"],
  history: ["core", "detect"],
  fixes: ["core"],
  rotation: ["core"],
  incident: ["core"],
  reporters: ["core"],
  platform: ["core"],
  app: [
    "core",
    "assertions",
    "audits",
    "catalogue",
    "detect",
    "fixes",
    "history",
    "incident",
    "install",
    "rotation",
    "sources",
  ],
  cli: ["core", "app", "platform", "reporters", "catalogue", "audits"],
};

/** Node's modules by room; a room that is not named gets only what is pure. */
const pureModules = ["node:buffer", "node:crypto", "node:path", "node:util", "node:zlib"];
const nodeModules: Readonly<Record<string, readonly string[] | "all">> = {
  core: [],
  audits: [],
  reporters: [],
  // A regular expression with a time limit; nothing of the install runs in it.
  assertions: [...pureModules, "node:vm"],
  // For loading the YAML package when the first file needs it.
  catalogue: [...pureModules, "node:module"],
  install: [...pureModules, "node:module"],
  platform: "all",
  cli: ["node:path", "node:url", "node:util", "node:events"],
};

/** Packages and the rooms that may load them. */
const packages: Readonly<Record<string, readonly string[]>> = {
  commander: ["cli"],
  "@inquirer/prompts": ["cli"],
  chalk: ["cli", "reporters"],
  ora: ["cli"],
  dotenv: ["install"],
  execa: ["platform"],
  // Types only: @types/sarif.
  sarif: ["reporters"],
  "simple-git": ["platform"],
  yaml: ["catalogue", "install"],
};

/** Rooms (or files) in which a secret may be taken out of its wrapping. */
const mayReveal = [
  "core/fingerprint.ts",
  "core/secrets/secret.ts",
  "core/secrets/secret-shape.ts",
  "core/credentials/data-key.ts",
  "core/secrets/placeholder.ts",
  "core/secrets/randomness.ts",
  "core/secrets/secret-findings.ts",
  "app/demo/",
  "assertions/env-assertion.ts",
  "catalogue/",
  "detect/",
  "fixes/",
  "history/",
  "install/",
  "rotation/",
];

interface Import {
  readonly file: string;
  readonly target: string;
}

function sourceFiles(folder: string): string[] {
  return fs.readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const full = path.join(folder, entry.name);
    if (entry.isDirectory()) return sourceFiles(full);
    return entry.name.endsWith(".ts") ? [full] : [];
  });
}

function importsOf(file: string): Import[] {
  const text = fs.readFileSync(file, "utf8");
  const pattern = /(?:\bfrom\s+|\bimport\s*\(\s*|^import\s+)"([^"]+)"/gm;
  return [...text.matchAll(pattern)].map((match) => ({
    file: path.relative(src, file),
    target: match[1] ?? "",
  }));
}

/** Why an import is not allowed; undefined when it is. Pure, so that the test can test itself. */
function objection({ file, target }: Import): string | undefined {
  const room = file.split("/")[0] ?? "";
  if (target.startsWith(".")) {
    const other = path.join(path.dirname(file), target).split("/")[0] ?? "";
    if (other === room || allowed[room]?.includes(other)) return undefined;
    return `${room} must not import ${other}`;
  }
  if (target.startsWith("node:")) {
    const list = nodeModules[room] ?? pureModules;
    return list === "all" || list.includes(target) ? undefined : `${room} must not use ${target}`;
  }
  return packages[target]?.includes(room) ? undefined : `${room} must not load ${target}`;
}

const files = sourceFiles(src);
const imports = files.flatMap(importsOf);

describe("architecture", () => {
  test("every room is in the table", () => {
    const rooms = new Set(files.map((file) => path.relative(src, file).split("/")[0]));
    expect([...rooms].filter((room) => room !== undefined && !(room in allowed))).toEqual([]);
  });

  test("imports follow the table", () => {
    const wrong = imports.flatMap((each) => {
      const why = objection(each);
      return why === undefined ? [] : [`${each.file} imports ${each.target}: ${why}`];
    });
    expect(imports.length).toBeGreaterThan(100);
    expect(wrong).toEqual([]);
  });

  test.each([
    [{ file: "core/look.ts", target: "node:fs" }, "core must not use node:fs"],
    [
      { file: "audits/env/mode.ts", target: "../../install/x.ts" },
      "audits must not import install",
    ],
    [{ file: "app/scan/scan.ts", target: "../../platform/x.ts" }, "app must not import platform"],
    [{ file: "detect/x.ts", target: "yaml" }, "detect must not load yaml"],
    [{ file: "app/x.ts", target: "left-pad" }, "app must not load left-pad"],
  ])("the check itself objects to %o", (each, why) => {
    expect(objection(each)).toBe(why);
  });

  test("only the outer rooms mention process", () => {
    const inner = files.filter((file) => !/^(cli|platform)\//.test(path.relative(src, file)));
    const mentions = inner.filter((file) =>
      /\bprocess\.(env|arg|cwd|std|exit|kill|on|pid|plat|get|set|mem|hr|up|chdir|exec)/.test(
        withoutComments(file),
      ),
    );
    expect(mentions.map((file) => path.relative(src, file))).toEqual([]);
  });

  test("secrets are revealed in few places", () => {
    const elsewhere = files
      .filter((file) => fs.readFileSync(file, "utf8").includes(".reveal()"))
      .map((file) => path.relative(src, file))
      .filter((file) => !mayReveal.some((place) => file.startsWith(place)));
    expect(elsewhere).toEqual([]);
  });

  test("files are small", () => {
    const sizes = files.map((file) => ({
      file: path.relative(src, file),
      lines: fs.readFileSync(file, "utf8").split("\n").length - 1,
    }));
    expect(sizes.filter(({ lines }) => lines > 250)).toEqual([]);
    const sorted = sizes.map(({ lines }) => lines).toSorted((a, b) => a - b);
    expect(sorted[Math.floor(sorted.length / 2)]).toBeLessThan(80);
  });

  test("no file or folder is named for nothing in particular", () => {
    // "service-user" says something, "user-service" does not.
    const vague =
      /(^|\/)(utils?|helpers?|common|shared|misc|manager|service)(\.ts$|\/)|-(utils?|helpers?|manager|service)\.ts$/;
    const named = files.map((file) => path.relative(src, file)).filter((file) => vague.test(file));
    expect(named).toEqual([]);
  });
});

function withoutComments(file: string): string {
  return fs
    .readFileSync(file, "utf8")
    .replaceAll(/\/\*[\s\S]*?\*\//g, "")
    .replaceAll(/^\s*\/\/.*$/gm, "");
}
