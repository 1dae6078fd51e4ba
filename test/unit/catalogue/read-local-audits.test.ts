import { readFileSync } from "node:fs";
import { Ajv2020 } from "ajv/dist/2020.js";
import { describe, expect, test } from "vitest";
import { parse } from "yaml";
import { loadLocalAudits } from "../../../src/catalogue/read-local-audits.ts";
import { GuardError } from "../../../src/core/error.ts";
import { localAuditText } from "../../support/local-audit-cases.ts";

const path = "/etc/iptvbp-guard/audits.d/shop.yaml";
const load = (text: string) => loadLocalAudits([{ path, text }]);
const schema = new URL("../../../rules/schema/local-audits.schema.json", import.meta.url);
const validate = new Ajv2020({ allErrors: true, strictRequired: false }).compile(
  JSON.parse(readFileSync(schema, "utf8")) as object,
);

function refusal(act: () => unknown): string {
  try {
    act();
  } catch (error) {
    if (!(error instanceof GuardError)) throw error;
    expect(error.kind).toBe("configuration");
    return [error.message, ...error.hints].join(" | ").replaceAll(`${path}:`, "");
  }
  throw new Error("nothing was refused");
}

describe("a local audit", () => {
  test.each([
    ["file: { path: ./a//b/, exists: true }", { path: "a/b", exists: true }],
    ["file: { path: /etc/a, exists: false }", { path: "/etc/a", exists: false }],
    ['file: { path: a, mode: "0640", owner: "root:adm" }', { mode: 0o640, owner: "root:adm" }],
    ['file: { path: ".", mode: "2750" }', { path: "", mode: 0o2750 }],
    ["env: { name: A_B, set: false }", { name: "A_B", set: false }],
    ['env: { name: A, one-of: ["0", no-way] }', { oneOf: ["0", "no-way"] }],
    ["env: { name: A, set: true, matches: '^x{1,9}$' }", { set: true, pattern: "^x{1,9}$" }],
    ["text: { path: a, contains: b }", { wanted: true, what: { literal: "b" } }],
    ["text: { path: a, contains-not: b }", { wanted: false, what: { literal: "b" } }],
    ["text: { path: a, matches: b }", { wanted: true, what: { pattern: "b" } }],
    ["text: { path: a, matches-not: b }", { wanted: false, what: { pattern: "b" } }],
    ["listen: { port: 6379, on: loopback }", { port: 6379, on: "loopback" }],
  ])("reads %s", (line, expected) => {
    const text = localAuditText(line);
    expect(load(text)[0]?.assertion).toMatchObject(expected);
    validate(parse(text));
    expect(validate.errors ?? []).toEqual([]);
  });

  test("says where it comes from when it gives no reason", () => {
    const [audit] = load(localAuditText("env: { name: A, set: true }"));
    expect(audit?.meta).toEqual({
      id: "local/example",
      title: "The example is as it should be",
      rule: 2,
      severity: "medium",
      why: `This host asks for it, in ${path}.`,
      remedy: "Put it right.",
      needs: [],
      references: [],
    });
  });

  test("comes in the order of its id, from all files", () => {
    const file = (name: string, ids: readonly string[]) => ({
      path: `/x/audits.d/${name}.yaml`,
      text: ids
        .map((id) => localAuditText("env: { name: A, set: true }", id))
        .join("")
        .replaceAll(/(?<=.)audits:\n/gs, ""),
    });
    const files = [file("a", ["local/c", "local/a"]), file("b", ["local/b"])];
    const other = { path: "/x/audits/a.yaml", text: "no: [" };
    expect(loadLocalAudits([...files, other]).map(({ meta }) => meta.id)).toEqual([
      "local/a",
      "local/b",
      "local/c",
    ]);
  });

  test("has an id that no other has", () => {
    const text = localAuditText("env: { name: A, set: true }");
    const files = ["a", "b"].map((name) => ({ path: `/x/audits.d/${name}.yaml`, text }));
    expect(refusal(() => loadLocalAudits(files))).toBe(
      '/x/audits.d/b.yaml:2:9: id "local/example" is already taken by /x/audits.d/a.yaml | give it an id of its own',
    );
  });
});

