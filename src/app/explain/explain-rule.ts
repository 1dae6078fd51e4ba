import { baseId } from "../../core/credentials/base-id.ts";
import type { Explanation } from "../../core/documents/explanation.ts";
import type {
  Catalogue,
  CredentialSpec,
  Provider,
  SecretRule,
} from "../../core/knowledge/provider.ts";
import { formatInterval } from "../../core/text/interval.ts";
import { compareText } from "../../core/text/path-text.ts";

/** A credential of the provider files, or a secret rule; undefined when neither has the id. */
export function explainRule(topic: string, catalogue: Catalogue): Explanation | undefined {
  const found = findCredential(catalogue, baseId(topic));
  if (found) return ofCredential(topic, found.spec, found.provider);
  const rule = catalogue.secretRules.find(({ id }) => id === topic);
  return rule && ofSecretRule(rule);
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
