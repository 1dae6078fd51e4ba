import { expect, test } from "vitest";
import { createPatternSearch } from "../../../src/assertions/pattern-search.ts";

const busy = "(?:a|a){40}b";

test("gives the offset of the first match, by lines", () => {
  const search = createPatternSearch();
  expect(search("^b{1,2}$", "a\nbb\nb\n")).toEqual({ kind: "found", value: 2 });
  expect(search("c", "a\nb")).toEqual({ kind: "absent" });
  expect(search("a", "")).toEqual({ kind: "absent" });
});

test("stops a pattern that a text keeps busy, and tries none after it", () => {
  const search = createPatternSearch(50);
  expect(search(busy, "a".repeat(60))).toMatchObject({
    kind: "blocked",
    reason: { code: "timeout", text: "the pattern takes too long on it" },
  });
  expect(search("a", "a")).toMatchObject({
    kind: "blocked",
    reason: { code: "timeout", text: "not searched: the pattern took too long before" },
  });
  expect(createPatternSearch()("a", "a").kind, "another audit is not concerned").toBe("found");
});
