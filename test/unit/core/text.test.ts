import { describe, expect, test } from "vitest";
import { escapeControl } from "../../../src/core/text/escape-control.ts";
import { nearest } from "../../../src/core/text/nearest.ts";
import {
  decodePath,
  encodePath,
  isInside,
  parentOf,
  publishPath,
  relativeTo,
} from "../../../src/core/text/path-text.ts";
import { matchesGlob, selectIds } from "../../../src/core/text/select-ids.ts";

describe("paths", () => {
  test("any bytes survive decode and encode", () => {
    for (let round = 0; round < 500; round += 1) {
      const bytes = Uint8Array.from(
        { length: 1 + (round % 13) },
        (_, i) => (round * 37 + i * i * 101) % 256,
      );
      expect(encodePath(decodePath(bytes))).toEqual(bytes);
    }
  });

  test.each([
    [[0x61, 0xff, 0x62], "a\\xffb"],
    [[0x61, 0x5c, 0x62], "a\\\\b"],
    [[0xc3, 0xa9], "é"],
    [[0xc3, 0xa9, 0xff], "\\xc3\\xa9\\xff"],
  ])("%j is published as %j", (bytes, text) => {
    expect(publishPath(decodePath(Uint8Array.from(bytes)))).toBe(text);
  });

  test.each([
    ["/a/b", "/a/b/c", "c"],
    ["/a/b", "/a/bc", "/a/bc"],
    ["/a/b", "/a/b", "."],
    ["/", "/etc/x", "etc/x"],
  ])("from %s, %s is %s", (root, path, relative) => {
    expect(relativeTo(root, path)).toBe(relative);
  });

  test("inside means below, not beside", () => {
    expect(isInside("/a/b", "/a/b/c")).toBe(true);
    expect(isInside("/a/b", "/a/bc")).toBe(false);
    expect(parentOf("/a")).toBe("/");
    expect(parentOf("/a/b")).toBe("/a");
  });
});

describe("text for the terminal", () => {
  test.each([
    ["\u001b[31mred", "\\x1b[31mred"],
    ["a\nb\tc\r", "a\\x0ab\\x09c\\x0d"],
    ["\u009b2J", "\\x9b2J"],
    ["abc\u202edef", "abc\\u{202e}def"],
    ["\u2066x\u2069", "\\u{2066}x\\u{2069}"],
    ["\ud800", "\\u{d800}"],
    ["plain é 漢 😀", "plain é 漢 😀"],
    ["\u007f", "\\x7f"],
  ])("%j becomes %j", (text, escaped) => {
    expect(escapeControl(text)).toBe(escaped);
  });
});

describe("ids", () => {
  const ids = ["env/mode", "env/owner", "https/panel-urls", "secrets/none-in-logs"];

  test.each([
    ["env/*", ["env/mode", "env/owner"]],
    ["*/none-*", ["secrets/none-in-logs"]],
    ["*", ids],
    ["env/mode", ["env/mode"]],
    ["*o*", ["env/mode", "env/owner", "secrets/none-in-logs"]],
  ])("--only %s", (pattern, left) => {
    expect(selectIds(ids, { only: [pattern] })).toEqual(left);
  });

  test("--skip takes away, after --only", () => {
    expect(selectIds(ids, { only: ["env/*"], skip: ["env/owner"] })).toEqual(["env/mode"]);
  });

  test("a pattern that matches nothing is an error with the nearest id", () => {
    expect(() => selectIds(ids, { only: ["env/mod"] })).toThrow(
      expect.objectContaining({
        kind: "usage",
        message: "--only env/mod: no audit has that id",
        hints: ['did you mean "env/mode"?'],
      }),
    );
    expect(() => selectIds(ids, { skip: ["tls/*"] })).toThrow("--skip tls/*");
  });

  test("an overlap of head and tail is no match", () => {
    expect(matchesGlob("aba*aba", "aba")).toBe(false);
    expect(matchesGlob("a*a*a", "aa")).toBe(false);
    expect(matchesGlob("a*a*a", "aaa")).toBe(true);
  });

  test.each([
    ["env/mdoe", "env/mode"],
    ["secrets/none-in-log", "secrets/none-in-logs"],
    ["zzzzzz", undefined],
  ])("nearest to %s is %s", (word, best) => {
    expect(nearest(word, ids)).toBe(best);
  });
});
