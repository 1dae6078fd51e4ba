import fs from "node:fs";
import path from "node:path";
import { Ajv2020 } from "ajv/dist/2020.js";
import { describe, expect, test } from "vitest";
import { explain } from "../../../src/app/explain/explain.ts";
import { listRules } from "../../../src/app/list-rules.ts";
import { audits } from "../../../src/audits/index.ts";
import { documentHead } from "../../../src/cli/document-head.ts";
import { readRuleFiles } from "../../../src/platform/rule-files.ts";
import { explanationText } from "../../../src/reporters/documents/explanation-human.ts";
import { rulesText } from "../../../src/reporters/documents/rules-human.ts";

const files = readRuleFiles();
const tool = { name: "iptvbp-guard", version: "0.1.0" };
const ajv = new Ajv2020({ allErrors: true });

function schemaOf(kind: string) {
  const file = path.resolve(import.meta.dirname, `../../../rules/schema/${kind}.schema.json`);
  return ajv.compile(JSON.parse(fs.readFileSync(file, "utf8")) as object);
}

const validate = schemaOf("explanation");
const topics = [
  ...audits.map(({ meta }) => meta.id),
  ...Array.from({ length: 11 }, (_, index) => String(index + 1)),
  ...listRules(files).map(({ id }) => id),
  "stripe.secret-key@STRIPE_SECRET_KEY_2",
  "panel.second",
];

describe("explain", () => {
  test.each(topics)(
    "%s has a title, a reason and a remedy, fits its schema and 80 columns",
    (topic) => {
      const explanation = explain(topic, files);
      const document = { ...documentHead("explanation", tool, new Date(0)), explanation };
      expect(validate(document), JSON.stringify(validate.errors)).toBe(true);
      expect(explanation.id).toBe(topic);
      for (const text of [explanation.title, explanation.why, explanation.remedy]) {
        expect(text).not.toBe("");
      }
      for (const line of explanationText(explanation, 80, "guard").split("\n")) {
        if (!line.includes("https://")) expect(line.length, line).toBeLessThanOrEqual(80);
      }
    },
  );

  test("a vendor rule lists its audits, and every audit belongs to one", () => {
    const listed = Array.from({ length: 11 }, (_, index) =>
      explain(String(index + 1), files),
    ).flatMap((explanation) => explanation.audits.map(({ id }) => id));
    expect(listed.toSorted()).toEqual(audits.map(({ meta }) => meta.id).toSorted());
  });

  test.each([
    ["env/mdoe", /env\/mode/],
    ["stripe.secret-kye", /stripe\.secret-key/],
    ["12", /1 to 11/],
    ["0", /1 to 11/],
    ["zzzzzzzzzzzzzz", /explain 1\n.*rules list/],
  ])("%s is unknown, and the hint says what to try", (topic, hint) => {
    let hints: readonly string[] = [];
    try {
      explain(topic, files);
    } catch (error) {
      hints = (error as { hints: readonly string[] }).hints;
    }
    expect(hints.join("\n")).toMatch(hint);
  });
});

describe("rules list", () => {
  const rows = listRules(files);

  test("fits its schema, in order of id, each id once", () => {
    const check = schemaOf("rules");
    const document = { ...documentHead("rules", tool, new Date(0)), rules: rows };
    expect(check(document), JSON.stringify(check.errors)).toBe(true);
    const ids = rows.map(({ id }) => id);
    expect(ids).toEqual([...new Set(ids)].toSorted());
  });

  test("is a table of 80 columns", () => {
    const lines = rulesText(rows, 80).split("\n");
    expect(lines).toHaveLength(rows.length + 4);
    for (const line of lines) expect(line.length).toBeLessThanOrEqual(80);
  });
});
