import { noPlaceholders } from "../../../../src/audits/env/no-placeholders.ts";
import { auditCases } from "../../../support/audit-cases.ts";
import { mint } from "../../../support/mint.ts";

const stripe = `STRIPE_SECRET_KEY=${mint("stripe.secret-key")}\n`;
const password = mint("database.password");

auditCases(noPlaceholders, {
  passes: [
    { name: "real values", files: { ".env": `${stripe}DB_PASSWORD=${password}\n` } },
    {
      name: "an empty one that IPTVbp keeps in its own settings",
      files: { ".env": `${stripe}PAYPAL_CLIENT_SECRET=\n` },
      config: "credentials:\n  paypal.client-secret: { stored: settings }\n",
    },
    {
      name: "an empty login of a dashboard",
      files: { ".env": `${stripe}NOWPAYMENTS_PASSWORD=\n` },
    },
    {
      name: "an empty signing secret is webhooks/secret-set's",
      files: { ".env": `${stripe}STRIPE_WEBHOOK_SECRET=\n` },
    },
    {
      name: "overridden by a later file",
      files: { ".env": "DB_PASSWORD=\n", ".env.local": `DB_PASSWORD=${password}\n` },
    },
    {
      name: "an example file with blanks",
      files: { ".env": stripe, ".env.example": "STRIPE_SECRET_KEY=\nDB_PASSWORD=changeme\n" },
    },
    {
      name: "a name that is only near need not have the shape",
      files: { ".env": `${stripe}STRIPE_SHOP_API_KEY_NOTE=hello-there\n` },
    },
  ],
  fails: [
    {
      name: "empty",
      files: { ".env": `${stripe}DB_PASSWORD=\n` },
      findings: [{ message: "DB_PASSWORD is empty", at: ".env:2 DB_PASSWORD" }],
    },
    {
      name: "an example",
      files: { ".env": "DB_PASSWORD=changeme\nDISCORD_BOT_TOKEN=your-bot-token-here\n" },
      findings: [
        { message: "DB_PASSWORD is an example value", at: ".env:1 DB_PASSWORD" },
        { message: "DISCORD_BOT_TOKEN is an example value", at: ".env:2 DISCORD_BOT_TOKEN" },
      ],
    },
    {
      name: "the value of the example file, however random it looks",
      files: {
        ".env": `DB_PASSWORD=${password}\n`,
        ".env.example": `DB_PASSWORD=${password}\n`,
      },
      findings: [{ message: "DB_PASSWORD is the value of .env.example", at: ".env:1 DB_PASSWORD" }],
    },
    {
      name: "the wrong thing under a certain name",
      files: { ".env": "STRIPE_SECRET_KEY=acct-12345-not-a-key\n" },
      findings: [
        {
          message: "STRIPE_SECRET_KEY does not look like a Stripe secret or restricted key",
          at: ".env:1 STRIPE_SECRET_KEY",
          confidence: "medium",
        },
      ],
    },
    {
      name: "empty in a unit",
      files: { ".env": stripe },
      host: {
        "/etc/systemd/system/shop.service":
          "[Service]\nWorkingDirectory={root}\nEnvironment=REDIS_PASSWORD=\n",
      },
      findings: [
        {
          message: "REDIS_PASSWORD is empty",
          at: "/etc/systemd/system/shop.service:3 REDIS_PASSWORD",
        },
      ],
    },
  ],
  unknowns: [
    {
      name: "the example file cannot be read",
      files: { ".env": { content: stripe }, ".env.example": { content: "A=\n", mode: 0o600 } },
      asOther: true,
      code: "permission",
      text: ".env.example",
    },
  ],
  notApplicable: [
    {
      name: "no credential",
      files: { ".env": "APP_ENV=production\n" },
      text: "no credential is kept here",
    },
  ],
  obstacles: [{ name: "real values", at: ".env", files: { ".env": stripe } }],
});
