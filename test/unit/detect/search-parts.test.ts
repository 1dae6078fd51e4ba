import { Buffer } from "node:buffer";
import { describe, expect, test } from "vitest";
import { anchorStands, parseAnchors } from "../../../src/detect/anchor.ts";
import { buildAutomaton } from "../../../src/detect/byte-automaton.ts";
import type { Candidate } from "../../../src/detect/candidate.ts";
import { resolveOverlaps } from "../../../src/detect/candidate.ts";
import { createLinePlaces } from "../../../src/detect/line-places.ts";
import { measurePattern } from "../../../src/detect/measure-pattern.ts";
import { careFor } from "../../../src/detect/own-value-care.ts";
import { seededRandom } from "../../support/mint.ts";

describe("measurePattern", () => {
  test.each([
    ["abc", 3, 3, 1, 1],
    ["a|bcd|ef", 1, 3, 1, 1],
    ["a{2,5}b?", 2, 6, 1, 1],
    ["(?:ab){3}", 6, 6, 1, 1],
    ["[a-z\\]]{10}\\.x", 12, 12, 1, 1],
    ["(?<=key.{0,9})x(?=yz)", 1, 1, 13, 3],
    ["(?<![ab])(?<secret>c{4})(?!d)", 4, 4, 2, 2],
    ["\\x41\\u0042\\bC$", 3, 3, 1, 1],
    ["(?:(?<!a)|(?<=%[0-9]{2}))b+?", 1, 16_384, 4, 1],
  ])("%s", (pattern, shortest, longest, behind, ahead) => {
    expect(measurePattern(pattern)).toMatchObject({ shortest, longest, behind, ahead });
  });

  test("the alphabet holds what a match can have, not its context", () => {
    const { alphabet } = measurePattern("(?<=[=:])[a-c]x\\d(?!_)");
    const bytes = [...alphabet.entries()].filter(([, flag]) => flag === 1).map(([byte]) => byte);
    expect(String.fromCharCode(...bytes)).toBe("0123456789abcx");
  });
});

describe("anchors", () => {
  test.each([
    ["-..-", "x-ab-", [1]],
    ["\\..\\.", ".a.b.", [0, 2]],
    [":A|%3AA", "a:A %3AA :a", [1, 4]],
  ])("%s in %s", (shape, text, places) => {
    const bytes = Buffer.from(text);
    const anchors = parseAnchors(shape);
    const found = [...bytes.keys()].filter((at) =>
      anchors.some((anchor) => anchorStands(anchor, bytes, at)),
    );
    expect(found).toEqual(places);
  });

  test("are looked for by their longest run, the last of equal ones", () => {
    const [anchor] = parseAnchors("-.AB.cd");
    expect(Buffer.from(anchor?.literal ?? []).toString()).toBe("cd");
    expect(anchor?.offset).toBe(5);
    expect(parseAnchors("...")).toEqual([]);
  });
});

test("the automaton finds every literal wherever it ends", () => {
  const random = seededRandom(4);
  const word = (length: number) => Array.from({ length }, () => "abAB-"[random(5)] ?? "a").join("");
  for (let round = 0; round < 50; round += 1) {
    const literals = [
      ...new Set(Array.from({ length: 8 }, () => word(1 + random(4)).toLowerCase())),
    ];
    const text = word(120);
    const { columns, width, table, endings } = buildAutomaton(
      literals.map((each) => Buffer.from(each)),
    );
    const found: string[] = [];
    let state = 0;
    for (const [index, byte] of Buffer.from(text).entries()) {
      const next = table[state + (columns[byte] ?? 0)] ?? 0;
      state = next < 0 ? ~next : next;
      if (next >= 0) continue;
      for (const each of endings[state / width] ?? []) found.push(`${index} ${literals[each]}`);
    }
    const expected = literals.flatMap((literal) =>
      Array.from({ length: text.length }, (_, end) => end)
        .filter((end) =>
          text
            .slice(0, end + 1)
            .toLowerCase()
            .endsWith(literal),
        )
        .map((end) => `${end} ${literal}`),
    );
    expect(found.toSorted()).toEqual(expected.toSorted());
  }
});

test("of overlapping sightings no two are kept, and the best always is", () => {
  const random = seededRandom(8);
  for (let round = 0; round < 200; round += 1) {
    const candidates = Array.from({ length: 12 }, (_, index): Candidate => {
      const start = random(60);
      const own = { ruleId: `r${index}` } as never;
      const source = { kind: "own", own, form: "plain" } as const;
      return { start, end: start + 1 + random(12), rank: random(4), source };
    });
    const kept = resolveOverlaps(candidates);
    for (const [index, each] of kept.entries()) {
      expect(each.start).toBeGreaterThanOrEqual(kept[index - 1]?.end ?? 0);
    }
    for (const each of candidates) {
      const overlaps = kept.filter((other) => other.start < each.end && each.start < other.end);
      expect(overlaps.some((other) => other.rank <= each.rank)).toBe(true);
    }
  }
});

test("places of offsets", () => {
  const placeOf = createLinePlaces(Buffer.from("ab\n\nc"));
  expect([0, 2, 3, 4].map((offset) => placeOf(offset))).toEqual([
    { line: 1, column: 1, lineStart: 0 },
    { line: 1, column: 3, lineStart: 0 },
    { line: 2, column: 1, lineStart: 3 },
    { line: 3, column: 1, lineStart: 4 },
  ]);
});

test.each([
  ["abc", "short"],
  ["changeme", "placeholder"],
  ["Password", "common"],
  ["shipping", "guarded"],
  ["20241231", "guarded"],
  ["internationalization", "guarded"],
  ["shopdb-2024", "guarded"],
  ["correct-horse-battery", "free"],
  ["kX9!tq2bZ", "free"],
])("care for %s: %s", (value, care) => {
  expect(careFor(value)).toBe(care);
});
