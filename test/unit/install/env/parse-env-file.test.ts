import { spawnSync } from "node:child_process";
import { writeFileSync } from "node:fs";
import { parseEnv } from "node:util";
import { parse } from "dotenv";
import { describe, expect, test } from "vitest";
import type { EnvContent, EnvDialect } from "../../../../src/core/install/install.ts";
import { parseEnvFile } from "../../../../src/install/env/parse-env-file.ts";
import { normaliseLines, scanEnv } from "../../../../src/install/env/scan-env.ts";
import { tempFolder } from "../../../support/temp-folder.ts";

const dialects: readonly EnvDialect[] = ["dotenv", "php", "compose", "systemd", "shell"];

const valuesOf = ({ entries }: EnvContent): Record<string, string> =>
  Object.fromEntries(entries.map(({ key, value }) => [key, value.reveal()]));
const read = (text: string | Uint8Array, dialect: EnvDialect): EnvContent =>
  parseEnvFile(typeof text === "string" ? Buffer.from(text) : text, dialect);
/** Our own reading, before the dotenv package has its say. */
const scanned = (text: string, dialect: EnvDialect): Record<string, string> =>
  Object.fromEntries(
    scanEnv(normaliseLines(text, dialect), dialect)
      .assignments.filter(({ problem }) => problem === undefined)
      .map(({ key, value }) => [key, value]),
  );

