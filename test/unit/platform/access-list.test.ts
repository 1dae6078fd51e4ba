import { execFileSync, spawnSync } from "node:child_process";
import { describe, expect, test } from "vitest";
import { accessListHelpers, readAccessList } from "../../../src/platform/files/access-list.ts";
import { createInstallFiles } from "../../../src/platform/files/file-reader.ts";
import {
  parseAccessBytes,
  parseAccessLines,
} from "../../../src/platform/files/parse-access-list.ts";
import { populate, tempFolder } from "../../support/temp-folder.ts";

/** An entry of the kernel's form: tag, permissions, id. */
function entry(tag: number, permissions: number, id = 0xffffffff): readonly number[] {
  const bytes = Buffer.alloc(8);
  bytes.writeUInt16LE(tag, 0);
  bytes.writeUInt16LE(permissions, 2);
  bytes.writeUInt32LE(id, 4);
  return [...bytes];
}
const listOf = (...entries: readonly (readonly number[])[]): Uint8Array =>
  Uint8Array.from([2, 0, 0, 0, ...entries.flat()]);

describe("access lists", () => {
  test("name who is named, as far as the mask lets them", () => {
    const text =
      "user::rw-\nuser:33:rwx\t\t#effective:r--\ngroup::r--\ngroup:900:-w-\nmask::r--\nother::---\n\n";
    expect(parseAccessLines(text)).toEqual(["user:33:r--", "group:900:---"]);
    const bytes = listOf(
      entry(1, 6),
      entry(2, 7, 33),
      entry(4, 4),
      entry(8, 2, 900),
      entry(0x10, 4),
      entry(0x20, 0),
    );
    expect(parseAccessBytes(bytes)).toEqual({
      kind: "found",
      value: ["user:33:r--", "group:900:---"],
    });
  });

  test("without named entries say nobody", () => {
    expect(parseAccessLines("user::rw-\ngroup::r--\nother::---\n")).toEqual([]);
    expect(parseAccessBytes(listOf(entry(1, 6), entry(4, 4), entry(0x20, 0)))).toEqual({
      kind: "found",
      value: [],
    });
  });

  test.each([
    ["nothing", []],
    ["another version", [3, 0, 0, 0]],
    ["a cut entry", [2, 0, 0, 0, 1]],
  ])("of %s are unknown", (_, bytes) => {
    expect(parseAccessBytes(Uint8Array.from(bytes))).toMatchObject({
      kind: "blocked",
      reason: { code: "parse" },
    });
  });

  test("of a missing file are absent", () => {
    const root = tempFolder();
    expect(createInstallFiles(root).accessList(`${root}/missing`)).toEqual({ kind: "absent" });
  });
});

const installed = (["getfacl", "perl"] as const).filter((name) => isInstalled(name));

describe.each(installed)("asked with %s", (name) => {
  const ask = (path: string) => readAccessList(path, [accessListHelpers[name]]);

  test("a file without a list has nobody", () => {
    const root = populate(tempFolder(), { file: "" });
    expect(ask(`${root}/file`)).toEqual({ kind: "found", value: [] });
    expect(ask(root)).toEqual({ kind: "found", value: [] });
  });

  test.runIf(isInstalled("setfacl"))("a file with one tells what is in force", () => {
    const root = populate(tempFolder(), { file: "" });
    execFileSync("setfacl", ["-m", "u:33:rw,g:900:r,m::r", `${root}/file`]);
    expect(ask(`${root}/file`)).toEqual({ kind: "found", value: ["user:33:r--", "group:900:r--"] });
  });
});

test("without any helper it is unknown", () => {
  expect(readAccessList(tempFolder(), [])).toMatchObject({ kind: "blocked" });
});

function isInstalled(program: string): boolean {
  return spawnSync(program, ["--version"]).error === undefined;
}
