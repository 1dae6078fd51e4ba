import { describe, expect, test } from "vitest";
import {
  looksRandom,
  shannonBitsPerChar,
  weaknessOf,
} from "../../../src/core/secrets/randomness.ts";
import { Secret } from "../../../src/core/secrets/secret.ts";
import { mintTemplate, seededRandom } from "../../support/mint.ts";

test.each([
  ["", 0],
  ["aaaa", 0],
  ["abab", 1],
  ["abcd", 2],
])("%j has %d bits per character", (text, bits) => {
  expect(shannonBitsPerChar(text)).toBeCloseTo(bits, 10);
});

describe("weaknessOf", () => {
  test.each([
    ["password", "common"],
    ["Password123!", "common"],
    ["p4$$w0rd2024", "common"],
    ["123456789", "common"],
    ["admin", "common"],
    ["iptvbp2026!!", "common"],
    ["kX9!tq", "short"],
    ["Zebra-Nine4", "short"],
    ["abcabcabcabc", "predictable"],
    ["aaaaaaaaaaaaaaaa", "predictable"],
    ["passwordpassword2024", "predictable"],
    ["qwertyuiopasdfgh", "predictable"],
    ["adminadmin123456", "predictable"],
    ["correct-horse-battery-staple", undefined],
    ["Vq3#nLp9!xRw", undefined],
  ])("%s: %s", (value, weakness) => {
    expect(weaknessOf(new Secret(value))).toBe(weakness);
  });

  test("random values of 12 characters and more are not weak", () => {
    const random = seededRandom(7);
    for (const template of ["{alnum:12}", "{hex:32}", "{base64:24}", "{digits:16}x{lower:8}"]) {
      for (let round = 0; round < 200; round += 1) {
        const value = mintTemplate(template, random);
        expect(weaknessOf(new Secret(value)), value).toBeUndefined();
      }
    }
  });
});

describe("looksRandom", () => {
  test.each([
    ["getElementsByClassName"],
    ["application/x-www-form-urlencoded"],
    ["list-of-customer-orders"],
    ["createUserController"],
    ["aaaaaaaaaaaaaaaa"],
    ["kX9!tq"],
    ["00000000000000000000"],
  ])("%s does not", (text) => {
    expect(looksRandom(text)).toBe(false);
  });

  test("nearly every generated value does", () => {
    const random = seededRandom(3);
    let hits = 0;
    for (let round = 0; round < 1000; round += 1) {
      if (looksRandom(mintTemplate("{alnum:24}", random))) hits += 1;
    }
    expect(hits).toBeGreaterThan(985);
  });
});
