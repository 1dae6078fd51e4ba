import { describe, expect, test } from "vitest";
import type { EnvDialect } from "../../../../src/core/install/install.ts";
import { parseEnvFile } from "../../../../src/install/env/parse-env-file.ts";
import { setEnvLine } from "../../../../src/install/env/set-env-line.ts";

const dialects: readonly EnvDialect[] = ["dotenv", "php", "compose", "systemd", "shell"];

describe("one line is changed", () => {
  test.each([
    ["A=1\nB=2\n", "B", "3", "A=1\nB=3\n"],
    ["A=1 # why\n", "A", "2", "A=2 # why\n"],
    ['A="x y"   # why\n', "A", "z", 'A="z"   # why\n'],
    ["A='x'\n", "A", "it is", "A='it is'\n"],
    ["  export A = 1\r\nB=2\r\n", "A", "22", "  export A = 22\r\nB=2\r\n"],
    ["A=1\nA=2\n", "A", "3", "A=1\nA=3\n"],
    ["A=\nB=\n", "A", "1", "A=1\nB=\n"],
    ['\ufeffA=1\r\nC="a\r\nb"\r\nB=2', "B", "3", '\ufeffA=1\r\nC="a\r\nb"\r\nB=3'],
    ['A="a\nb"\nB=1\n', "A", "c", 'A="c"\nB=1\n'],
    ["A=1", "A", "two words", 'A="two words"'],
    ["A=1", "A", "a#b", 'A="a#b"'],
    ["A=1", "A", "\"'", "A=\"'"],
    ["# A=0\nA=1", "A", "2", "# A=0\nA=2"],
    ["A=1", "B", "2", "A=1\nB=2\n"],
    ["A=1\r\n", "B", "2", "A=1\r\nB=2\r\n"],
    ["", "B", "2", "B=2\n"],
  ])("%j with %s=%s", (text, key, value, expected) => {
    expect(setEnvLine(text, key, value)).toBe(expected);
  });

  test("in the way of its reader", () => {
    expect(setEnvLine("A=1", "A", "two words", "php")).toBe('A="two words"');
    expect(setEnvLine("A=1", "A", 'a"b', "compose")).toBe('A=a"b');
    expect(setEnvLine('A="1"', "A", 'a"b', "systemd")).toBe('A="a\\"b"');
    expect(setEnvLine("A=1", "A", "$B", "compose")).toBe("A='$B'");
    expect(setEnvLine("A=1", "A", "$B", "systemd")).toBe("A=$B");
    expect(setEnvLine("A=1", "A", "$B;", "shell")).toBe('A="\\$B;"');
  });
});

describe("what refers to the value", () => {
  test.each<readonly [EnvDialect, string, string, string]>([
    ["php", 'A=1\nU="x://u:${A}@h"\n', "2", 'A=2\nU="x://u:${A}@h"\n'],
    ["compose", "A=1\nU=${A}b$A\nV=$U\n", "2", "A=2\nU=${A}b$A\nV=$U\n"],
    ["shell", "A=1\nU=${A:-3}\n", "2", "A=2\nU=${A:-3}\n"],
    ["php", 'A=1\nU="${A}"\nA=2\n', "3", 'A=1\nU="${A}"\nA=3\n'],
    ["php", 'U="${A}"\nA=1\n', "2", 'U="${A}"\nA=2\n'],
    // Nothing but the value itself is put in: a dollar in it is looked up by nobody.
    ["php", 'A=1\nB=0\nU="${A}"\n', "p${B}", `A='p\${B}'\nB=0\nU="\${A}"\n`],
  ])("follows it, read as %s: %j", (dialect, text, value, expected) => {
    expect(setEnvLine(text, "A", value, dialect)).toBe(expected);
  });

  test("is told apart from what is written out", () => {
    const { entries } = parseEnvFile(Buffer.from("A=1\nU=\"${A}-${Z}\"\nV='${A}'\n"), "php");
    expect(entries.map(({ key, references }) => [key, references])).toEqual([
      ["A", undefined],
      ["U", ["A", "Z"]],
      ["V", undefined],
    ]);
  });
});

describe("where several ways are right, the one that other readers read alike", () => {
  test.each<readonly [EnvDialect, string, string, string]>([
    ["compose", "A=1\n", "new#pass", 'A="new#pass"\n'],
    ["compose", "A=1\n", "new$pass", "A='new$pass'\n"],
    ["compose", 'A="1"\n', "new$pass", "A='new$pass'\n"],
    ["php", "A=1\n", "new$pass", "A='new$pass'\n"],
    ["php", 'A="1"\n', "new$pass", "A='new$pass'\n"],
    ["dotenv", "A=1\n", "new$pass", "A='new$pass'\n"],
    ["dotenv", "A='1'\n", "it's", "A=it's\n"],
    // No way fits all: then the reader of the file itself decides.
    ["php", "A=1\n", "it's$x", 'A="it\'s\\$x"\n'],
  ])("%s: %j with %j", (dialect, text, value, expected) => {
    expect(setEnvLine(text, "A", value, dialect)).toBe(expected);
  });
});

describe("whatever is set is read back", () => {
  const values = [
    "",
    "true",
    " led",
    "a b",
    "#x",
    "a #b",
    "it's",
    'say "x"',
    "back\\slash",
    "$HOME",
    "`id`",
    "a\nb",
    "\\n",
    "é\u{1f511}",
  ];
  const texts = ["", "A=1\n", "A='1' # c\r\nB=2\r\n", 'X=0\nA="a b"\n'];

  test.each(dialects)("by %s, and nothing else changes", (dialect) => {
    for (const text of texts) {
      for (const value of values) {
        const after = attempt(() => setEnvLine(text, "A", value, dialect));
        if (after === undefined) continue;
        const [old, now] = [text, after].map((t) => valuesOf(t, dialect));
        expect(now, JSON.stringify([text, value])).toEqual({ ...old, A: value });
      }
    }
  });

  test("and what cannot be written is refused", () => {
    expect(() => setEnvLine("A=1", "A", "'\"`#", "dotenv")).toThrow(
      "no way to write the new value",
    );
    expect(() => setEnvLine("A=1", "A", "a\0b\n'", "php")).toThrow(/A that php/);
    expect(() => setEnvLine("A=(x y\n", "A", "1", "shell")).toThrow("no way");
  });
});

function attempt(change: () => string): string | undefined {
  try {
    return change();
  } catch {
    return undefined;
  }
}

function valuesOf(text: string, dialect: EnvDialect): Record<string, string> {
  const { entries } = parseEnvFile(Buffer.from(text), dialect);
  return Object.fromEntries(entries.map(({ key, value }) => [key, value.reveal()]));
}
