import { expect, test } from "vitest";
import { loadVendorRules } from "../../../src/catalogue/load-vendor-rules.ts";
import { readRuleFiles } from "../../../src/platform/rule-files.ts";

const shipped = readRuleFiles().filter(({ path }) => path === "rules/vendor-rules.yaml");
const changed = (from: string, to: string) =>
  shipped.map(({ path, text }) => ({ path, text: text.replace(from, to) }));

test("every rule says what, why and how", () => {
  for (const { title, what, why, how } of loadVendorRules(shipped)) {
    for (const text of [what, why, how]) expect(text.length).toBeGreaterThan(40);
    expect(title.length).toBeGreaterThan(10);
  }
});

test.each([
  ["a number out of range", "rule: 3", "rule: 12", "no rule from 1 to 11"],
  ["a rule twice", "rule: 3", "rule: 2", "rules 1 to 11 must be there, in their order"],
  ["an unknown key", "    how:", "    hwo:", 'unknown key "hwo"'],
])("refuses %s", (_, from, to, message) => {
  expect(() => loadVendorRules(changed(from, to))).toThrow(message);
});

test("refuses to go without the file", () => {
  expect(() => loadVendorRules([])).toThrow("vendor-rules.yaml is missing");
});
