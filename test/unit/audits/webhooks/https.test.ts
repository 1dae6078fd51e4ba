import { https } from "../../../../src/audits/webhooks/https.ts";
import { auditCases } from "../../../support/audit-cases.ts";

const env = (text: string) => ({ ".env": text });
const config = (url: string) => `webhooks:\n  - { provider: stripe, url: "${url}" }\n`;

auditCases(https, {
  passes: [
    { name: "https", files: env("STRIPE_WEBHOOK_URL=https://shop.example/api/webhooks/stripe\n") },
    { name: "in guard.yaml", files: env("A=1\n"), config: config("https://shop.example/w") },
  ],
  fails: [
    {
      name: "each gateway's name of it",
      files: env(
        "STRIPE_WEBHOOK_URL=http://shop.example/w\nNOWPAYMENTS_IPN_CALLBACK_URL=http://shop.example/ipn\nPAYPAL_NOTIFY_URL=http://shop.example/pp\n",
      ),
      findings: [
        { message: "http://shop.example/w", at: ".env:1 STRIPE_WEBHOOK_URL" },
        { message: "http://shop.example/ipn", at: ".env:2 NOWPAYMENTS_IPN_CALLBACK_URL" },
        { message: "http://shop.example/pp", at: ".env:3 PAYPAL_NOTIFY_URL" },
      ],
    },
    {
      name: "in guard.yaml",
      files: env("A=1\n"),
      config: config("http://shop.example/w"),
      findings: [{ message: "http://shop.example/w", at: "{top}/guard.yaml:4 webhooks[0].url" }],
    },
    {
      name: "loopback: info",
      files: env("STRIPE_WEBHOOK_URL=http://127.0.0.1:4242/w\n"),
      findings: [
        { message: "http://127.0.0.1:4242/w", at: ".env:1 STRIPE_WEBHOOK_URL", severity: "info" },
      ],
    },
  ],
  unknowns: [
    {
      name: "the env file is closed, guard.yaml is not",
      files: { ".env": { content: "", mode: 0o600 } },
      config: config("https://shop.example/w"),
      asOther: true,
      code: "permission",
    },
  ],
  notApplicable: [
    {
      name: "a Discord webhook URL is a credential, no endpoint",
      files: env("DISCORD_WEBHOOK_URL=http://discord.example/x\n"),
      text: "no webhook URL is configured",
    },
  ],
  obstacles: [
    { name: "https", at: ".env", files: env("STRIPE_WEBHOOK_URL=https://shop.example/w\n") },
  ],
});
