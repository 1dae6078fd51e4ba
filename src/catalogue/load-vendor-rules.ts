import type { VendorRule } from "../core/audit.ts";
import { configurationError } from "../core/error.ts";
import type { VendorRuleText } from "../core/knowledge/vendor-rule.ts";
import type { RuleFile } from "../core/knowledge/rule-file.ts";
import { type Fields, openFields } from "./yaml-fields.ts";
import { parseRuleFile } from "./parse-rule-file.ts";

const ruleNumbers: readonly VendorRule[] = [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11];

/** The vendor's eleven rules in their order, from `rules/vendor-rules.yaml`. */
export function loadVendorRules(files: readonly RuleFile[]): readonly VendorRuleText[] {
  const file = files.find(({ path }) => path.split("/").at(-1) === "vendor-rules.yaml");
  if (!file) throw configurationError("RULE_INVALID", "vendor-rules.yaml is missing");
  const fields = openFields(parseRuleFile(file), file, ["rules"]);
  const texts = fields.maps("rules", ["rule", "title", "what", "why", "how"], readText);
  const inOrder = texts.every((text, index) => text.rule === ruleNumbers[index]);
  if (inOrder && texts.length === ruleNumbers.length) return texts;
  return fields.fail("rules", "rules 1 to 11 must be there, in their order");
}

function readText(fields: Fields): VendorRuleText {
  const number = fields.maybeNumber("rule");
  return {
    rule:
      ruleNumbers.find((rule) => rule === number) ?? fields.fail("rule", "no rule from 1 to 11"),
    title: fields.text("title"),
    what: fields.text("what"),
    why: fields.text("why"),
    how: fields.text("how"),
  };
}
