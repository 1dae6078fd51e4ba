import { expect, test } from "vitest";
import type { Edit } from "../../../src/core/fix.ts";
import { describeChange, describeResult } from "../../../src/fixes/describe-edit.ts";
import { inverseOf } from "../../../src/fixes/edits/edit-kinds.ts";
import { type Image, noFile } from "../../../src/fixes/image.ts";
import { setEnvLine } from "../../../src/install/env/set-env-line.ts";

const names: Readonly<Record<number, string>> = { 0: "root", 33: "www-data" };
const ownerText = ({ uid, gid }: { uid: number; gid: number }) => `${names[uid]}:${names[gid]}`;
const tools = { setEnvLine, folder: { uid: 0, gid: 0 }, ownerText };
const path = "/w/f";

function shown(text: string | undefined, ...edits: readonly Edit[]): readonly string[] {
  const image: Image =
    text === undefined
      ? noFile
      : {
          exists: true,
          bytes: Buffer.from(text),
          size: text.length,
          mtime: "0.0",
          mode: 0o644,
          uid: 33,
          gid: 33,
        };
  return describeChange(image, { path, edits }, tools).map(({ sign, text }) => sign + text);
}

const mode: Edit = { kind: "mode", path, from: 0o644, to: 0o600 };
const root = { uid: 0, gid: 0 };
const web = { uid: 33, gid: 33 };
const owner: Edit = { kind: "owner", path, from: web, to: root };
const ignore: Edit = { kind: "ignore-lines", path, add: [".env*", "!.env.example"] };
const debug: Edit = { kind: "set-env", path, key: "APP_DEBUG", value: "false" };
const hidden = `s3cret${"x".repeat(30)}`;

test.each<[string, readonly string[], readonly string[]]>([
  ["mode", shown("A=1\n", mode), ["-0644 www-data:www-data", "+0600 www-data:www-data"]],
  ["mode and owner", shown("", mode, owner), ["-0644 www-data:www-data", "+0600 root:root"]],
  [
    "a file moved away",
    shown("A=1\n", { kind: "move-away", path }),
    ["-moved out of the install, kept 30 days for undo"],
  ],
  [
    "ignore lines after three",
    shown("a\nb\n/node_modules\n", ignore),
    ["@3", " /node_modules", "+.env*", "+!.env.example"],
  ],
  ["a new ignore file", shown(undefined, ignore), ["@1", "+.env*", "+!.env.example"]],
  ["a long last line", shown(hidden, ignore), ["@1", " ...", "+.env*", "+!.env.example"]],
  [
    "a value that is no secret",
    shown("A=1\nAPP_DEBUG=true\nB=2\n", debug),
    ["@2", "-APP_DEBUG=true", "+APP_DEBUG=false"],
  ],
  ["a new name", shown("A=1", debug), ["@2", "+APP_DEBUG=false"]],
  [
    "an old value that might be one",
    shown(`APP_DEBUG=${hidden}\n`, debug),
    ["@1", "-APP_DEBUG=(not shown)", "+APP_DEBUG=false"],
  ],
  [
    "an old value of several lines",
    shown(`A=1\nAPP_DEBUG="${hidden}\n${hidden}"\nB=${hidden}\n`, debug),
    ["@2", "-APP_DEBUG=(not shown)", "+APP_DEBUG=false"],
  ],
  ["a value that is so already", shown("APP_DEBUG=false\n", debug), []],
])("shows %s", (_, lines, expected) => {
  expect(lines).toEqual(expected);
  expect(lines.join("\n")).not.toContain("s3cret");
});

test("says what was done", () => {
  const changes = [{ path, edits: [mode, owner] }];
  expect(describeResult(changes, tools, () => true, "www-data")).toBe(
    "0600; root:root; www-data can still read it",
  );
  const moved = ["/a", "/b"].map((each) => ({
    path: each,
    edits: [{ kind: "move-away", path: each } as const],
  }));
  expect(describeResult(moved, tools, () => false, "")).toBe("2 files moved");
  expect(describeResult([{ path: "/w/.gitignore", edits: [ignore] }], tools, () => false, "")).toBe(
    "would be ignored now; commit .gitignore yourself",
  );
});

test("says what undo does", () => {
  expect([mode, owner, ignore, debug].map((edit) => inverseOf(edit, tools))).toEqual([
    "0600 -> 0644",
    "root:root -> www-data:www-data",
    "2 lines taken out",
    "APP_DEBUG as it was",
  ]);
  expect(inverseOf({ kind: "move-away", path }, tools)).toBe("back in place");
});
