import { describe, expect, test } from "vitest";
import { faultOfDataKey } from "../../../src/core/credentials/data-key.ts";
import { Secret } from "../../../src/core/secrets/secret.ts";
import { seededRandom } from "../../support/mint.ts";

const letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";
const times = 2000;
const randomBytes = (seed: number) => {
  const below = seededRandom(seed);
  return Buffer.from(Array.from({ length: 32 }, () => below(256)));
};
const typed = (seed: number, alphabet: string) => {
  const below = seededRandom(seed);
  return Array.from({ length: 32 }, () => alphabet.charAt(below(alphabet.length))).join("");
};

describe("a key made by chance has no fault", () => {
  test.each([
    ["base64", (seed: number) => randomBytes(seed).toString("base64")],
    ["base64 with its mark", (seed: number) => `base64:${randomBytes(seed).toString("base64")}`],
    ["base64url", (seed: number) => randomBytes(seed).toString("base64url")],
    ["hex", (seed: number) => randomBytes(seed).toString("hex")],
    ["capital hex", (seed: number) => randomBytes(seed).toString("hex").toUpperCase()],
    ["32 letters and digits", (seed: number) => typed(seed, letters)],
    ["32 hex digits", (seed: number) => typed(seed, "0123456789abcdef")],
  ])("%s", (_name, make) => {
    const faulty = Array.from({ length: times }, (_, seed) => make(seed)).filter(
      (key) => faultOfDataKey(new Secret(key)) !== undefined,
    );
    expect(faulty).toEqual([]);
  });
});

test.each([
  ["31 bytes", Buffer.alloc(31, "kQ7x").toString("base64"), "length"],
  ["33 bytes", Buffer.alloc(33, "kQ7x").toString("base64"), "length"],
  ["a mark without base64 behind it", "base64:%%%", "length"],
  ["an example", "changeme", "default"],
  ["zeros in hex", "00".repeat(32), "default"],
  ["two bytes in turn", Buffer.alloc(32, "\u0001\u00f7").toString("base64"), "not-random"],
  ["a row in hex digits", "0011001100110011aabbaabbaabbaabb", "not-random"],
  ["words", "MyVerySecretShopEncryptionKeyNow", "not-random"],
] as const)("%s", (_name, key, fault) => {
  expect(faultOfDataKey(new Secret(key))).toBe(fault);
});
