import { secretSet } from "../../../../src/audits/webhooks/secret-set.ts";
import { auditCases } from "../../../support/audit-cases.ts";
import { mint } from "../../../support/mint.ts";

const stripe = `STRIPE_SECRET_KEY=${mint("stripe.secret-key")}\n`;
const paypal = `PAYPAL_CLIENT_SECRET=${mint("paypal.client-secret")}\n`;
const nowpayments = `NOWPAYMENTS_API_KEY=${mint("nowpayments.api-key")}\n`;
const signing = `STRIPE_WEBHOOK_SECRET=${mint("stripe.webhook-secret")}\n`;
const webhookId = `PAYPAL_WEBHOOK_ID=${mint("paypal.webhook-id")}\n`;
const ipn = `NOWPAYMENTS_IPN_SECRET=${mint("nowpayments.ipn-secret")}\n`;
const env = (text: string) => ({ ".env": text });
const need = (...ids: string[]) => ids.map((id) => `guard.yaml: credentials.${id}`);
const stated = (where: string) => `credentials:\n  stripe.webhook-secret: { stored: ${where} }\n`;

auditCases(secretSet, {
  passes: [
    {
      name: "all three gateways",
      files: env(stripe + signing + paypal + webhookId + nowpayments + ipn),
    },
    {
      name: "under a second name",
      files: env(`${stripe}STRIPE_ENDPOINT_SECRET=${mint("stripe.webhook-secret")}\n`),
    },
    {
      name: "in IPTVbp's settings, as guard.yaml says",
      files: env(stripe),
      config: stated("settings"),
    },
    { name: "no webhook, as guard.yaml says", files: env(stripe), config: stated("none") },
    {
      name: "an empty name of what IPTVbp's settings hold",
      files: env(`${stripe}STRIPE_WEBHOOK_SECRET=\n`),
      config: stated("settings"),
    },
    {
      name: "empty, and set by a later file",
      files: { ...env(`${stripe}STRIPE_WEBHOOK_SECRET=\n`), ".env.local": signing },
    },
    {
      name: "set by a compose file",
      files: {
        ...env(stripe),
        "compose.yaml": `services:\n  shop:\n    environment:\n      ${signing.replace("=", ": ")}`,
      },
    },
  ],
  fails: [
    {
      name: "of a variable that only guard.yaml says holds it",
      files: env("SHOP_HOOK=\n"),
      config: "webhooks:\n  - { provider: stripe, secret: SHOP_HOOK }\n",
      findings: [{ message: "SHOP_HOOK is empty", at: ".env:1 SHOP_HOOK" }],
    },
    {
      name: "Stripe's is empty",
      files: env(`${stripe}STRIPE_WEBHOOK_SECRET=\n`),
      findings: [{ message: "STRIPE_WEBHOOK_SECRET is empty", at: ".env:2 STRIPE_WEBHOOK_SECRET" }],
    },
    {
      name: "PayPal's webhook id is an example",
      files: env(`${paypal}PAYPAL_WEBHOOK_ID=your-webhook-id\n`),
      findings: [
        { message: "PAYPAL_WEBHOOK_ID is an example value", at: ".env:2 PAYPAL_WEBHOOK_ID" },
      ],
    },
    {
      name: "PayPal's webhook id is something else",
      files: env(`${paypal}PAYPAL_WEBHOOK_ID=https://shop.test/paypal-ipn\n`),
      findings: [
        {
          message: "PAYPAL_WEBHOOK_ID does not look like a PayPal webhook id",
          at: ".env:2 PAYPAL_WEBHOOK_ID",
        },
      ],
    },
    {
      name: "NOWPayments' IPN secret is empty",
      files: env(`${nowpayments}NOWPAYMENTS_IPN_SECRET=\n`),
      findings: [
        { message: "NOWPAYMENTS_IPN_SECRET is empty", at: ".env:2 NOWPAYMENTS_IPN_SECRET" },
      ],
    },
    {
      name: "the secret key stands where the signing secret belongs",
      files: env(stripe + stripe.replace("SECRET_KEY", "WEBHOOK_SECRET")),
      findings: [
        {
          message: "STRIPE_WEBHOOK_SECRET does not look like a Stripe webhook signing secret",
          at: ".env:2 STRIPE_WEBHOOK_SECRET",
        },
      ],
    },
    {
      name: "an example is one finding, whatever guard.yaml says",
      files: env(`${stripe}STRIPE_WEBHOOK_SECRET=whsec_...\n`),
      config: stated("settings"),
      findings: [
        {
          message: "STRIPE_WEBHOOK_SECRET is an example value",
          at: ".env:2 STRIPE_WEBHOOK_SECRET",
        },
      ],
    },
    {
      name: "one is empty, another nowhere to be seen",
      files: env(`${stripe}STRIPE_WEBHOOK_SECRET=\n${paypal}`),
      findings: [{ message: "STRIPE_WEBHOOK_SECRET is empty", at: ".env:2 STRIPE_WEBHOOK_SECRET" }],
    },
    {
      name: "its own settings say that the gateway is in use",
      files: env("STRIPE_WEBHOOK_SECRET=\n"),
      config: "credentials:\n  stripe.secret-key: { stored: settings }\n",
      findings: [{ message: "STRIPE_WEBHOOK_SECRET is empty", at: ".env:1 STRIPE_WEBHOOK_SECRET" }],
    },
  ],
  unknowns: [
    {
      name: "a compose file that may set it is closed",
      files: { ...env(stripe + signing), "compose.yaml": { content: "", mode: 0o600 } },
      asOther: true,
      code: "permission",
      text: "compose.yaml",
    },
  ],
  skips: [
    {
      name: "guard.yaml lists an endpoint of the gateway",
      files: env("A=1\n"),
      config: 'webhooks:\n  - { provider: stripe, url: "https://shop.example/hook" }\n',
      needs: need("stripe.webhook-secret"),
    },
    { name: "Stripe's is nowhere", files: env(stripe), needs: need("stripe.webhook-secret") },
    {
      name: "PayPal's and NOWPayments' are nowhere",
      files: env(paypal + nowpayments),
      needs: need("nowpayments.ipn-secret", "paypal.webhook-id"),
    },
    {
      name: "the gateway's keys are in IPTVbp's settings",
      files: env("A=1\n"),
      config: "credentials:\n  nowpayments.api-key: { stored: settings }\n",
      needs: need("nowpayments.ipn-secret"),
    },
  ],
  notApplicable: [
    { name: "no gateway", files: env("A=1\n"), text: "no payment gateway is in use here" },
    {
      name: "a gateway that guard.yaml says is not used",
      files: env("A=1\n"),
      config: "credentials:\n  stripe.secret-key: { stored: none }\n",
      text: "no payment gateway is in use here",
    },
  ],
  obstacles: [{ name: "Stripe's", at: ".env", files: env(stripe + signing) }],
});
