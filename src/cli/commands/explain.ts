import { explain as explainTopic } from "../../app/explain/explain.ts";
import { extensionsBesideConfig } from "../../app/extensions-beside-config.ts";
import { readRuleFiles } from "../../platform/rule-files.ts";
import { explanationText } from "../../reporters/documents/explanation-human.ts";
import { jsonText } from "../../reporters/json-text.ts";
import { documentHead } from "../document-head.ts";
import type { ExplainCommand } from "../options.ts";
import { printResult } from "../print-result.ts";
import { createRuntime } from "../runtime.ts";
import type { Session } from "../session.ts";

export async function explain(options: ExplainCommand, session: Session): Promise<number> {
  const explanation = explainTopic(options.topic, readRuleFiles(), () => {
    const { ports } = createRuntime({ ...session, options });
    return extensionsBesideConfig(ports, options.config);
  });
  const head = documentHead("explanation", session.tool, options.now ?? new Date());
  printResult(session, options, 0, {
    whole: () =>
      options.format === "json"
        ? jsonText({ ...head, explanation })
        : explanationText(explanation, session.terminal.columns, session.invocation),
    summary: () => "",
  });
  return 0;
}