describe("refuses, with its place", () => {
  const whole = localAuditText("env: { name: A, set: true }");

  const broken: readonly (readonly [string, string])[] = [
    ["", "1:1: a mapping (key: value) belongs here"],
    ["audits: [", "1:10: flow sequence in block collection must be sufficiently indented"],
    ["audit: []", '1:1: unknown key "audit" | did you mean "audits"?'],
    ["audits:", '1:8: "audits" must be a list'],
    ["rules: []", '1:1: unknown key "rules" | use one of: audits'],
    [whole.replace("id: local/example", "id: example"), '2:9: "example" is no id of a local audit'],
    [whole.replace("local/example", "local/Example"), '2:9: "local/Example" is no id'],
    [whole.replace("local/example", "env/mode"), '2:9: "env/mode" is no id of a local audit'],
    [whole.replace("title:", "titel:"), '3:5: unknown key "titel" | did you mean "title"?'],
    [whole.replace("    remedy: Put it right.\n", ""), '2:5: "remedy" is missing'],
    [
      whole.replace("medium", "middle"),
      '4:15: "severity" cannot be "middle" | use one of: critical',
    ],
    [whole.replace("rule: 2", "rule: 12"), '5:11: "rule" must be 1 to 11'],
    [whole.replace("rule: 2", "rule: 1.5"), '5:11: "rule" must be 1 to 11'],
    [whole.replace("    rule: 2\n", ""), '2:5: "rule" is missing'],
    [whole.replace("    env: { name: A, set: true }\n", ""), "2:9: the assertion is missing | add"],
    [`${whole}    command: ls\n`, '8:5: unknown key "command" | use one of: id'],
    [
      `${whole}    file: { path: a, exists: true }\n`,
      "7:10: one audit makes one assertion | make two audits of it",
    ],
  ];

  test.each(broken.map(([text, message]) => ({ text, message })))("$message", (each) => {
    const { text, message } = each;
    expect(refusal(() => load(text))).toContain(message);
    const lenient = new RegExp("^audits: \\[$").test(text) ? undefined : validate(parse(text));
    expect(lenient).not.toBe(true);
  });

  test.each<readonly [string, string]>([
    ["file: { path: a }", "7:19: nothing is said about the file | add one of: exists, mode, owner"],
    ["file: { exists: true }", '7:11: "path" is missing'],
    ["file: { path: a, exist: true }", '7:22: unknown key "exist" | did you mean "exists"?'],
    ["file: { path: a, exists: yes }", '7:30: "exists" must be true or false'],
    ["file: { path: a, mode: 0600 }", '7:28: "mode" must be text | put the text in quotes'],
    ["file: { path: a, mode: 0o600 }", '7:28: "mode" must be text'],
    ['file: { path: a, mode: "0888" }', '7:28: "0888" is no mode'],
    ['file: { path: a, owner: "root;id" }', '7:29: "root;id" is no owner'],
    ['file: { path: a, exists: false, mode: "0600" }', "7:30: a file that is not there has"],
    ["file: { path: ../a, exists: true }", '7:19: ".." leads out of the install'],
    ["file: { path: '**/a', exists: true }", '7:19: "**" is not known'],
    ["file: { path: 'a.{b,c}', exists: true }", '7:19: "{a,b}" and "~" are not known'],
    ["file: { path: '~/a', exists: true }", '7:19: "{a,b}" and "~" are not known'],
    ["env: { name: A }", "7:18: nothing is said about it | add one of: set, one-of, matches"],
    ["env: { name: 'A=b', set: true }", '7:18: "name" is no name of a variable'],
    ["env: { name: A, one-of: [] }", '7:29: "one-of" is empty'],
    ["env: { name: A, one-of: [true] }", '7:30: "one-of" must be text | put the text in quotes'],
    ["env: { name: A, set: false, matches: a }", "7:26: what is not set has no value"],
    ["env: { name: A, matches: 'a+' }", '7:30: unbounded repetition + in "matches"'],
    ["env: { name: A, matches: '(a{1,9}){1,9}' }", "7:30: repetition {1,9} of a group that"],
    ["env: { name: A, matches: '(' }", '7:30: "matches" is no regular expression'],
    ["text: { path: a }", "7:19: nothing is said about the text | add one of: contains"],
    ["text: { path: a, contains: b, matches: c }", "7:44: one audit makes one assertion"],
    ["text: { path: a, matches: 'x*' }", '7:31: unbounded repetition * in "matches"'],
    ["listen: { port: 0, on: nowhere }", '7:21: "port" must be 1 to 65535'],
    ["listen: { port: '80', on: nowhere }", '7:21: "port" must be a number'],
    ["listen: { on: nowhere }", '7:13: "port" is missing'],
    ["listen: { port: 80 }", '7:13: "on" is missing'],
    [
      "listen: { port: 80, on: localhost }",
      '7:29: "on" cannot be "localhost" | use one of: somewhere',
    ],
    ["text: { path: a, contain: b }", '7:22: unknown key "contain" | did you mean "contains"?'],
  ])("%s", (line, message) => {
    const text = localAuditText(line);
    expect(refusal(() => load(text))).toContain(message);
    // What only a reader can know: patterns that run away, and YAML that means another type.
    if (!/matches: '|0o600/.test(line)) expect(validate(parse(text))).toBe(false);
  });
});
