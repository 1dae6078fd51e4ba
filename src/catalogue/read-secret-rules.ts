import type { SecretRule } from "../core/knowledge/provider.ts";
import { severities } from "../core/severity.ts";
import { readSources } from "./read-notes.ts";
import { patternKeys, readPattern } from "./read-pattern.ts";
import type { RuleFile } from "../core/knowledge/rule-file.ts";
import { openFields } from "./yaml-fields.ts";
import { parseRuleFile } from "./parse-rule-file.ts";

const ruleKeys = ["id", "title", "severity", "pattern", "sources"] as const;

/** Reads one file of `rules/secrets`: a list of token formats. */
export function readSecretRules(file: RuleFile): readonly SecretRule[] {
  return openFields(parseRuleFile(file), file, ["rules"]).maps("rules", ruleKeys, (fields) => {
    const id = fields.text("id");
    if (!/^[a-z][a-z0-9-]{1,60}$/.test(id)) fields.fail("id", `"${id}" is no rule id`);
    return {
      id,
      title: fields.text("title"),
      severity: fields.choice("severity", severities),
      pattern:
        fields.map("pattern", patternKeys, readPattern) ??
        fields.fail("pattern", '"pattern" is missing'),
      sources: readSources(fields),
    };
  });
}
