import { describe, expect, test } from "vitest";
import { parseFullYaml } from "../../../src/catalogue/parse-full-yaml.ts";
import { parsePlainYaml } from "../../../src/catalogue/parse-plain-yaml.ts";
import { readRuleFiles } from "../../../src/platform/rule-files.ts";
import { seededRandom } from "../../support/mint.ts";

test.each(readRuleFiles())("$path is plain and read as a whole parser reads it", ({ text }) => {
  const { root, problem } = parseFullYaml(text);
  expect(problem).toBeUndefined();
  expect(parsePlainYaml(text)).toEqual(root);
});

const sample = `# a comment
id: demo
title: Demo - one, two # why
list: [a, "b: c", 'it''s', {x: 1, y: true}, 2026-11-24, 1.5]
empty: []
deep:
  - id: a.b
    url: https://shop.example/a?b=c#d
    flag: false

    steps:
      # inside
      - do: this: that
      - do: "two"
        why: 12 months
  - plain text
  - 'q'
  - "x \\"y\\" \\n"
last: 3.18.12.63
`;

describe("differs from a whole parser in nothing but giving up", () => {
  const seeds = Array.from({ length: 40 }, (_, index) => index + 1);
  test.each(seeds)("seed %i", (seed) => {
    const random = seededRandom(seed);
    const clean = sample.replace("this: that", "this that");
    let read = 0;
    for (let round = 0; round < 60; round += 1) {
      const text = mutate(clean, random);
      const plain = parsePlainYaml(text);
      if (!plain) continue;
      read += 1;
      const { root, problem } = parseFullYaml(text);
      expect({ text, root: plain, problem: undefined }).toEqual({ text, root, problem });
    }
    expect(read).toBeGreaterThan(5);
  });
});

const pieces = [
  "\n",
  "  ",
  " ",
  "#",
  " # ",
  ":",
  ": ",
  "- ",
  "[",
  "]",
  "{",
  "}",
  ",",
  "'",
  '"',
].concat([
  "&a",
  "*a",
  "!x",
  "|",
  ">",
  "~",
  "null",
  "0x1",
  "1e3",
  "007",
  ".5",
  "yes",
  "\\",
  "?",
  "%",
  "@",
  "`",
  "é",
]);

function mutate(text: string, random: (below: number) => number): string {
  let changed = text;
  for (let count = 1 + random(2); count > 0; count -= 1) {
    const at = random(changed.length);
    const removed = random(3) === 0 ? random(4) : 0;
    const piece = random(4) === 0 ? "" : (pieces[random(pieces.length)] ?? "");
    changed = changed.slice(0, at) + piece + changed.slice(at + removed);
  }
  return changed;
}

test.each([
  ["a block scalar", "a: |\n  b\n"],
  ["an anchor", "a: &x b\n"],
  ["an alias", "a: *x\n"],
  ["a tag", "a: !x b\n"],
  ["text on two lines", "a: b\n  c\n"],
  ["a missing value", "a:\nb: c\n"],
  ["a double key", "a: b\na: c\n"],
  ["null", "a: null\n"],
  ["a document start", "---\na: b\n"],
  ["a tab", "a:\tb\n"],
  ["an unusual escape", 'a: "\\t"\n'],
  ["an open list", "a: [b\n"],
  ["a colon in a text", "a: b: c\n"],
  ["text after a quote", 'a: "b" c\n'],
  ["nothing", ""],
])("gives up on %s", (_, text) => {
  expect(parsePlainYaml(text)).toBeUndefined();
});
