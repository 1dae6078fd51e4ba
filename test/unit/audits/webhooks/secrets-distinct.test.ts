import { secretsDistinct } from "../../../../src/audits/webhooks/secrets-distinct.ts";
import { auditCases } from "../../../support/audit-cases.ts";
import { mint } from "../../../support/mint.ts";

const [one, two] = [mint("stripe.webhook-secret"), mint("stripe.webhook-secret", 2)];
const id = mint("paypal.webhook-id");
const ipn = mint("database.password", 7);
const env = (text: string) => ({ files: { ".env": text } });
const endpoints = (first: string, second: string) =>
  `webhooks:\n  - { provider: stripe, url: "https://shop.example/a", secret: ${first} }\n` +
  `  - { provider: stripe, url: "https://shop.example/b", secret: ${second} }\n`;

auditCases(secretsDistinct, {
  passes: [
    { name: "one secret", ...env(`STRIPE_WEBHOOK_SECRET=${one}\n`) },
    {
      name: "live and test apart",
      ...env(`STRIPE_WEBHOOK_SECRET=${one}\nSTRIPE_TEST_WEBHOOK_SECRET=${two}\n`),
    },
    {
      name: "two names that mean one endpoint's",
      ...env(`STRIPE_WEBHOOK_SECRET=${one}\nSTRIPE_SIGNING_SECRET=${one}\n`),
    },
    {
      name: "the live one under both of its names",
      ...env(`STRIPE_WEBHOOK_SECRET=${one}\nSTRIPE_LIVE_WEBHOOK_SECRET=${one}\n`),
    },
    {
      name: "the local file overrides the same mode",
      files: {
        ".env": `STRIPE_WEBHOOK_SECRET=${one}\n`,
        ".env.local": `STRIPE_WEBHOOK_SECRET=${one}\n`,
      },
    },
    {
      name: "two environments for tests",
      files: {
        ".env.testing": `STRIPE_WEBHOOK_SECRET=${one}\n`,
        ".env.staging": `STRIPE_WEBHOOK_SECRET=${one}\n`,
      },
    },
    {
      name: "a compose file hands it on",
      files: {
        ".env": `STRIPE_WEBHOOK_SECRET=${one}\n`,
        "compose.yaml": `services:\n  app:\n    environment:\n      STRIPE_WEBHOOK_SECRET: ${one}\n`,
      },
    },
    {
      name: "two gateways with one value are env/no-shared-values'",
      ...env(`STRIPE_WEBHOOK_SECRET=${one}\nNOWPAYMENTS_IPN_SECRET=${one}\n`),
    },
    {
      name: "two endpoints of guard.yaml with a setting each",
      ...env(`STRIPE_WEBHOOK_SECRET=${one}\nSHOP_HOOK=${two}\n`),
      config: endpoints("STRIPE_WEBHOOK_SECRET", "SHOP_HOOK"),
    },
    {
      name: "one endpoint, written twice",
      ...env(`STRIPE_WEBHOOK_SECRET=${one}\n`),
      config: endpoints("STRIPE_WEBHOOK_SECRET", "STRIPE_WEBHOOK_SECRET").replace("/b", "/a"),
    },
    {
      name: "NOWPayments has one IPN secret per account",
      ...env(`NOWPAYMENTS_IPN_SECRET=${ipn}\n`),
      config: endpoints("NOWPAYMENTS_IPN_SECRET", "NOWPAYMENTS_IPN_SECRET").replaceAll(
        "stripe",
        "nowpayments",
      ),
    },
    {
      name: "examples are env/no-placeholders'",
      ...env("STRIPE_WEBHOOK_SECRET=whsec_...\nSTRIPE_TEST_WEBHOOK_SECRET=whsec_...\n"),
      config: endpoints("STRIPE_WEBHOOK_SECRET", "STRIPE_TEST_WEBHOOK_SECRET"),
    },
  ],
  fails: [
    {
      name: "live and test",
      ...env(`STRIPE_WEBHOOK_SECRET=${one}\nSTRIPE_TEST_WEBHOOK_SECRET=${one}\n`),
      findings: [
        {
          message:
            "STRIPE_TEST_WEBHOOK_SECRET and STRIPE_WEBHOOK_SECRET have one Stripe webhook signing secret",
          at: ".env:1 STRIPE_WEBHOOK_SECRET",
          also: [".env:2 STRIPE_TEST_WEBHOOK_SECRET"],
        },
      ],
    },
    {
      name: "production and staging",
      files: {
        ".env": `STRIPE_WEBHOOK_SECRET=${one}\n`,
        ".env.staging": `A=1\nSTRIPE_WEBHOOK_SECRET=${one}\n`,
      },
      findings: [
        {
          message: "STRIPE_WEBHOOK_SECRET is the same in production and staging",
          at: ".env:1 STRIPE_WEBHOOK_SECRET",
          also: [".env.staging:2 STRIPE_WEBHOOK_SECRET"],
        },
      ],
    },
    {
      name: "two endpoints by their names",
      ...env(`STRIPE_WEBHOOK_SECRET=${one}\nSTRIPE_CONNECT_WEBHOOK_SECRET=${one}\n`),
      findings: [
        {
          message:
            "STRIPE_CONNECT_WEBHOOK_SECRET and STRIPE_WEBHOOK_SECRET have one Stripe webhook signing secret",
          at: ".env:1 STRIPE_WEBHOOK_SECRET",
          also: [".env:2 STRIPE_CONNECT_WEBHOOK_SECRET"],
        },
      ],
    },
    {
      name: "PayPal's webhook id, live and sandbox",
      ...env(`PAYPAL_LIVE_WEBHOOK_ID=${id}\nPAYPAL_SANDBOX_WEBHOOK_ID=${id}\n`),
      findings: [
        {
          message:
            "PAYPAL_LIVE_WEBHOOK_ID and PAYPAL_SANDBOX_WEBHOOK_ID have one PayPal webhook id",
          at: ".env:1 PAYPAL_LIVE_WEBHOOK_ID",
          also: [".env:2 PAYPAL_SANDBOX_WEBHOOK_ID"],
        },
      ],
    },
    {
      name: "NOWPayments' sandbox is another account",
      ...env(`NOWPAYMENTS_IPN_SECRET=${ipn}\nNOWPAYMENTS_SANDBOX_IPN_SECRET=${ipn}\n`),
      findings: [
        {
          message:
            "NOWPAYMENTS_IPN_SECRET and NOWPAYMENTS_SANDBOX_IPN_SECRET have one NOWPayments IPN secret",
          at: ".env:1 NOWPAYMENTS_IPN_SECRET",
          also: [".env:2 NOWPAYMENTS_SANDBOX_IPN_SECRET"],
        },
      ],
    },
    {
      name: "a setting that only guard.yaml says holds one",
      ...env(`STRIPE_WEBHOOK_SECRET=${one}\nSHOP_HOOK=${one}\n`),
      config: endpoints("STRIPE_WEBHOOK_SECRET", "SHOP_HOOK"),
      findings: [
        {
          message: "SHOP_HOOK and STRIPE_WEBHOOK_SECRET have one Stripe webhook signing secret",
          at: ".env:1 STRIPE_WEBHOOK_SECRET",
          also: [".env:2 SHOP_HOOK"],
        },
      ],
    },
    {
      name: "two endpoints of guard.yaml name one setting",
      ...env(`STRIPE_WEBHOOK_SECRET=${one}\n`),
      config: endpoints("STRIPE_WEBHOOK_SECRET", "STRIPE_WEBHOOK_SECRET"),
      findings: [
        {
          message: "two stripe endpoints of guard.yaml share STRIPE_WEBHOOK_SECRET",
          at: "{top}/guard.yaml:5 webhooks[1].secret",
        },
      ],
    },
  ],
  unknowns: [
    {
      name: "an env file that may hold another is closed",
      files: {
        ".env": `STRIPE_WEBHOOK_SECRET=${one}\n`,
        ".env.staging": { content: "", mode: 0o600 },
      },
      asOther: true,
      code: "permission",
      text: ".env.staging",
    },
  ],
  notApplicable: [
    { name: "no gateway", ...env("A=1\n"), text: "no webhook secret is kept here" },
    {
      name: "a gateway without one",
      ...env(`STRIPE_SECRET_KEY=${mint("stripe.secret-key")}\n`),
      text: "no webhook secret is kept here",
    },
  ],
  obstacles: [{ name: "one secret", at: ".env", ...env(`STRIPE_WEBHOOK_SECRET=${one}\n`) }],
});
