import { describe, expect, test } from "vitest";
import { loadCatalogue } from "../../../src/catalogue/load-catalogue.ts";
import { GuardError } from "../../../src/core/error.ts";

const sources = `sources:
  - { about: keys, url: "https://shop.example/keys", read: 2026-11-24 }
`;
const head = `id: demo
title: Demo
kind: gateway
`;
const credential = `credentials:
  - id: demo.key
    title: demo key
    severity: high
`;
const pattern = `    pattern:
      regex: 'demo_[a-z]{20,40}'
      keywords: [demo_]
      matches: ["demo_{lower:20}", "demo_{lower:40}"]
      ignores: ["demo", "demo_"]
`;

const load = (text: string, path = "rules/providers/demo.yaml") => loadCatalogue([{ path, text }]);

function errorOf(act: () => unknown): GuardError {
  try {
    act();
  } catch (error) {
    if (error instanceof GuardError) return error;
    throw error;
  }
  throw new Error("nothing was refused");
}

test("reads a provider with its defaults", () => {
  const [provider] = load(head + credential + pattern + sources).providers;
  expect(provider).toMatchObject({
    id: "demo",
    kind: "gateway",
    urlNames: [],
    verification: { names: [], off: [] },
    incident: [],
    sources: [{ about: "keys", url: "https://shop.example/keys", read: "2026-11-24" }],
  });
  expect(provider?.credentials[0]).toMatchObject({
    id: "demo.key",
    public: false,
    severity: "high",
    pattern: { confidence: "high", within: 0, strong: false, prefixes: [] },
    planned: [],
  });
});

test("files of other rooms are left alone", () => {
  expect(load("anything: [", "rules/playbooks/x.yaml")).toEqual({ providers: [], secretRules: [] });
});

