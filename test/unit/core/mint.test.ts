import { crc32 } from "node:zlib";
import { createPrivateKey } from "node:crypto";
import { describe, expect, test } from "vitest";
import { mint, mintTemplate, seededRandom } from "../../support/mint.ts";

const fill = (template: string, seed = 1) => mintTemplate(template, seededRandom(seed));
const seeds = Array.from({ length: 50 }, (_, index) => index + 1);

test.each([
  ["{alnum:24}", /^[0-9A-Za-z]{24}$/],
  ["{base32:16}", /^[A-Z2-7]{16}$/],
  ["{base64:12}", /^[0-9A-Za-z+/]{12}$/],
  ["{base64url:12}", /^[0-9A-Za-z_-]{12}$/],
  ["{crockford:7}", /^[0-9A-HJKMNP-TV-Z]{7}$/],
  ["{digits:9}", /^\d{9}$/],
  ["{hex:32}", /^[0-9a-f]{32}$/],
  ["{lower:5}", /^[a-z]{5}$/],
  ["{lownum:5}", /^[0-9a-z]{5}$/],
  ["{upnum:17}", /^[0-9A-Z]{17}$/],
  ["{upper:5}", /^[A-Z]{5}$/],
  ["a{hex:2}b{ }{}", /^a[0-9a-f]{2}b\{ \}\{\}$/],
])("%s", (template, shape) => {
  for (const seed of seeds) expect(fill(template, seed)).toMatch(shape);
});

test.each(["{letters:3}", "{alnum}", "{jwt:3}", "{nothing}"])("%s is unknown", (template) => {
  expect(() => fill(template)).toThrow(RangeError);
});

test("the same seed gives the same value, another seed another", () => {
  expect(mint("stripe.secret-key", 3)).toBe(mint("stripe.secret-key", 3));
  expect(mint("stripe.secret-key", 3)).not.toBe(mint("stripe.secret-key", 4));
});

test("mints for rules too, and says what it cannot mint", () => {
  expect(mint("github-token")).toMatch(/^ghp_\w{36}$/);
  expect(() => mint("stripe.nothing")).toThrow("no example for stripe.nothing");
});

describe("structured values are well formed", () => {
  test.each(seeds)("seed %i", (seed) => {
    const quarters = fill("{nowpayments-key}", seed).split("-").map(decodeQuarter);
    expect(quarters.every(({ parity }) => parity === 0)).toBe(true);
    const uuid = quarters.map(({ value }) => value.toString(16).padStart(8, "0")).join("");
    expect(uuid).toMatch(/^[0-9a-f]{12}4[0-9a-f]{3}[89ab][0-9a-f]{15}$/);

    const [first = "", ...rest] = fill("{discord-token}", seed).split(".");
    const id = Buffer.from(first, "base64url").toString();
    expect(id).toMatch(/^\d{17,20}$/);
    const made = new Date(Number((BigInt(id) >> 22n) + 1_420_070_400_000n));
    expect([made.getUTCFullYear() >= 2015, made < new Date("2026-01-01")]).toEqual([true, true]);
    expect(rest.map(({ length }) => length)).toEqual([6, 38]);

    const token = fill("{github-token}", seed);
    expect(decodeBase62(token.slice(30))).toBe(crc32(token.slice(0, 30)));

    expect(createPrivateKey(fill("{private-key}", seed)).asymmetricKeyType).toBe("ed25519");
    expect(Buffer.from(fill("{laravel-key}", seed).slice(7), "base64")).toHaveLength(32);
    const header = Buffer.from(fill("{jwt}", seed).split(".")[0] ?? "", "base64url");
    expect(JSON.parse(header.toString())).toHaveProperty("alg");
  });
});

function decodeQuarter(group: string): { value: number; parity: number } {
  const letters = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
  let all = 0;
  for (const letter of group) all = all * 32 + letters.indexOf(letter);
  let parity = 0;
  for (let rest = all; rest > 0; rest = Math.floor(rest / 8)) parity ^= rest % 8;
  return { value: Math.floor(all / 8), parity };
}

function decodeBase62(text: string): number {
  const letters = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
  return text.split("").reduce((sum, letter) => sum * 62 + letters.indexOf(letter), 0);
}
