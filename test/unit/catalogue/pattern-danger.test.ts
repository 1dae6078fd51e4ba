import { describe, expect, test } from "vitest";
import { findPatternDanger } from "../../../src/catalogue/pattern-danger.ts";

describe("refuses", () => {
  test.each([
    ["a*", /unbounded/],
    ["a+", /unbounded/],
    ["a+?", /unbounded/],
    ["[a-z]{3,}", /unbounded/],
    ["(?:ab)+", /unbounded/],
    ["(?<=x*)y", /unbounded/],
    ["(?:a{1,3}){2}", /group that repeats/],
    ["(?:a{1,3}b){1,9}", /group that repeats/],
    ["((a?)b){1,9}", /group that repeats/],
    ["(?:(?:a|b{0,5})c){0,4}", /group that repeats/],
    [String.raw`(a)\1`, /back reference/],
    [String.raw`(?<x>a)\k<x>`, /back reference/],
    ["a{0,20000}", /over 10000/],
    ["a{20000}", /over 10000/],
    ["a{0,9999}b?a{0,9999}c?a{0,9999}a{0,9999}", /too many/],
  ])("%s", (pattern, reason) => {
    expect(findPatternDanger(pattern)).toMatch(reason);
  });
});

describe("allows", () => {
  test.each([
    "sk_live_[0-9A-Za-z]{16,247}",
    "[*+?{]{3}",
    String.raw`\*\+\?\{1,\}`,
    String.raw`[\]*]{1,4}`,
    "(?:[0-9A-Z]{7}-){3}",
    "(?:a{1,3})?b",
    "(?<!x{0,3})y(?![a-z])",
    String.raw`\d{17,20}`,
    "(?<name>a{1,3})",
    "a{1,b",
  ])("%s", (pattern) => {
    expect(findPatternDanger(pattern)).toBeUndefined();
  });
});

describe("of a rule that nobody measured, refuses as well", () => {
  const limits = { mostWays: 5_000, repeatedAlternatives: false };

  test.each([
    ["(?:a|aa){1,60}b", /of alternatives/],
    ["((?:a|b)c){3}", /of alternatives/],
    ["[a-z]{0,1000}aaaa[a-z]{0,1000}!", /too many/],
    ["a{0,100}a{0,100}a{0,100}b", /too many/],
  ])("%s", (pattern, reason) => {
    expect(findPatternDanger(pattern)).toBeUndefined();
    expect(findPatternDanger(pattern, limits)).toMatch(reason);
  });

  test.each([
    "acme_[0-9A-Za-z]{20,80}",
    "(?:live|test)_[a-z]{10,64}",
    String.raw`key[ \t]{0,2}=[ \t]{0,2}["']?[A-Za-z0-9]{16,128}["']?`,
    String.raw`[a-z|]{3}\|{2}`,
  ])("but not %s", (pattern) => {
    expect(findPatternDanger(pattern, limits)).toBeUndefined();
  });
});
