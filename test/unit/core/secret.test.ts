import { inspect } from "node:util";
import { describe, expect, test } from "vitest";
import { mask } from "../../../src/core/secrets/mask.ts";
import { Secret } from "../../../src/core/secrets/secret.ts";

const value = `sk_live_${"x9".repeat(12)}`;
const secret = new Secret(value, "sk_live_");

describe("a secret", () => {
  test.each([
    ["String()", String(secret)],
    ["a template", `is ${secret as unknown as string}`],
    ["JSON", JSON.stringify({ secret })],
    ["inspect", inspect(secret, { showHidden: true, depth: 9 })],
    ["inspect of a holder", inspect({ a: [secret] }, { depth: 9 })],
    ["its keys", JSON.stringify(Object.entries(secret))],
    ["an error", String(new Error("x", { cause: secret }).cause)],
  ])("is not in %s", (_name, text) => {
    expect(text).not.toContain("x9x9");
  });

  test("cannot be cloned to another thread", () => {
    expect(() => structuredClone(secret)).toThrow();
  });

  test("gives its value when asked to", () => {
    expect(secret.reveal()).toBe(value);
  });

  test.each([
    [`sk_live_${"a".repeat(20)}b2c4`, "sk_live_", "sk_live_...b2c4"],
    ["abcdefghijklmnop", "", "...mnop"],
    ["abcdefghijklmno", "", "(not shown)"],
    ["", "", "(not shown)"],
    ["sk_live_12345678", "sk_live_", "...5678"],
    ["whsec_0123456789abcdef", "sk_live_", "...cdef"],
    ["line one is long\nline two", "", "(not shown)"],
  ])("%j with prefix %j is shown as %j", (text, prefix, shown) => {
    expect(mask(text, prefix)).toBe(shown);
  });

  test("at most the public prefix and four characters are shown, whatever the length", () => {
    for (let length = 0; length < 64; length += 1) {
      const text = Array.from({ length }, (_, index) => String.fromCharCode(97 + (index % 26)));
      const shown = mask(`rk_live_${text.join("")}`, "rk_live_").replace("...", "");
      const known = shown.startsWith("rk_live_") ? shown.slice(8) : shown;
      if (shown !== "(not shown)") expect(known.length).toBeLessThanOrEqual(4);
    }
  });
});
