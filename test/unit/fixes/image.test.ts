import { describe, expect, test } from "vitest";
import {
  type FileImage,
  type Image,
  isOnTheWay,
  isSameImage,
  noFile,
} from "../../../src/fixes/image.ts";

const file = (text: string, more: Partial<FileImage> = {}): FileImage => ({
  exists: true,
  bytes: Buffer.from(text),
  size: text.length,
  mtime: "1.000000000",
  mode: 0o644,
  uid: 0,
  gid: 0,
  ...more,
});

const before = file("APP_DEBUG=true\nA=1\n", { mode: 0o664 });
const after = file("APP_DEBUG=no\nA=1\n", { mode: 0o600, uid: 33, gid: 33 });

describe("isOnTheWay: what a killed run may have left", () => {
  test.each<[string, Image]>([
    ["the state before", before],
    ["the state after", after],
    ["the mode changed only", { ...before, mode: 0o600 }],
    ["the owner changed only", { ...before, uid: 33, gid: 33 }],
    ["bits that the system took with the owner", { ...before, mode: 0o664, uid: 33, gid: 33 }],
    ["content changed only", { ...after, mode: 0o664, uid: 0, gid: 0 }],
    ["cut short while writing in place", file("APP_DEBUG=nrue\nA=1\n", { mode: 0o600 })],
    ["written in place and not yet cut", file("APP_DEBUG=no\nA=1\n1\n", { mode: 0o600 })],
  ])("%s", (_, current) => {
    expect(isOnTheWay(current, before, after)).toBe(true);
    expect(isOnTheWay(current, after, before)).toBe(true);
  });

  test.each<[string, Image]>([
    ["other content", file("APP_DEBUG=no\nA=2\n")],
    ["more content", file("APP_DEBUG=true\nA=1\nB=2\n")],
    ["another mode", { ...before, mode: 0o640 }],
    ["another owner", { ...before, uid: 34 }],
    ["owner and group of different states", { ...before, uid: 33, gid: 0 }],
    ["gone", noFile],
  ])("not: %s", (_, current) => {
    expect(isOnTheWay(current, before, after)).toBe(false);
    expect(isOnTheWay(current, after, before)).toBe(false);
  });

  test("a file that comes or goes", () => {
    for (const [from, to] of [
      [before, noFile],
      [noFile, before],
    ] as const) {
      expect(isOnTheWay(noFile, from, to)).toBe(true);
      expect(isOnTheWay(before, from, to)).toBe(true);
      expect(isOnTheWay(file("x"), from, to)).toBe(false);
    }
  });
});

test("isSameImage looks at content, mode, owner and existence, not at the time", () => {
  expect(isSameImage(before, { ...before, mtime: "2.000000000" })).toBe(true);
  expect(isSameImage(before, { ...before, mode: 0o600 })).toBe(false);
  expect(isSameImage(before, { ...before, gid: 1 })).toBe(false);
  expect(isSameImage(before, { ...before, bytes: Buffer.from("APP_DEBUG=true\nA=2\n") })).toBe(
    false,
  );
  expect(isSameImage(before, noFile)).toBe(false);
  expect(isSameImage(noFile, noFile)).toBe(true);
  const { bytes: _, ...large } = before;
  expect(isSameImage(large, { ...large, mtime: "2.000000000" })).toBe(false);
});
