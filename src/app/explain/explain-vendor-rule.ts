import { loadVendorRules } from "../../catalogue/load-vendor-rules.ts";
import type { Audit } from "../../core/audit.ts";
import type { Explanation } from "../../core/documents/explanation.ts";
import { usageError } from "../../core/error.ts";
import type { RuleFile } from "../../core/knowledge/rule-file.ts";

/** @param audits all there are, those of `audits.d` too. */
export function explainVendorRule(
  number: number,
  files: readonly RuleFile[],
  audits: readonly Pick<Audit, "meta">[],
): Explanation {
  const text = loadVendorRules(files).find(({ rule }) => rule === number);
  if (!text) {
    throw usageError("UNKNOWN_TOPIC", `there is no vendor rule ${number}`, "name one from 1 to 11");
  }
  const own = audits.filter(({ meta }) => meta.rule === number);
  return {
    id: String(number),
    subject: "vendor-rule",
    title: text.title,
    rule: number,
    why: text.why,
    remedy: text.how,
    steps: [],
    facts: [{ name: "Asks for", text: text.what }],
    audits: own.map(({ meta }) => ({ id: meta.id, title: meta.title })),
    references: [],
  };
}
