import fs from "node:fs";
import path from "node:path";
import { Ajv2020 } from "ajv/dist/2020.js";
import { describe, expect, test } from "vitest";
import { exitCodeOf, reportFailure } from "../../../src/cli/failure.ts";
import type { Terminal } from "../../../src/cli/terminal.ts";
import { harmless } from "../../../src/cli/terminal.ts";
import {
  GuardError,
  SeveralInstalls,
  environmentError,
  usageError,
} from "../../../src/core/error.ts";
import { mint } from "../../support/mint.ts";

const schemaFile = path.resolve(import.meta.dirname, "../../../rules/schema/error.schema.json");
const validate = new Ajv2020().compile(JSON.parse(fs.readFileSync(schemaFile, "utf8")) as object);

function printed(error: unknown, ...args: readonly string[]) {
  let [out, err] = ["", ""];
  const terminal = {
    out: (text: string) => {
      out += text;
    },
    note: (...lines: readonly string[]) => {
      for (const line of lines) err += `${harmless(line)}\n`;
    },
  } as Terminal;
  const tool = { name: "iptvbp-guard", version: "0.1.0" };
  const invocation = "sudo iptvbp-guard";
  const invocationIn = (folder: string) => `${invocation} from ${folder}`;
  reportFailure(error, { args, terminal, tool, invocation, invocationIn });
  return { out, err };
}

const promptExit = Object.assign(new Error("User force closed"), { name: "ExitPromptError" });

describe("an error's exit code", () => {
  test.each([
    ["usage", usageError("X", "x"), 2],
    ["configuration", new GuardError("configuration", "X", "x"), 2],
    ["environment", environmentError("X", "x"), 2],
    ["rolled back", new GuardError("rolled-back", "X", "x"), 4],
    ["internal", new GuardError("internal", "X", "x"), 5],
    ["a bug", new TypeError("x is not a function"), 5],
    ["not even an error", "text", 5],
    ["an interrupted prompt", promptExit, 130],
  ])("%s", (_, error, expected) => {
    expect(exitCodeOf(error)).toBe(expected);
  });
});

describe("an error's words", () => {
  test("one line each for message and hints, on stderr only", () => {
    const error = usageError("X", "no such thing", "list them with: rules list", "try again");
    expect(printed(error)).toEqual({
      out: "",
      err:
        "iptvbp-guard: error: no such thing\n" +
        "iptvbp-guard: hint: list them with: sudo iptvbp-guard rules list\n" +
        "iptvbp-guard: hint: try again\n",
    });
  });

  test.each<readonly [readonly string[], string]>([
    [
      ["audit", "--only", "env/*", "--quiet"],
      "run: sudo iptvbp-guard audit /srv/a --only 'env/*' --quiet",
    ],
    [["fix"], "run: sudo iptvbp-guard fix /srv/a"],
    [["undo", "3"], "run: cd /srv/a && sudo iptvbp-guard from /srv/a undo 3"],
    [
      ["rotate", "status", "--format", "json"],
      "run: cd /srv/a && sudo iptvbp-guard from /srv/a rotate status --format json",
    ],
  ])("several installs: what to type for each, after %j", (args, first) => {
    const error = new SeveralInstalls("2 installs found", ["/srv/a", "/srv/b c"], ["try again"]);
    const hints = printed(error, ...args).err.matchAll(/^iptvbp-guard: hint: (.*)$/gm);
    expect([...hints].map(([, hint]) => hint)).toEqual([
      first,
      first.replaceAll("/srv/a", "'/srv/b c'").replace("from '/srv/b c'", "from /srv/b c"),
      "try again",
    ]);
  });

  test("an error without hint gets one", () => {
    expect(printed(environmentError("X", "gone")).err).toMatch(/^iptvbp-guard: hint: \w+ /m);
  });

  test("a bug is called ours; the stack is shown only with --debug", () => {
    const error = new TypeError("x is not a function", { cause: new Error("deep") });
    expect(printed(error).err).toMatch(/this is a bug in iptvbp-guard: TypeError: x is not/);
    expect(printed(error).err).not.toContain("failure.test");
    expect(printed(error, "--debug").err).toMatch(/failure\.test[\s\S]*caused by\nError: deep/);
  });

  test.each([["--format", "json"], ["--format=json"]])(
    "under %s %s also as a document",
    (...args) => {
      const { out, err } = printed(
        usageError("X_Y", "no", "do"),
        "audit",
        ...args,
        "--now",
        "2026-11-24T00:00:00Z",
      );
      const document = JSON.parse(out) as object;
      expect(validate(document), JSON.stringify(validate.errors)).toBe(true);
      expect(Object.keys(document).join(" ")).toBe(
        "schemaVersion tool kind install startedAt error exitCode",
      );
      expect(document).toMatchObject({
        kind: "error",
        startedAt: "2026-11-24T00:00:00.000Z",
        error: { kind: "usage", code: "X_Y", message: "no", hints: ["do"] },
        exitCode: 2,
      });
      expect(err).toContain("error: no\n");
    },
  );

  test("neither secret nor control character gets out, by any way", () => {
    const secret = mint("stripe.secret-key", 5);
    const error = new GuardError("environment", "X", `${secret}\u001B[2J`, [`run ${secret}`], {
      cause: new Error(`cause ${secret}`),
    });
    for (const each of [error, new Error(secret), secret]) {
      const { out, err } = printed(each, "--debug", "--format", "json");
      expect(out + err).not.toContain(secret.slice(-12));
      expect(err).not.toContain("\u001B");
      expect(out).not.toContain("\u001B");
    }
  });
});