describe("refuses, with its place", () => {
  const provider = (...parts: string[]) => head + parts.join("") + sources;
  test.each([
    [
      "an unknown key",
      provider(credential.replace("severity", "sevrity"), pattern),
      'rules/providers/demo.yaml:7:5: unknown key "sevrity"',
      'did you mean "severity"?',
    ],
    [
      "an unknown severity",
      provider(credential.replace("high", "huge"), pattern),
      'rules/providers/demo.yaml:7:15: "severity" cannot be "huge"',
      "use one of: critical, high, medium, low, info",
    ],
    [
      "a number for a text",
      provider(credential.replace("demo key", "12"), pattern),
      'rules/providers/demo.yaml:6:12: "title" must be text',
      "put the text in quotes",
    ],
    [
      "a text for a list",
      provider(credential, "    env: DEMO_KEY\n", pattern),
      'rules/providers/demo.yaml:8:10: "env" must be a list',
    ],
    [
      "a text for a flag",
      provider(credential, "    public: maybe\n", pattern),
      'rules/providers/demo.yaml:8:13: "public" must be true or false',
    ],
    [
      "an empty flag",
      provider(credential, "    public:\n", pattern),
      'rules/providers/demo.yaml:8:12: "public" must be true or false',
    ],
    [
      "a negative number",
      provider(credential, pattern, "      within: -1\n"),
      'rules/providers/demo.yaml:13:15: "within" must be a number, 0 or more',
    ],
    [
      "a missing key",
      provider(credential.replace("    title: demo key\n", ""), pattern),
      'rules/providers/demo.yaml:5:5: "title" is missing',
    ],
    [
      "lower-case environment names",
      provider(credential, "    env: [Demo_Key]\n", pattern),
      'rules/providers/demo.yaml:8:10: "Demo_Key" is no environment name',
      "use upper case, digits, _ and *",
    ],
    [
      "an id without provider",
      provider(credential.replace("demo.key", "key"), pattern),
      'rules/providers/demo.yaml:5:9: "key" is no credential id',
      "write it as: provider.name",
    ],
    [
      "an id that is not the file's",
      provider(credential, pattern).replace("id: demo\n", "id: other\n"),
      'rules/providers/demo.yaml:1:5: "other" is not the name of the file',
      "call the file other.yaml",
    ],
    [
      "a dangerous pattern",
      provider(credential, pattern.replace("{20,40}", "+")),
      'rules/providers/demo.yaml:9:14: unbounded repetition + in "regex"',
      "write a bounded one such as {1,64}",
    ],
    [
      "a pattern that does not compile",
      provider(credential, pattern.replace("[a-z]", "[z-a]")),
      'rules/providers/demo.yaml:9:14: "regex" is no regular expression',
    ],
    [
      "a pattern without keyword",
      provider(credential, pattern.replace("[demo_]", "[]")),
      "rules/providers/demo.yaml:9:14: a pattern needs keywords or an anchor",
      "name a literal of every match",
    ],
    [
      "an upper-case keyword",
      provider(credential, pattern.replace("[demo_]", "[Demo_]")),
      'rules/providers/demo.yaml:10:17: keyword "Demo_" is not in lower case',
    ],
    [
      "an unknown validator",
      provider(credential, pattern, "      validator: luhn\n"),
      'rules/providers/demo.yaml:13:18: "validator" cannot be "luhn"',
    ],
    [
      "a bad shape",
      provider(credential, "    shape: 'x*'\n"),
      'rules/providers/demo.yaml:8:12: unbounded repetition * in "shape"',
    ],
    [
      "a bad interval",
      provider(credential, "    rotation: { every: soon, overlap: none }\n"),
      "rules/providers/demo.yaml:8:24: no interval",
      "write it as: 12 months, 90 days",
    ],
    [
      "no sources",
      head + credential + pattern,
      'rules/providers/demo.yaml:1:1: "sources" is missing',
      "say where the facts come from",
    ],
    [
      "a source without a real day",
      provider(credential, pattern).replace("2026-11-24", "2026-02-30"),
      'rules/providers/demo.yaml:14:60: "2026-02-30" is no date such as 2026-11-24',
    ],
    [
      "a plain http address",
      provider(credential, pattern).replace("https://", "http://"),
      'rules/providers/demo.yaml:14:25: "url" must start with https://',
    ],
    [
      "a list for a file",
      "- x\n",
      "rules/providers/demo.yaml:1:1: a mapping (key: value) belongs here",
    ],
    ["an empty file", "", "rules/providers/demo.yaml:1:1: a mapping (key: value) belongs here"],
    [
      "the same key twice",
      `${head}id: demo\n`,
      "rules/providers/demo.yaml:4:1: map keys must be unique",
    ],
    ["an alias", `${head}incident: *x\n`, "rules/providers/demo.yaml:4:11:"],
    ["broken YAML", "id: [demo\n", "rules/providers/demo.yaml:2:1:"],
  ])("%s", (_, text, message, ...hints) => {
    const error = errorOf(() => load(text));
    expect(error.message.slice(0, message.length)).toBe(message);
    expect([error.kind, error.code]).toEqual(["configuration", "RULE_INVALID"]);
    if (hints.length > 0) expect(error.hints).toEqual(hints);
  });

  test("an id that is taken", () => {
    const rules = (id: string) =>
      `rules:\n  - id: ${id}\n    title: x\n    severity: low\n${pattern}    ${sources.replace("\n", "\n    ")}`;
    const secrets = (path: string) => ({ path, text: rules("demo-token") });
    const files = ["rules/secrets/a.yaml", "rules/secrets/b.yaml"].map(secrets);
    expect(errorOf(() => loadCatalogue(files)).message).toBe(
      'rules/secrets/b.yaml:2:9: id "demo-token" is already taken by rules/secrets/a.yaml',
    );
  });
});

test("a boundary keeps longer tokens whole and lets escapes pass", () => {
  const text = head + credential + `${pattern}      boundary: 'a-z_'\n` + sources;
  const compiled = new RegExp(load(text).providers[0]?.credentials[0]?.pattern?.pattern ?? "");
  const token = `demo_${"q".repeat(20)}`;
  const escapes = ["%3d", String.raw`\n`, String.raw`\u003d`, "\u001B[32m", "=", ""];
  for (const before of escapes) expect(compiled.exec(before + token)?.[0]).toBe(token);
  expect(compiled.test(`x${token}`)).toBe(false);
  expect(compiled.test(`${token}${"q".repeat(21)}`)).toBe(false);
  expect(compiled.test(`${token}_`)).toBe(false);
});
