import { audits } from "../../audits/index.ts";
import { listRules } from "../../catalogue/list-rules.ts";
import { loadCatalogue } from "../../catalogue/load-catalogue.ts";
import { loadLocalAudits } from "../../catalogue/read-local-audits.ts";
import type { AuditMeta } from "../../core/audit.ts";
import type { Explanation } from "../../core/documents/explanation.ts";
import { usageError } from "../../core/error.ts";
import type { Catalogue } from "../../core/knowledge/provider.ts";
import type { RuleFile } from "../../core/knowledge/rule-file.ts";
import { nearest } from "../../core/text/nearest.ts";
import { refuseSecretTexts } from "../refuse-secret-texts.ts";
import { createSecretInText } from "../secret-in-text.ts";
import { explainAudit } from "./explain-audit.ts";
import { explainRule } from "./explain-rule.ts";
import { explainVendorRule } from "./explain-vendor-rule.ts";

/**
 * What is known about an audit, a vendor rule, a credential or a secret rule.
 *
 * @param ownFiles reads what stands beside the configuration; asked for what we do not know.
 * @throws GuardError `UNKNOWN_TOPIC` with the nearest id.
 */
export function explain(
  topic: string,
  files: readonly RuleFile[],
  ownFiles: () => readonly RuleFile[] = () => [],
): Explanation {
  const audit = audits.find(({ meta }) => meta.id === topic);
  if (audit) return explainAudit(audit.meta);
  const shipped = explainRule(topic, loadCatalogue(files));
  if (shipped) return shipped;
  const own = ownFiles();
  const catalogue = loadCatalogue([...files, ...own]);
  const localAudits = loadLocalAudits(own);
  const all = [...audits, ...localAudits];
  if (own.length > 0) {
    refuseSecretTexts(localAudits, createSecretInText({ catalogue, credentials: [] }));
  }
  if (/^\d{1,2}$/.test(topic)) return explainVendorRule(Number(topic), files, all);
  const local = localAudits.find(({ meta }) => meta.id === topic);
  if (local) return explainAudit(local.meta);
  const localRule = explainRule(topic, catalogue);
  if (localRule) return localRule;
  throw unknownTopic(topic, catalogue, all, own.length > 0);
}

function unknownTopic(
  topic: string,
  catalogue: Catalogue,
  known: readonly { readonly meta: AuditMeta }[],
  hasOwn: boolean,
) {
  if (!hasOwn && /^local[/-]/.test(topic)) {
    return usageError(
      "UNKNOWN_TOPIC",
      `nothing is called "${topic}": no configuration with audits or rules of its own was found`,
      "name the configuration that it stands beside: --config",
    );
  }
  const ids = [...known.map(({ meta }) => meta.id), ...listRules(catalogue).map(({ id }) => id)];
  const guess = nearest(topic, ids);
  return usageError(
    "UNKNOWN_TOPIC",
    `nothing is called "${topic}"`,
    ...(guess === undefined
      ? [
          "list the audits of a vendor rule (1 to 11) with: explain 1",
          "list the credentials and secret rules with: rules list",
        ]
      : [`did you mean "${guess}"?`]),
  );
}