type Row = readonly [text: string, expected: Partial<Record<EnvDialect, string | null>>];
/** What each dialect reads for A; null: it does not take the line. */
const table: readonly Row[] = [
  ["A=b", { dotenv: "b", php: "b", compose: "b", systemd: "b", shell: "b" }],
  ["A=", { dotenv: "", php: "", compose: "", systemd: "", shell: "" }],
  ["A = b", { dotenv: "b", php: "b", compose: "b", systemd: "b", shell: null }],
  ["export A=b", { dotenv: "b", php: "b", compose: "b", systemd: null, shell: "b" }],
  ["  A=b  ", { dotenv: "b", php: "b", compose: "b", systemd: "b", shell: "b" }],
  ["A=b c", { dotenv: "b c", php: null, compose: "b c", systemd: "b c", shell: null }],
  ["A=b #c", { dotenv: "b", php: "b", compose: "b", systemd: "b #c", shell: "b" }],
  ["A=b#c", { dotenv: "b", php: "b", compose: "b#c", systemd: "b#c", shell: "b#c" }],
  ["A= # c", { dotenv: "", php: "", compose: "# c", systemd: "# c" }],
  ["A='b c' # d", { dotenv: "b c", php: "b c", compose: "b c", systemd: "b c# d", shell: "b c" }],
  [
    "A='b\\nc'",
    { dotenv: "b\\nc", php: "b\\nc", compose: "b\\nc", systemd: "b\\nc", shell: "b\\nc" },
  ],
  ['A="b\\nc"', { dotenv: "b\nc", php: "b\nc", compose: "b\nc", systemd: "b\\nc", shell: "b\\nc" }],
  ['A="b\\"c"', { dotenv: 'b\\"c', php: 'b"c', compose: 'b"c', systemd: 'b"c', shell: 'b"c' }],
  ['A="b\\qc"', { dotenv: "b\\qc", php: null, compose: "b\\qc", systemd: "b\\qc", shell: "b\\qc" }],
  ["A='b\\'c'", { dotenv: "b\\'c", php: null, compose: "b'c" }],
  ["A=b\\c", { dotenv: "b\\c", php: "b\\c", compose: "b\\c", systemd: "bc", shell: "bc" }],
  ["A=`b c`", { dotenv: "b c", php: null, compose: "`b c`", systemd: "`b c`", shell: null }],
  ['A="b\nc"', { dotenv: "b\nc", php: "b\nc", compose: "b\nc", systemd: "b\nc", shell: "b\nc" }],
  ["A='b\nc'", { dotenv: "b\nc", php: null, compose: "b\nc", systemd: "b\nc", shell: "b\nc" }],
  ["A=b\\\nc", { dotenv: "b\\", systemd: "bc", shell: "bc" }],
  ['A="b"c', { dotenv: '"b"c', php: null, compose: "b", systemd: "bc", shell: "bc" }],
  ["A='b'\"c\"d", { php: null, systemd: "bcd", shell: "bcd" }],
  ["A=b'c'", { dotenv: "b'c'", php: "b'c'", compose: "b'c'", systemd: "b'c'", shell: "bc" }],
  ["A: b", { dotenv: "b", php: null, compose: "b", systemd: null, shell: null }],
  ['A="b', { dotenv: '"b', php: null, compose: null, systemd: "b", shell: null }],
  ["B=x\nA=${B}y", { dotenv: "${B}y", php: "xy", compose: "xy", systemd: "${B}y", shell: "xy" }],
  ["B=x\nA=$B", { dotenv: "$B", php: "$B", compose: "x", systemd: "$B", shell: "x" }],
  ["B=x\nA='$B'", { dotenv: "$B", php: "$B", compose: "$B", systemd: "$B", shell: "$B" }],
  ['B=x\nA="\\$B"', { dotenv: "\\$B", php: "$B", compose: "$B", systemd: "$B", shell: "$B" }],
  ["A=${C:-d}", { dotenv: "${C:-d}", php: "${C:-d}", compose: "d", shell: "d" }],
  ["A=$(id)", { dotenv: "$(id)", php: "$(id)", compose: "$(id)", systemd: "$(id)", shell: null }],
  ["A=b;id", { dotenv: "b;id", php: "b;id", compose: "b;id", systemd: "b;id", shell: null }],
  [
    "A=b=c==",
    { dotenv: "b=c==", php: "b=c==", compose: "b=c==", systemd: "b=c==", shell: "b=c==" },
  ],
  [String.raw`A='b\\' # c`, { dotenv: "b\\\\", php: "b\\\\", compose: "b\\\\", shell: "b\\\\" }],
  ['B="x\n" \nA="y"', { php: null }],
  ['A="b\\', { php: null, compose: null, systemd: "b", shell: null }],
  ["#A=b", { dotenv: null, php: null, compose: null, systemd: null, shell: null }],
  [";A=b", { systemd: null }],
  ["\ufeffA=b", { dotenv: "b", php: "b", compose: "b" }],
  ["A=b\r\nB=c", { dotenv: "b", php: "b", compose: "b", systemd: "b", shell: "b\r" }],
];

describe("one line, five readers", () => {
  const cases = table.flatMap(([text, expected]) =>
    Object.entries(expected).map(
      ([dialect, value]) => [text, dialect as EnvDialect, value] as const,
    ),
  );

  test.each(cases)("%j read as %s", (text, dialect, value) => {
    expect(valuesOf(read(text, dialect))["A"] ?? null).toBe(value);
  });

  test.each(cases.filter(([, dialect]) => dialect === "dotenv"))(
    "%j by ourselves as %s",
    (text, dialect, value) => {
      expect(scanned(text, dialect)["A"] ?? null).toBe(value);
    },
  );

  // Our problem cases are commands to a real shell, or no assignment at all.
  const shellCases = cases.filter(([, dialect, value]) => dialect === "shell" && value !== null);

  test.each(shellCases)("a shell agrees on %j", (text, _dialect, value) => {
    const path = `${tempFolder()}/env`;
    writeFileSync(path, text);
    const script = 'set -a; . "$1"; printf %s "$A"';
    const shell = spawnSync("sh", ["-c", script, "sh", path], { env: {}, encoding: "utf8" });
    expect(shell.stdout).toBe(value);
  });
});

