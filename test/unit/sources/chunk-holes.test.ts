import { describe, expect, test } from "vitest";
import type { SecretMatch } from "../../../src/core/ports/secret-search.ts";
import { createChunkSearch } from "../../../src/sources/chunk-search.ts";
import { literalMatcher, marker } from "../../support/literal-matcher.ts";

const mebibyte = 1024 * 1024;

/** The places of all matches when a text comes in pieces of a mebibyte. */
function placesIn(text: Buffer): readonly (readonly [line: number, column: number])[] {
  const matches: SecretMatch[] = [];
  const search = createChunkSearch(literalMatcher(), (match) => matches.push(match));
  for (let at = 0; at < text.length; at += mebibyte) search.push(text.subarray(at, at + mebibyte));
  search.finish();
  return matches.map(({ line, column }) => [line, column] as const);
}

describe("holes of a sparse file", () => {
  const secret = Buffer.from(marker("a"));
  test.each([
    ["behind one", 5 * mebibyte, 0],
    ["behind one that ends within a piece", 5 * mebibyte + 12_345, 0],
    ["in a line that began before it", 3 * mebibyte, 7],
  ])("a secret %s has its true place", (_name, size, before) => {
    const text = Buffer.concat([
      Buffer.from(`first\n${"x".repeat(before)}`),
      Buffer.alloc(size),
      secret,
      Buffer.from("\nlast\n"),
      secret,
    ]);
    expect(placesIn(text)).toEqual([
      [2, before + size + 1],
      [4, 1],
    ]);
  });

  test("between two secrets, and one in the middle of it", () => {
    const hole = Buffer.alloc(4 * mebibyte);
    const text = Buffer.concat([secret, hole, secret, hole, Buffer.from("\n"), secret]);
    const second = secret.length + hole.length + 1;
    expect(placesIn(text)).toEqual([
      [1, 1],
      [1, second],
      [2, 1],
    ]);
  });
});
