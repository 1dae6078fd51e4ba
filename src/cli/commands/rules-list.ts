import { extensionsBesideConfig } from "../../app/extensions-beside-config.ts";
import { listRules } from "../../app/list-rules.ts";
import { rulesText } from "../../reporters/documents/rules-human.ts";
import { jsonText } from "../../reporters/json-text.ts";
import { documentHead } from "../document-head.ts";
import type { CommonOptions } from "../options.ts";
import { printResult } from "../print-result.ts";
import { createRuntime } from "../runtime.ts";
import type { Session } from "../session.ts";

export async function rulesList(options: CommonOptions, session: Session): Promise<number> {
  const { ports } = createRuntime({ ...session, options });
  const own = extensionsBesideConfig(ports, options.config);
  const rules = listRules([...ports.ruleFiles(), ...own]);
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
