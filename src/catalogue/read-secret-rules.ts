import type { SecretRule } from "../core/knowledge/provider.ts";
import { severities } from "../core/severity.ts";
import { readSources } from "./read-notes.ts";
import { patternKeys, readPattern } from "./read-pattern.ts";
import type { RuleFile } from "../core/knowledge/rule-file.ts";
import { isIn, localPrefix } from "./rule-folder.ts";
import { type Fields, openFields } from "./yaml-fields.ts";
import { parseRuleFile } from "./parse-rule-file.ts";

const ruleKeys = ["id", "title", "severity", "pattern", "sources"] as const;

/** Reads one file of `rules/secrets` or `rules.d`: a list of token formats. */
export function readSecretRules(file: RuleFile): readonly SecretRule[] {
  const isLocal = isIn("rules.d", file);
  const list = openFields(parseRuleFile(file), file, ["rules"]);
  if (!list.has("rules")) list.fail("rules", '"rules" is missing');
  return list.maps("rules", ruleKeys, (fields) => {
    return {
      id: readId(fields, isLocal),
      title: fields.text("title"),
      severity: fields.choice("severity", severities),
      pattern:
        fields.map("pattern", patternKeys, readPattern) ??
        fields.fail("pattern", '"pattern" is missing'),
      // A format of one's own is published nowhere.
      sources: isLocal && !fields.has("sources") ? [] : readSources(fields),
    };
  });
}

function readId(fields: Fields, isLocal: boolean): string {
  const id = fields.text("id");
  if (!/^[a-z][a-z0-9-]{1,60}$/.test(id)) fields.fail("id", `"${id}" is no rule id`);
  if (isLocal && !id.startsWith(localPrefix)) {
    fields.fail(
      "id",
      `the id of a rule in rules.d begins with "${localPrefix}"`,
      `call it ${localPrefix}${id}`,
    );
  }
  return id;
}
