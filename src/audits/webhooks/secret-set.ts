import type { AuditContext } from "../../core/audit-context.ts";
import type { Audit } from "../../core/audit.ts";
import { baseId } from "../../core/credentials/base-id.ts";
import { ownValueGaps } from "../../core/install/env-gaps.ts";
import type { FindingDraft } from "../../core/finding.ts";
import { conclude, notApplicable } from "../../core/outcome.ts";
import { isPlaceholderSecret } from "../../core/secrets/placeholder.ts";
import type { CredentialSpec, Provider } from "../../core/knowledge/provider.ts";
import { hasShape } from "../../core/secrets/secret-shape.ts";

export const secretSet: Audit = {
  meta: {
    id: "webhooks/secret-set",
    title: "Every gateway in use has its webhook signing secret or id",
    rule: 4,
    severity: "critical",
    why: "Without the secret a signature cannot be checked. Some libraries then accept every event, so that anybody can announce a payment that never happened.",
    remedy:
      "Copy the signing secret (Stripe: Webhooks > endpoint > Signing secret; PayPal: the webhook id; NOWPayments: IPN secret) into the setting or into IPTVbp, and send a test event. A secret kept in IPTVbp's own settings is stated in guard.yaml: credentials.<id>: { stored: settings }.",
    needs: [],
    references: [
      "https://docs.stripe.com/webhooks",
      "https://developer.paypal.com/api/rest/webhooks/",
    ],
  },
  run(context) {
    const wanted = context.catalogue.providers
      .filter((provider) => isGatewayInUse(provider, context))
      .flatMap((provider) => provider.credentials.filter((spec) => spec.webhookSecret));
    const gaps = ownValueGaps(context.install);
    if (wanted.length === 0 && gaps.length === 0) {
      return notApplicable("no payment gateway is in use here");
    }
    const findings = wanted.flatMap((spec) => judge(spec, context));
    const needs = wanted
      .filter((spec) => isNowhere(spec, context))
      .map((spec) => `guard.yaml: credentials.${spec.id}`);
    return conclude({ findings, gaps, needs });
  },
};

/** In use = one of its credentials is here, or guard.yaml says so: where one is kept, or an endpoint. */
function isGatewayInUse(provider: Provider, { credentials, declared, install }: AuditContext) {
  if (provider.kind !== "gateway") return false;
  const ids = new Set(provider.credentials.map((spec) => spec.id));
  const stated = [...install.config.stored].some(([id, where]) => ids.has(id) && where !== "none");
  return (
    stated ||
    install.config.webhooks?.some((each) => each.provider === provider.id) ||
    credentials.some((each) => ids.has(baseId(each.id))) ||
    declared.some((each) => ids.has(baseId(each.id)))
  );
}

function judge(spec: CredentialSpec, context: AuditContext): FindingDraft[] {
  const { credentials, declared, install } = context;
  const stored = install.config.stored.get(spec.id);
  const isElsewhere = stored === "settings" || stored === "none";
  const unusable = declared
    .filter((each) => baseId(each.id) === spec.id)
    .filter((each) => !(isElsewhere && each.state === "empty"))
    .map(({ name, state, path, line }) => ({
      message: state === "empty" ? `${name} is empty` : `${name} is an example value`,
      location: { kind: "env" as const, path, key: name, line },
      ruleId: spec.id,
    }));
  const { shape } = spec;
  if (shape === undefined) return unusable;
  const misshapen = credentials
    .filter((each) => baseId(each.id) === spec.id && !hasShape(each.value, shape))
    .filter((each) => !isPlaceholderSecret(each.value))
    .map(({ name, path, line }) => ({
      message: `${name} does not look like a ${spec.title}`,
      location: { kind: "env" as const, path, key: name, line },
      ruleId: spec.id,
    }));
  return [...unusable, ...misshapen];
}

function isNowhere(spec: CredentialSpec, { credentials, declared, install }: AuditContext) {
  const isIt = (each: { id: string }) => baseId(each.id) === spec.id;
  return !credentials.some(isIt) && !declared.some(isIt) && !install.config.stored.has(spec.id);
}
