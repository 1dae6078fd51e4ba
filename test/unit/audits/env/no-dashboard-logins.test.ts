import { noDashboardLogins } from "../../../../src/audits/env/no-dashboard-logins.ts";
import { auditCases } from "../../../support/audit-cases.ts";
import { mint } from "../../../support/mint.ts";

const value = mint("nowpayments.login");

auditCases(noDashboardLogins, {
  passes: [
    {
      name: "an API key",
      files: { ".env": `NOWPAYMENTS_API_KEY=${mint("nowpayments.api-key")}\n` },
    },
    { name: "an empty login", files: { ".env": "NOWPAYMENTS_PASSWORD=\n" } },
    { name: "the example of one", files: { ".env": "PAYPAL_PASSWORD=your-password\n" } },
    { name: "an e-mail address alone", files: { ".env": "NOWPAYMENTS_EMAIL=jo@shop.example\n" } },
    {
      name: "PayPal's classic API password is no login",
      files: { ".env": `PAYPAL_API_PASSWORD=${value}\n` },
    },
  ],
  fails: [
    {
      name: "NOWPayments",
      files: { ".env": `NOWPAYMENTS_EMAIL=jo@shop.example\nNOWPAYMENTS_PASSWORD=${value}\n` },
      findings: [
        {
          message: "NOWPAYMENTS_PASSWORD is a login for people: NOWPayments dashboard password",
          at: ".env:2 NOWPAYMENTS_PASSWORD",
          fix: "review",
        },
      ],
    },
    {
      name: "PayPal",
      files: { ".env": `PAYPAL_PASSWORD=${value}\n` },
      findings: [
        {
          message: "PAYPAL_PASSWORD is a login for people: PayPal account password",
          at: ".env:1 PAYPAL_PASSWORD",
          fix: "review",
        },
      ],
    },
    {
      name: "in a unit",
      files: { ".env": "A=1\n" },
      host: {
        "/etc/systemd/system/shop.service": `[Service]\nWorkingDirectory={root}\nEnvironment=STRIPE_PASSWORD=${value}\n`,
      },
      findings: [
        {
          message: "STRIPE_PASSWORD is a login for people: Stripe dashboard password",
          at: "/etc/systemd/system/shop.service:3 STRIPE_PASSWORD",
        },
      ],
    },
  ],
  unknowns: [
    {
      name: "the file is closed",
      files: { ".env": { content: "A=1\n", mode: 0o600 } },
      asOther: true,
      code: "permission",
    },
  ],
  notApplicable: [
    {
      name: "no settings",
      files: { "package.json": "{}" },
      nginx: "server_name shop.example;\nroot {root};",
      text: "there are no settings",
    },
  ],
  obstacles: [{ name: "harmless", at: ".env", files: { ".env": "A=1\n" } }],
});