describe("ordinary files", () => {
  const next = randomNumbers(20_261_124);
  const pick = (choices: readonly string[]): string => choices[next(choices.length)] ?? "";
  const word = (): string =>
    Array.from({ length: 1 + next(12) }, () => pick("abcXYZ019_-./:+=@%~^!?,*".split(""))).join("");
  const value = (): string =>
    pick([
      word(),
      "",
      `"${word()} ${word()}"`,
      `'${word()} # ${word()}'`,
      `\`${word()}\``,
      `"${word()}\\n"`,
    ]);
  const line = (): string =>
    pick([
      `${pick(["", "export ", "  "])}K${next(20)}=${value()}${pick(["", " # note", "   "])}`,
      `K${next(20)}="${word()}\n${word()}"`,
      "# K1=comment",
      "",
    ]);
  const files = Array.from({ length: 300 }, () =>
    Array.from({ length: 1 + next(15) }, line).join(pick(["\n", "\r\n"])),
  );

  test("are read as dotenv reads them", () => {
    for (const text of files) {
      expect(scanned(text, "dotenv"), text).toEqual(parse(text));
      expect(read(text, "dotenv").problems, text).toEqual([]);
    }
  });

  test("are read as Node reads them", () => {
    for (const text of files) {
      // Node takes a carriage return inside quotes for part of the value,
      // and at the very end a comment without line end for an assignment.
      const plain = `${text.replaceAll("\r\n", "\n")}\n`;
      expect(scanned(plain, "dotenv"), plain).toEqual({ ...parseEnv(plain) });
    }
  });

  test("with one word a value are read alike by everybody", () => {
    for (let round = 0; round < 100; round += 1) {
      const text = `A=${pick(["x", '"x'])}`.replace("x", word());
      const closed = text.includes('"') ? `${text}"\n` : `${text}\n`;
      const readings = dialects.map((dialect) => valuesOf(read(closed, dialect))["A"]);
      expect(new Set(readings).size, closed).toBe(1);
    }
  });
});

describe("a shell file that is more than assignments", () => {
  const rows: readonly (readonly [
    text: string,
    values: Record<string, string>,
    lines: number[],
  ])[] = [
    ["A=1\nexport A\nset -a\nB=2\nset +a # done\n", { A: "1", B: "2" }, []],
    ["A=1\nunset A\nB=2\n", { B: "2" }, [2]],
    ["A=1\nA=2 B=3\nC=4\n", { C: "4" }, [2]],
    ["A=1\nA=2 true\nC=4\n", { C: "4" }, [2]],
    ["A=1 |\n\nB=2\nC=3\n", { C: "3" }, [1]],
    ["true &&\nA=1\nB=2\n", { B: "2" }, [1]],
    ["A=x \\\nB=2\nC=3\n", { C: "3" }, [1]],
    ["A='x y' \"B=2\nC=3\" D=4\nE=5\n", { E: "5" }, [1]],
    ["A=1\r\n\r\nB=2\r\n", { A: "1\r", B: "2\r" }, [2]],
    ["A='x'\\ # y\nB=2\n", { B: "2" }, [1]],
    ["A=1 # ; B=2\nC=3\n", { A: "1", C: "3" }, []],
    ["B=x;C=$(id)\nD=${C:-1}\nE=5\n", { E: "5" }, [1, 2]],
    ["A=1\nif true; then\nA=2\nfi\nB=3\n", { B: "3" }, [2, 4]],
    ["if true; then A=2; fi\nB=3\n", { B: "3" }, [1]],
    ["f() {\nA=1\n}\nB=2\n", { B: "2" }, [1, 3]],
    ["for A in 1 2; do\nB=$A\ndone\nC=3\n", { C: "3" }, [1, 2, 3]],
    ["A=1\nexit 0\nB=2\n", { A: "1" }, [2]],
  ];

  test.each(rows)("%j", (text, values, lines) => {
    const content = read(text, "shell");
    expect(valuesOf(content)).toEqual(values);
    expect(content.problems.map((problem) => Number(/^line (\d+)/.exec(problem)?.[1]))).toEqual(
      lines,
    );
    // A shell agrees on every value that is given.
    const path = `${tempFolder()}/env`;
    const names = Object.keys(values);
    const printed = names.map((name) => `printf '%s\\0' "$${name}"`).join("; ");
    writeFileSync(path, `${text}\n`);
    const script = `trap '${printed.replaceAll("'", String.raw`'\''`)}' EXIT; . "$1"`;
    const shell = spawnSync("sh", ["-c", script, "sh", path], { env: {}, encoding: "utf8" });
    expect(shell.stdout.split("\0").slice(0, -1)).toEqual(Object.values(values));
  });
});

