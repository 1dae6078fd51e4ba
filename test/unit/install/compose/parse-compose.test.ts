import { describe, expect, it } from "vitest";
import { interpolate } from "../../../../src/install/compose/interpolate.ts";
import { parseCompose } from "../../../../src/install/compose/parse-compose.ts";

function read(text: string) {
  const parsed = parseCompose(text);
  if (parsed.kind !== "found") throw new Error(parsed.kind);
  const { env, envFiles, users } = parsed.value;
  return {
    env: env.map(({ key, value, line }) => `${key}=${value.reveal()}:${line}`),
    envFiles: envFiles.map(({ path, line }) => `${path}:${line}`),
    users,
  };
}

describe("interpolate with nothing set", () => {
  it.each([
    ["plain", "plain", false],
    ["$$HOME", "$HOME", false],
    ["${A}", "", true],
    ["$A/x", "/x", true],
    ["${A:-x}", "x", true],
    ["${A-x}", "x", true],
    ["${A:-${B:-deep}}", "deep", true],
    ["${A:?missing}", "", true],
    ["${A:+x}", "", true],
    ["100$", "100$", false],
    ["${open", "${open", false],
  ])("%s", (text, expected, outside) => {
    expect(interpolate(text)).toEqual({ text: expected, outside });
  });
});

describe("parseCompose", () => {
  it("reads maps and lists", () => {
    const text = `services:
  a:
    user: "33:33"
    environment:
      ONE: 1
      TWO: "two"
      NONE:
      PASSED: \${PASSED}
      DEFAULT: \${D:-fallback}
      OCTAL: 0123
  b:
    environment:
      - THREE=a=b
      - FOUR
    env_file: .env
  c:
    env_file: [a.env, { path: b.env, required: false }]
`;
    expect(read(text)).toEqual({
      env: ["ONE=1:5", "TWO=two:6", "DEFAULT=fallback:9", "OCTAL=0123:10", "THREE=a=b:13"],
      envFiles: [".env:15", "a.env:17", "b.env:17"],
      users: ["33:33"],
    });
  });

  it("merges anchors, own keys win", () => {
    const text = `x-base: &base
  environment: &env
    A: base
    B: base
services:
  a:
    <<: *base
  b:
    environment:
      <<: [*env]
      A: own
`;
    expect(read(text).env.toSorted()).toEqual(["A=base:3", "A=own:11", "B=base:4", "B=base:4"]);
  });

  it("knows compose's own tags", () => {
    expect(read("services:\n  a:\n    environment:\n      A: !reset null\n").env).toEqual([
      "A=null:4",
    ]);
  });

  it.each(["services: [", "a: b: c", "services:\n\t- x"])("%j is no YAML", (text) => {
    expect(parseCompose(text).kind).toBe("blocked");
  });

  it("does not mind banners and long lists", () => {
    const text = `# ${"-".repeat(300)}\n# ${"[".repeat(300)}\nservices:\n  a:\n    environment:\n${"      - A=x\n".repeat(300)}`;
    expect(read(text).env).toHaveLength(300);
  });

  it.each(["", "services:\n", "services: 7\n", "services:\n  a: 1\n", "version: '3'\n"])(
    "%j holds nothing",
    (text) => {
      expect(read(text)).toEqual({ env: [], envFiles: [], users: [] });
    },
  );

  it.each([
    ["an anchor in itself", "services: &a\n  b: *a\n"],
    ["a merge of itself", "services:\n  b: &b\n    <<: *b\n    environment: { A: x }\n"],
    ["an environment of itself", "services:\n  b:\n    environment: &e\n      A: *e\n"],
    ["deep flow nesting", `services: ${"[".repeat(50_000)}`],
    ["deep block nesting", `services:\n${"- ".repeat(50_000)}x\n`],
    ["deep key nesting", `${"? ".repeat(50_000)}x\n`],
    [
      "deep indentation",
      Array.from({ length: 900 }, (_, depth) => `${" ".repeat(depth)}a:`).join("\n"),
    ],
    [
      "merges that double",
      `${Array.from({ length: 40 }, (_, n) => `m${n + 1}: &m${n + 1} { <<: [*m${n}, *m${n}] }`)
        .join("\n")
        .replace(/^/, "m0: &m0 { A: x }\n")}\nservices: { a: { environment: *m40 } }\n`,
    ],
  ])("ends at %s", (_, text) => {
    expect(["found", "blocked"]).toContain(parseCompose(text).kind);
  });
});
