import { describe, expect, test } from "vitest";
import { textsOf } from "../../../src/rotation/provider-texts.ts";
import { shippedCatalogue } from "../../support/shipped-catalogue.ts";

const rotated = shippedCatalogue()
  .providers.flatMap((provider) => provider.credentials.map((spec) => ({ provider, spec })))
  .filter(({ spec }) => spec.rotation !== undefined);

const rows = rotated.flatMap(({ provider, spec }) =>
  (["planned", "breach"] as const).map(
    (mode) => [`${provider.id} ${spec.id}`, mode, spec] as const,
  ),
);

describe("the steps of a provider file", () => {
  test("there are some", () => {
    expect(rows.length).toBeGreaterThan(30);
  });

  test.each(rows)("%s, %s: every step has its place, in order", (_, mode, spec) => {
    const texts = textsOf(spec, mode);
    const shown = Object.values(texts).flat();
    for (const step of spec[mode]) {
      const bringsIn = step.do.startsWith("put ") && step.do.includes("where IPTVbp reads it");
      const isShown = shown.includes(step) || (bringsIn && step.part !== "revoke");
      expect(isShown, step.do).toBe(true);
    }
    expect(texts.revoke.length).toBeGreaterThan(0);
    expect(texts.mint.length + (mode === "breach" ? texts.revoke.length : 0)).toBeGreaterThan(0);
    expect(texts["cut-over"]).toEqual([]);
  });

  test.each(rows)("%s, %s: nothing is revoked where a value is made or tried", (_, mode, spec) => {
    const texts = textsOf(spec, mode);
    const parts = [...texts.mint, ...texts.test].map(({ part }) => part);
    expect(parts.filter((part) => part !== undefined && part !== "replace")).toEqual([]);
  });

  test("a credential that nobody knows has steps too", () => {
    for (const mode of ["planned", "breach"] as const) {
      const { mint, revoke } = textsOf(undefined, mode);
      expect([mint.length, revoke.length]).toEqual([1, 1]);
    }
  });
});
