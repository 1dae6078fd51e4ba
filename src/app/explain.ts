import { audits } from "../audits/index.ts";
import { listRules } from "../catalogue/list-rules.ts";
import { loadCatalogue } from "../catalogue/load-catalogue.ts";
import { loadLocalAudits } from "../catalogue/read-local-audits.ts";
import { loadVendorRules } from "../catalogue/load-vendor-rules.ts";
import { refuseSecretTexts } from "./refuse-secret-texts.ts";
import { createSecretInText } from "./secret-in-text.ts";
import type { AuditMeta } from "../core/audit.ts";
import { baseId } from "../core/credentials/base-id.ts";
import { usageError } from "../core/error.ts";
import type { Explanation } from "../core/documents/explanation.ts";
import { formatInterval } from "../core/text/interval.ts";
import { expected } from "../core/statements/parse-answer.ts";
import type { StatementSpec } from "../core/statements/statement-spec.ts";
import { nearest } from "../core/text/nearest.ts";
import { compareText } from "../core/text/path-text.ts";
import type {
  Catalogue,
  CredentialSpec,
  Provider,
  SecretRule,
} from "../core/knowledge/provider.ts";
import type { RuleFile } from "../core/knowledge/rule-file.ts";

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
  if (audit) return ofAudit(audit.meta);
  if (/^\d{1,2}$/.test(topic)) return ofVendorRule(Number(topic), files);
  const shipped = explainRule(topic, loadCatalogue(files));
  if (shipped) return shipped;
  const own = ownFiles();
  const catalogue = loadCatalogue([...files, ...own]);
  const localAudits = loadLocalAudits(own);
  if (own.length > 0) {
    refuseSecretTexts(localAudits, createSecretInText({ catalogue, credentials: [] }));
  }
  const local = localAudits.find(({ meta }) => meta.id === topic);
  if (local) return ofAudit(local.meta);
  const localRule = explainRule(topic, catalogue);
  if (localRule) return localRule;
  throw unknownTopic(topic, catalogue, [...audits, ...localAudits], own.length > 0);
}

function explainRule(topic: string, catalogue: Catalogue): Explanation | undefined {
  const found = findCredential(catalogue, baseId(topic));
  if (found) return ofCredential(topic, found.spec, found.provider);
  const rule = catalogue.secretRules.find(({ id }) => id === topic);
  return rule && ofSecretRule(rule);
}

function ofAudit(meta: AuditMeta): Explanation {
  const { id, title, severity, rule, why, remedy, references, statement } = meta;
  return {
    id,
    subject: "audit",
    title,
    severity,
    rule,
    why,
    remedy,
    steps: [],
    facts: statement === undefined ? [] : statementFacts(statement),
    audits: [],
    references,
    ...(statement === undefined ? {} : { next: attestCommand(id, statement) }),
  };
}

/** What `attest` asks, where to look, and what it takes for an answer. */
function statementFacts({ question, look, form, holds, review }: StatementSpec) {
  const { usual, most } = holds;
  return [
    { name: "Look at", text: look },
    { name: "Question", text: question },
    { name: "Answers", text: review ? "the day of the review, or off" : orList(expected(form)) },
    {
      name: "Holds",
      text: review ? `${most} days from the review` : `${usual} days, ${most} at most`,
    },
  ];
}

function attestCommand(id: string, { review, form }: StatementSpec): string {
  if (review) return `attest ${id} --date YYYY-MM-DD`;
  const answer = form?.kind === "number" ? `${form.atLeast}` : "on";
  return `attest ${id} --state ${form?.kind === "names" ? form.noun.toUpperCase() : answer}`;
}

function orList(words: readonly string[]): string {
  return `${words.slice(0, -1).join(", ")} or ${words.at(-1) ?? ""}`;
}

function ofVendorRule(number: number, files: readonly RuleFile[]): Explanation {
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

function findCredential({ providers }: Catalogue, id: string) {
  const wanted = id.startsWith("panel.") ? "panel.main" : id;
  for (const provider of providers) {
    const spec = provider.credentials.find((each) => each.id === wanted);
    if (spec) return { provider, spec };
  }
  return undefined;
}

function ofCredential(id: string, spec: CredentialSpec, provider: Provider): Explanation {
  const { rotation } = spec;
  const steps = spec.breach.map(({ do: what, open }) =>
    open === undefined ? what : `${what}: ${open}`,
  );
  return {
    id,
    subject: "credential",
    title: spec.title,
    severity: spec.severity,
    why: spec.public
      ? "It is public by design: seeing it somewhere is no finding."
      : `Whoever has it can act as this shop towards ${provider.title}.`,
    remedy: spec.public
      ? "Nothing to do."
      : "Make a new one, put it where the old one is, test every integration, revoke the old one.",
    steps,
    facts: [
      ...(spec.env.length > 0 ? [{ name: "Names", text: spec.env.join(", ") }] : []),
      ...(rotation
        ? [
            { name: "Rotation", text: `every ${formatInterval(rotation.every)}` },
            { name: "Overlap", text: rotation.overlapNote ?? rotation.overlap },
          ]
        : []),
    ],
    audits: [],
    references: [...new Set(provider.sources.map(({ url }) => url))].toSorted(compareText),
  };
}

function ofSecretRule(rule: SecretRule): Explanation {
  return {
    id: rule.id,
    subject: "secret-rule",
    title: rule.title,
    severity: rule.severity,
    why: "Whoever reads it can use it until it is revoked.",
    remedy: "Revoke it where it was issued, make a new one, and look into what was done with it.",
    steps: [],
    facts: [{ name: "Confidence", text: rule.pattern.confidence }],
    audits: [],
    references: rule.sources.map(({ url }) => url),
  };
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
