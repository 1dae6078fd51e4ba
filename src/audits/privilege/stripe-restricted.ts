import type { AuditContext } from "../../core/audit-context.ts";
import type { Audit } from "../../core/audit.ts";
import { baseId } from "../../core/credentials/base-id.ts";
import { findingsByValue } from "../../core/credentials/credential-groups.ts";
import { envFileGaps, hostConfigGaps } from "../../core/install/env-gaps.ts";
import { conclude, notApplicable } from "../../core/outcome.ts";
import { matchesPattern } from "../../core/secrets/secret-shape.ts";
import { unlistedRoot } from "../../core/install/seen-env-files.ts";

const keyId = "stripe.secret-key";
/** Restricted keys begin with `rk_`: https://docs.stripe.com/keys */
const unrestrictedLive = "^sk_(?:live|org_live)_";

export const stripeRestricted: Audit = {
  meta: {
    id: "privilege/stripe-restricted",
    title: "The live Stripe key is a restricted one",
    rule: 7,
    severity: "high",
    why: "An unrestricted key may do all that the account may: refund, change payouts, read every customer, make new webhook endpoints. A restricted key that leaks does no more than the shop itself.",
    remedy:
      "In the Stripe dashboard under Developers > API keys create a restricted key with only the permissions that IPTVbp uses, limit it to this server's address, put it where the old key is, test a payment, then expire the old key.",
    needs: [],
    references: [
      "https://docs.stripe.com/keys/restricted-api-keys",
      "https://docs.stripe.com/keys",
    ],
  },
  run(context) {
    const { install, credentials } = context;
    const gaps = [...unlistedRoot(install), ...envFileGaps(install), ...hostConfigGaps(install)];
    const keys = credentials.filter(({ id }) => baseId(id) === keyId);
    if (keys.length === 0 && gaps.length === 0) {
      if (!isStripeInUse(context)) return notApplicable("Stripe is not in use here");
      if (install.config.stored.has(keyId)) {
        return notApplicable("the Stripe key is not kept in a file");
      }
    }
    const needs = keys.length === 0 ? [`guard.yaml: credentials.${keyId}`] : [];
    const open = keys.filter(({ value }) => matchesPattern(value, unrestrictedLive));
    const findings = findingsByValue(open, () => "live Stripe key is unrestricted");
    return conclude({ findings, gaps, needs });
  },
};

function isStripeInUse({ credentials, declared, install }: AuditContext): boolean {
  const isStripe = (id: string) => id.startsWith("stripe.");
  return (
    [...credentials, ...declared].some(({ id }) => isStripe(id)) ||
    [...install.config.stored].some(([id, where]) => isStripe(id) && where !== "none")
  );
}