test("a comment of systemd that ends with a backslash leaves what is behind it untold", () => {
  const content = read("A=1\n# old \\\nA=2\nB=3\n", "systemd");
  expect(valuesOf(content)).toEqual({});
  expect(content.problems).toEqual(["line 2: a comment that ends with a backslash"]);
  expect(valuesOf(read("# old \\\\\nA=2\n", "systemd"))).toEqual({ A: "2" });
});

describe("what is told about a file", () => {
  test("the last of several assignments counts, with its line", () => {
    const content = read("A=one\nB=two\n\n# note\nA='th\nree'\nC=4\n", "dotenv");
    expect(valuesOf(content)).toEqual({ A: "th\nree", B: "two", C: "4" });
    expect(content.entries.map(({ key, line }) => [key, line])).toEqual([
      ["B", 2],
      ["A", 5],
      ["C", 7],
    ]);
  });

  test.each<readonly [string, EnvDialect, readonly string[]]>([
    ["A=1\nnonsense\n", "dotenv", ['line 2: no "=" in it']],
    ["=1\n", "php", ["line 1: no name that can be read before the value"]],
    ["A=1\nB=x y\n", "php", ["line 2: a blank in a value without quotes"]],
    ['A="1\n', "php", ["line 1: a quote that is not closed"]],
    ['A="1"2\n', "php", ["line 1: text behind the closing quote"]],
    // What stands there is the next name to compose, and this one has no value.
    ['A="1"2\n', "compose", ['line 1: no "=" in it']],
    ['A="\\q"\n', "php", ["line 1: an unknown escape after a backslash"]],
    ["A=$(id)\n", "shell", ["line 1: a command in the value, which is not run"]],
    ["A=b;id\n", "shell", ["line 1: a shell operator in a value without quotes"]],
    ["export A=b\n", "systemd", ["line 1: no name that can be read before the value"]],
    [
      "\ufeffA=b\n",
      "systemd",
      ["line 1: a byte order mark, which systemd takes for part of a name"],
    ],
    ["A=1\0\n", "dotenv", ["line 1: a NUL byte"]],
    ["# just a comment\n\n", "shell", []],
    ["", "systemd", []],
  ])("%j has its problems as %s", (text, dialect, problems) => {
    expect(read(text, dialect).problems).toEqual(problems);
  });

  test.each<readonly [string | Uint8Array, EnvDialect, string | undefined]>([
    ["A=1\nnonsense\n", "dotenv", undefined],
    ["A=x y\nB=$(id)\n", "php", undefined],
    ["A=1\0\n", "dotenv", "line 1: a NUL byte"],
    [Buffer.from("A=\xff\n", "latin1"), "php", "line 1: not UTF-8"],
    [
      "A='x\ny\\'\nB='1'\n",
      "dotenv",
      "line 1: a backslash before a quote that may be the closing one",
    ],
    ["A=${\n", "compose", "line 1: a reference to another value that is not understood"],
    ['A="\\c"\n', "compose", "line 1: an unknown escape after a backslash"],
    ["A=1\n# x \\\nB=2\n", "systemd", "line 2: a comment that ends with a backslash"],
    ["A=1\necho $A\n", "shell", 'line 2: no "=" in it'],
    ["A=1\nset -a\nexport A\n", "shell", undefined],
  ])("%j leaves values untold as %s: %s", (text, dialect, untold) => {
    expect(read(text, dialect).untold).toBe(untold);
  });

  test("more settings than a real file has are not all taken, and said to be too many", () => {
    const text = Array.from({ length: 10_002 }, (_, index) => `K${index}=1`).join("\n");
    const content = read(`${text}\nK0=2\n`, "dotenv");
    expect(content.entries).toHaveLength(10_000);
    expect(content.untold).toMatch(/^line \d+: more than 10000 settings$/);
    expect(valuesOf(content)).not.toHaveProperty("K0", "1");
  });

  test("bytes that are no UTF-8 are a problem of their line, and the rest is read", () => {
    const content = read(Buffer.from("A=1\nB=\xff\nC=3\n", "latin1"), "dotenv");
    expect(content.problems).toEqual(["line 2: not UTF-8"]);
    expect(valuesOf(content)).toMatchObject({ A: "1", C: "3" });
  });

  test("a replacement character that is really there is none", () => {
    expect(read("A=\ufffd\n", "dotenv").problems).toEqual([]);
  });

  test.each(dialects)("any bytes are read as %s without a crash", (dialect) => {
    const next = randomNumbers(7);
    for (let round = 0; round < 300; round += 1) {
      const bytes = Buffer.from(
        Array.from({ length: next(60) }, () => (next(3) === 0 ? next(256) : 32 + next(64))),
      );
      expect(() => read(bytes, dialect)).not.toThrow();
    }
  });

  test.each(['A="x\n', "A='x\n", 'A="x\\"\n', "\n", "A=x\\\n", "A=${A}${A}${A}x\n", 'A="'])(
    "a long file of %j is read in time",
    (part) => {
      // By the square of its length this would take minutes.
      const text = part.repeat(Math.ceil(100_000 / part.length));
      for (const dialect of dialects) expect(read(text, dialect).entries.length).toBeLessThan(2);
    },
  );

  test("names of objects are only names", () => {
    expect(valuesOf(read("constructor=1\ntoString=2\n", "dotenv"))).toMatchObject({
      constructor: "1",
    });
  });
});

