import { describe, expect, test } from "vitest";
import { Secret } from "../../../src/core/secrets/secret.ts";
import { checkNewValue } from "../../../src/rotation/check-new-value.ts";
import { mint } from "../../support/mint.ts";
import { shippedCatalogue } from "../../support/shipped-catalogue.ts";

const specs = shippedCatalogue().providers.flatMap(({ credentials }) => credentials);
const specOf = (id: string) => {
  const spec = specs.find((each) => each.id === id);
  if (!spec) throw new Error(id);
  return spec;
};

function check(id: string, given: string, old?: string, used: readonly string[] = []) {
  const verdict = checkNewValue({
    given: new Secret(given),
    spec: specOf(id),
    ...(old === undefined ? {} : { old: new Secret(old) }),
    wasUsed: (value) => used.some((each) => value.equals(new Secret(each))),
  });
  if (verdict.status === "refused") return { refused: verdict.reason };
  return { value: verdict.value.reveal(), notes: verdict.notes, doubts: verdict.doubts };
}

const stripe = "stripe.secret-key";
const fresh = mint(stripe, 2);
const old = mint(stripe, 1);
const testKey = mint("stripe.test-key", 3);
const plain = { notes: [], doubts: [] };
const lineEnd = "the line end after it was left out";
const blanks = "the blanks around it were left out";
const quotes = "the quotes around it were left out";

describe("a new value of a known shape", () => {
  test.each([
    ["as it is", fresh, { value: fresh, ...plain }],
    ["with a line end", `${fresh}\n`, { value: fresh, notes: [lineEnd], doubts: [] }],
    ["with a Windows line end", `${fresh}\r\n`, { value: fresh, notes: [lineEnd], doubts: [] }],
    ["with blanks", `  ${fresh} `, { value: fresh, notes: [blanks], doubts: [] }],
    ["in double quotes", `"${fresh}"`, { value: fresh, notes: [quotes], doubts: [] }],
    ["in single quotes", `'${fresh}'`, { value: fresh, notes: [quotes], doubts: [] }],
    [
      "in quotes, blanks and a line end",
      ` "${fresh}" \n`,
      { value: fresh, notes: [lineEnd, blanks, quotes], doubts: [] },
    ],
    ["empty", "", { refused: "it is empty" }],
    ["blank", "  \n", { refused: "it is empty" }],
    ["in two lines", `${fresh}\n${fresh}`, { refused: "it has several lines" }],
    ["with a zero byte", `${fresh}\0`, { refused: "it holds control characters" }],
    ["the old one", old, { refused: "it is the value that is in use now" }],
    ["the old one in quotes", `"${old}"`, { refused: "it is the value that is in use now" }],
    ["one from before", mint(stripe, 9), { refused: `${stripe} had this value before` }],
    ["masked", "sk_live_...Qx7d", { refused: "it is a shortened display, not the value itself" }],
    ["a test key", testKey, { refused: "it is a test value, and the one in use is live" }],
  ])("%s", (_, given, expected) => {
    expect(check(stripe, given, old, [mint(stripe, 9)])).toEqual(expected);
  });

  test("of another kind is a doubt, not a value", () => {
    const { doubts } = check(stripe, mint("stripe.webhook-secret"), old) as { doubts: string[] };
    expect(doubts[0]).toMatch(/shape of stripe\.secret-key/);
  });

  test("a live key in the place of a test key is a doubt", () => {
    const { doubts } = check("stripe.secret-key", fresh, testKey) as { doubts: string[] };
    expect(doubts.join()).toMatch(/test one, and this one is not/);
  });
});

describe("a new value that a person chose", () => {
  test.each([
    ["dollar, hash, quotes inside", `a$b#c"d'e fQ7kmWz2`, []],
    ["short", "abcdefg1", ["it has fewer than 12 characters"]],
  ])("%s", (_, given, doubts) => {
    expect(check("database.password", given, "old-password-123")).toEqual({
      value: given,
      notes: [],
      doubts,
    });
  });

  test.each([
    ["blanks", ` ${"p".repeat(14)}1 `, /blanks/],
    ["quotes", `"${"p".repeat(14)}1"`, /quotes/],
  ])("%s around it may belong to it: a person is asked", (_, given, what) => {
    const verdict = check("panel.main", given) as { doubts: readonly string[]; value: string };
    expect(verdict.doubts.join()).toMatch(what);
    expect(verdict.value).toBe(`${"p".repeat(14)}1`);
  });

  test("a placeholder is refused", () => {
    expect(check("panel.main", "changeme")).toEqual({
      refused: "it is a placeholder, not a value",
    });
  });
});

test("no text of a verdict holds the value", () => {
  for (const given of [fresh, `"${fresh}" `, `${fresh}\nx`, testKey]) {
    const text = JSON.stringify(
      checkNewValue({ given: new Secret(given), spec: specOf(stripe), wasUsed: () => true }),
    );
    expect(text).not.toContain(fresh.slice(8));
    expect(text).not.toContain(testKey.slice(8));
  }
});
