import type { AuditContext } from "../../core/audit-context.ts";
import type { Audit } from "../../core/audit.ts";
import { baseId } from "../../core/credentials/base-id.ts";
import {
  groupByValue,
  identityOfCredential,
  placeOfCredential,
} from "../../core/credentials/credential-groups.ts";
import type { Credential } from "../../core/credentials/credential.ts";
import { envFileGaps, hostConfigGaps } from "../../core/install/env-gaps.ts";
import { environmentOfFile, isProduction } from "../../core/install/env-environment.ts";
import type { FindingDraft } from "../../core/finding.ts";
import type { Install, StatedWebhook } from "../../core/install/install.ts";
import type { Provider } from "../../core/knowledge/provider.ts";
import { conclude, notApplicable } from "../../core/outcome.ts";
import { isPlaceholderSecret } from "../../core/secrets/placeholder.ts";
import { unlistedRoot } from "../../core/install/seen-env-files.ts";
import { compareText } from "../../core/text/path-text.ts";
import { wordList } from "../../core/text/word-list.ts";

/**
 * Two uses of *one kind* of signing secret that have one value. That two different credentials have
 * one value is for env/no-shared-values to say.
 */
export const secretsDistinct: Audit = {
  meta: {
    id: "webhooks/secrets-distinct",
    title: "No two webhook endpoints or modes share a signing secret",
    rule: 4,
    severity: "medium",
    why: "Stripe and PayPal make one secret or id per endpoint and mode. Where live and test have the same, one of the two checks nothing that really comes from the provider, or an event that was signed for a test counts as a payment.",
    remedy:
      "Copy each endpoint's own signing secret from the provider's dashboard into its own setting, live and test apart, and send a test event to each.",
    needs: [],
    references: [
      "https://docs.stripe.com/webhooks/signature",
      "https://developer.paypal.com/api/rest/webhooks/",
    ],
  },
  run(context) {
    const { install, credentials } = context;
    const gaps = [...unlistedRoot(install), ...envFileGaps(install), ...hostConfigGaps(install)];
    const secrets = credentials.filter(
      ({ spec, value }) => spec.webhookSecret && !isPlaceholderSecret(value),
    );
    const stated = context.install.config.webhooks ?? [];
    if (secrets.length === 0 && gaps.length === 0 && !stated.some(({ secret }) => secret)) {
      return notApplicable("no webhook secret is kept here");
    }
    const shared = groupByValue(secrets).flatMap((group) => judge(group, context));
    return conclude({ findings: [...shared, ...judgeStated(context)], gaps });
  },
};

function judge(group: readonly Credential[], context: AuditContext): readonly FindingDraft[] {
  const ids = [...new Set(group.map(({ id }) => baseId(id)))].toSorted(compareText);
  return ids.flatMap((id) => {
    const uses = oneOfEachUse(
      group.filter((each) => baseId(each.id) === id),
      context,
    );
    const [first, ...others] = uses;
    if (!first || others.length === 0) return [];
    return [
      {
        message: messageOf(uses, context.install),
        location: placeOfCredential(first),
        alsoAt: others.map(placeOfCredential),
        identity: identityOfCredential(first),
      },
    ];
  });
}

function oneOfEachUse(
  credentials: readonly Credential[],
  context: AuditContext,
): readonly Credential[] {
  const uses = new Map<string, Credential>();
  for (const credential of credentials) {
    const use = useOf(credential, context);
    if (!uses.has(use)) uses.set(use, credential);
  }
  return [...uses.values()];
}

const modeWord = /(?:^|_)(TEST|TESTING|SANDBOX|STAGING|LIVE|PROD|PRODUCTION)(?=_|$)/;

/** Mode and endpoint. Several names that mean the same, as STRIPE_SIGNING_SECRET, are one's. */
function useOf(credential: Credential, { install, catalogue }: AuditContext): string {
  const { name, spec, id } = credential;
  const upper = name.toUpperCase();
  const word = modeWord.exec(upper)?.[1];
  const isLive =
    word === undefined
      ? isProduction(environmentOf(credential, install))
      : /^(?:LIVE|PROD)/.test(word);
  const bare = upper.replace(modeWord, "").replace(/^_/, "");
  const isPlain = spec.env.includes(upper) || spec.env.includes(bare);
  const endpoint = isPerEndpoint(catalogue.providers, baseId(id)) && !isPlain ? bare : "";
  return `${isLive ? "live" : "test"} ${endpoint}`;
}

function environmentOf({ heldBy, path }: Credential, install: Install): string {
  return heldBy === "env" ? environmentOfFile(install, path) : install.environment.value;
}

function isPerEndpoint(providers: readonly Provider[], id: string): boolean {
  return providers.some(
    ({ webhook }) => webhook?.secret === id && webhook.secretPer === "endpoint",
  );
}

function messageOf(uses: readonly Credential[], install: Install): string {
  const title = uses[0]?.spec.title ?? "webhook secret";
  const names = [...new Set(uses.map(({ name }) => name))].toSorted(compareText);
  if (names.length > 1) return `${wordList(names)} have one ${title}`;
  const words = [...new Set(uses.map((each) => environmentOf(each, install)))].toSorted(
    compareText,
  );
  return `${names[0]} is the same in ${wordList(words)}`;
}

/** Two different endpoints of guard.yaml that name one setting. */
function judgeStated({ install, catalogue }: AuditContext): readonly FindingDraft[] {
  const { path = "guard.yaml", webhooks = [] } = install.config;
  const placed = webhooks.map((each, index) => ({ each, index }));
  const first = new Map<string, StatedWebhook>();
  return placed.flatMap(({ each, index }): FindingDraft[] => {
    const { provider, url, secret } = each;
    const webhook = catalogue.providers.find(({ id }) => id === provider)?.webhook;
    if (!secret || url === undefined || webhook?.secretPer !== "endpoint") return [];
    const key = `${provider}\0${secret.value}`;
    const before = first.get(key);
    if (!before) first.set(key, each);
    if (!before || before.url === url) return [];
    return [
      {
        message: `two ${provider} endpoints of guard.yaml share ${secret.value}`,
        location: { kind: "env", path, key: `webhooks[${index}].secret`, line: secret.line },
        ruleId: webhook.secret,
      },
    ];
  });
}