describe("readers that differ", () => {
  const secret = "q7Rk".repeat(6);

  test("are told, masked", () => {
    const content = read(`X=1\nDB_PASSWORD=${secret}#${secret}9999\n`, "php");
    expect(content.differences).toEqual([
      { key: "DB_PASSWORD", line: 2, text: "php reads ...q7Rk, compose reads ...9999" },
    ]);
    expect(JSON.stringify(content)).not.toContain(secret);
  });

  test("say no value when the masks are equal", () => {
    expect(read("A=abc#def\n", "dotenv").differences).toEqual([
      { key: "A", line: 1, text: "dotenv and compose read different values" },
    ]);
    expect(read("A=#def\n", "dotenv").differences).toEqual([
      { key: "A", line: 1, text: "dotenv reads nothing, compose reads (not shown)" },
    ]);
  });

  test("a line that one of them refuses is no difference in value", () => {
    expect(read("A=two words\n", "dotenv").differences).toEqual([]);
  });

  test("and what is a mistake to a known reader alone is told", () => {
    const parse = (known?: readonly "php"[]) =>
      parseEnvFile(Buffer.from("A=two words\nB=1\nno\n"), "systemd", known).problems;
    expect(parse()).toEqual(['line 3: no "=" in it']);
    expect(parse(["php"])).toEqual([
      "line 1: a blank in a value without quotes, to php",
      'line 3: no "=" in it',
    ]);
  });

  test("are only those that may read the file", () => {
    expect(read("A=abc#def\n", "systemd").differences).toEqual([]);
    expect(parseEnvFile(Buffer.from("A=abc#def\n"), "systemd", ["php"]).differences).toHaveLength(
      1,
    );
  });
});

/** The same numbers each time: xorshift. */
function randomNumbers(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return (state >>> 0) % below;
  };
}
