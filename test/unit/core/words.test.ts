import { spawnSync } from "node:child_process";
import { expect, test } from "vitest";
import { commandWord } from "../../../src/core/text/command-word.ts";
import { ignoreLineFor, ignoreLineForName } from "../../../src/core/install/ignore-line.ts";
import { accessText, formatMode, groupBits, otherBits } from "../../../src/core/install/mode.ts";
import { wordList } from "../../../src/core/text/word-list.ts";
import { gitRepo } from "../../support/git-repo.ts";

test.each([
  [0, "0000"],
  [0o7, "0007"],
  [0o644, "0644"],
  [0o1777, "1777"],
  [0o100600, "0600"],
])("formatMode(%i) is %s", (mode, text) => expect(formatMode(mode)).toBe(text));

test.each([
  [0, ""],
  [1, "run"],
  [2, "write"],
  [3, "write"],
  [4, "read"],
  [5, "read"],
  [6, "read and write"],
  [7, "read and write"],
])("accessText(%i) is %j", (bits, text) => expect(accessText(bits)).toBe(text));

test("group and others are told apart for every mode", () => {
  for (let mode = 0; mode <= 0o7777; mode += 1) {
    const digits = formatMode(mode);
    expect([groupBits({ mode }), otherBits({ mode })]).toEqual([+digits[2]!, +digits[3]!]);
  }
});

test.each([
  [[], ""],
  [["a"], "a"],
  [["a", "b"], "a and b"],
  [["a", "b", "c"], "a, b and c"],
  [["a", "b", "c", "d"], "a, b, c and 1 more"],
])("wordList(%j) is %j", (words, text) => expect(wordList(words)).toBe(text));

test.each(["/srv/shop/.env", "a b", "it's", "$(touch x)", "`x`", '"', "*", "~", "ünï"])(
  "a shell reads commandWord(%j) as that very word",
  (path) => {
    const run = spawnSync("sh", ["-c", `printf %s ${commandWord(path)}`], { encoding: "utf8" });
    expect(run.stdout).toBe(path);
  },
);

test("git reads the lines as exactly these names", () => {
  const names = ["plain", "#env#", "!env", "a*b", "a?b", "[ab]", "a\\b", "blank ", "two  ", "ü"];
  const repo = gitRepo();
  const ignored = (line: string, name: string) => {
    repo.write({ ".gitignore": `${line}\n` });
    const args = ["check-ignore", "--no-index", "-q", "--", name];
    return spawnSync("git", args, { cwd: repo.path }).status === 0;
  };
  for (const name of names) {
    expect(ignored(ignoreLineFor(name), name), name).toBe(true);
    expect(ignored(ignoreLineForName(name), `sub/${name}`), name).toBe(true);
    expect(ignored(ignoreLineFor(name), `sub/${name}`), name).toBe(false);
    for (const other of ["axxb", "axb", "a", "blank", "env", "env#"]) {
      if (other !== name) expect(ignored(ignoreLineForName(name), other), name).toBe(false);
    }
  }
});
