import { listRules } from "../../app/list-rules.ts";
import { readRuleFiles } from "../../platform/rule-files.ts";
import { rulesText } from "../../reporters/documents/rules-human.ts";
import { jsonText } from "../../reporters/json-text.ts";
import { documentHead } from "../document-head.ts";
import type { CommonOptions } from "../options.ts";
import { printResult } from "../print-result.ts";
import type { Session } from "../session.ts";

export async function rulesList(options: CommonOptions, session: Session): Promise<number> {
  const rules = listRules(readRuleFiles());
  const head = documentHead("rules", session.tool, options.now ?? new Date());
  printResult(session, options, 0, {
    whole: () =>
      options.format === "json"
        ? jsonText({ ...head, rules })
        : rulesText(rules, session.terminal.columns),
    summary: () => "",
  });
  return 0;
}
