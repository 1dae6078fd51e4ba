import fs from "node:fs";
import path from "node:path";
import { describe, expect, test } from "vitest";
import { runGuard } from "../support/run-guard.ts";
import { populate, tempFolder } from "../support/temp-folder.ts";

/** Names and contents below a folder, to show that nothing was written. */
function snapshot(folder: string): string {
  return fs
    .readdirSync(folder, { recursive: true, encoding: "utf8" })
    .toSorted()
    .map((name) => {
      const stat = fs.lstatSync(path.join(folder, name));
      return `${name} ${stat.mode} ${stat.mtimeMs} ${stat.size}`;
    })
    .join("\n");
}

interface Case {
  readonly name: string;
  readonly files?: Readonly<Record<string, string>>;
  readonly args: readonly string[];
  readonly says: RegExp;
  readonly hint?: RegExp;
}

const cases: readonly Case[] = [
  {
    name: "no such folder",
    args: ["audit", "nowhere"],
    says: /nowhere.*(does not exist|not there|no such)/i,
  },
  {
    name: "an empty folder",
    files: { "empty/.keep": "" },
    args: ["audit", "empty"],
    says: /no install/i,
  },
  {
    name: "a file as the install",
    files: { "x.txt": "x" },
    args: ["audit", "x.txt"],
    says: /is no folder/,
  },
  {
    name: "a configuration that is not there",
    args: ["audit", "--config", "./missing.yaml"],
    says: /missing\.yaml/,
  },
  {
    name: "wrong YAML",
    files: { "guard.yaml": "install: [\n" },
    args: ["audit", "--config", "guard.yaml"],
    says: /guard\.yaml:\d+:\d+/,
  },
  {
    name: "an unknown key in the configuration",
    files: { "guard.yaml": "instal: {}\n" },
    args: ["audit", "--config", "guard.yaml"],
    says: /guard\.yaml:1:1: unknown key "instal"/,
    hint: /did you mean "install"/,
  },
  {
    name: "an unknown audit id",
    files: { "shop/.env": "A=1\n" },
    args: ["audit", "shop", "--only", "env/mdoe"],
    says: /env\/mdoe/,
    hint: /did you mean "env\/mode"/,
  },
  {
    name: "an unknown id to explain",
    args: ["explain", "env/mdoe"],
    says: /env\/mdoe/,
    hint: /env\/mode/,
  },
  { name: "an unknown command", args: ["adit"], says: /adit/, hint: /audit/ },
  {
    name: "an unknown option",
    args: ["audit", "--fail-no", "high"],
    says: /--fail-no/,
    hint: /--fail-on/,
  },
  {
    name: "a severity that is none",
    args: ["audit", "--fail-on", "hihg"],
    says: /hihg/,
    hint: /high/,
  },
  {
    name: "a format that is none",
    args: ["audit", "--format", "jsno"],
    says: /jsno/,
    hint: /json/,
  },
  { name: "a date that is none", args: ["audit", "--now", "yesterday"], says: /yesterday/ },
  {
    name: "a report that is no JSON",
    files: { "r.json": "{" },
    args: ["report", "r.json"],
    says: /r\.json/,
  },
  {
    name: "JSON that is no report",
    files: { "r.json": "{}" },
    args: ["report", "r.json"],
    says: /r\.json/,
  },
  {
    name: "init without a terminal",
    files: { "shop/.env": "A=1\n" },
    args: ["init", "shop"],
    says: /terminal/i,
    hint: /--yes/,
  },
  {
    name: "undo with nothing to undo",
    files: { "shop/.env": "A=1\n" },
    args: ["undo", "7", "--config", "none.yaml"],
    says: /none\.yaml/,
  },
  { name: "scan of nothing there", args: ["scan", "nowhere"], says: /nowhere/ },
  {
    name: "history where no repository is",
    files: { "d/x": "x" },
    args: ["scan", "d", "--history"],
    says: /repository/i,
  },
];

describe("bad input", () => {
  test.each(cases)("$name: exit 2, a clear error with a hint, nothing written", async (each) => {
    const folder = populate(tempFolder(), each.files ?? {});
    const before = snapshot(folder);
    const run = await runGuard(each.args, {
      cwd: folder,
      env: { HOME: folder, XDG_STATE_HOME: path.join(folder, "state-home") },
    });
    expect(run.stdout).toBe("");
    expect(run.stderr).toMatch(each.says);
    expect(run.stderr).toMatch(each.hint ?? /hint: /);
    expect(run.stderr).not.toMatch(/\bat .*\.js:\d+/);
    expect(run.status).toBe(2);
    expect(snapshot(folder)).toBe(before);
  });

  test("under --format json the failure is a document", async () => {
    const run = await runGuard(["audit", "nowhere", "--format", "json"]);
    expect(run.status).toBe(2);
    expect(JSON.parse(run.stdout)).toMatchObject({ schemaVersion: 1, kind: "error" });
    expect(run.stderr).toMatch(/error: /);
  });
});
