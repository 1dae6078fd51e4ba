import { stripeRestricted } from "../../../../src/audits/privilege/stripe-restricted.ts";
import { auditCases } from "../../../support/audit-cases.ts";
import { mint, mintTemplate, seededRandom } from "../../../support/mint.ts";

const key = mint("stripe.secret-key");
const restricted = mintTemplate("rk_live_{alnum:99}", seededRandom(3));

auditCases(stripeRestricted, {
  passes: [
    { name: "a restricted key", files: { ".env": `STRIPE_SECRET_KEY=${restricted}\n` } },
    {
      name: "a test key",
      files: { ".env": `STRIPE_SECRET_KEY=${mint("stripe.test-key")}\n` },
    },
  ],
  fails: [
    {
      name: "an unrestricted live key",
      files: { ".env": `A=1\nSTRIPE_SECRET_KEY=${key}\n` },
      findings: [
        {
          message: "live Stripe key is unrestricted",
          at: ".env:2 STRIPE_SECRET_KEY",
          evidence: `STRIPE_SECRET_KEY sk_live_...${key.slice(-4)}`,
        },
      ],
    },
    {
      name: "one key in two places: one finding",
      files: { ".env": `STRIPE_SECRET_KEY=${key}\nBILLING_KEY=${key}\n` },
      findings: [
        {
          message: "live Stripe key is unrestricted",
          at: ".env:1 STRIPE_SECRET_KEY",
          also: [".env:2 BILLING_KEY"],
        },
      ],
    },
    {
      name: "beside a restricted one",
      files: { ".env": `STRIPE_SECRET_KEY=${restricted}\nSTRIPE_API_KEY=${key}\n` },
      findings: [{ message: "live Stripe key is unrestricted", at: ".env:2 STRIPE_API_KEY" }],
    },
  ],
  unknowns: [
    {
      name: "the file is closed",
      files: { ".env": { content: `STRIPE_SECRET_KEY=${restricted}\n`, mode: 0o600 } },
      asOther: true,
      code: "permission",
    },
  ],
  skips: [
    {
      name: "Stripe is in use, and its key is nowhere to be seen",
      files: { ".env": `STRIPE_WEBHOOK_SECRET=${mint("stripe.webhook-secret")}\n` },
      needs: ["guard.yaml: credentials.stripe.secret-key"],
    },
  ],
  notApplicable: [
    { name: "no Stripe", files: { ".env": "A=1\n" }, text: "Stripe is not in use here" },
    {
      name: "its key is in IPTVbp's own settings",
      files: { ".env": `STRIPE_WEBHOOK_SECRET=${mint("stripe.webhook-secret")}\n` },
      config: "credentials:\n  stripe.secret-key: { stored: settings }\n",
      text: "the Stripe key is not kept in a file",
    },
  ],
  obstacles: [
    {
      name: "a restricted key",
      at: ".env",
      files: { ".env": `STRIPE_SECRET_KEY=${restricted}\n` },
    },
  ],
});
