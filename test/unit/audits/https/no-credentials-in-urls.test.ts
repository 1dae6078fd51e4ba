import { noCredentialsInUrls } from "../../../../src/audits/https/no-credentials-in-urls.ts";
import { auditCases } from "../../../support/audit-cases.ts";

const env = (text: string) => ({ ".env": text });
const fail = (name: string, key: string, url: string, evidence: string) => ({
  name,
  files: env(`${key}=${url}\n`),
  findings: [{ message: `${key} carries a credential in its URL`, at: `.env:1 ${key}`, evidence }],
});

auditCases(noCredentialsInUrls, {
  passes: [
    {
      name: "bare addresses",
      files: env("APP_URL=https://shop.example\nPANEL_URL=http://p.example/c/\n"),
    },
    { name: "a harmless query", files: env("APP_URL=https://shop.example/?lang=de&page=2\n") },
    { name: "an empty value", files: env("APP_URL=https://shop.example/?token=\n") },
    {
      name: "a database's address is a credential of its own",
      files: env(
        "APP_URL=https://shop.example\nDATABASE_URL=postgres://shop:Kz8rT2wq@db.example/shop\n",
      ),
    },
  ],
  fails: [
    fail("a password", "PANEL_URL", "https://admin:hunter22@p.example/c", "https://p.example/c"),
    fail("a name alone", "APP_URL", "https://abc123@shop.example", "https://shop.example"),
    fail(
      "a key in the query",
      "SHOP_API",
      "https://x.example/?api_key=abc123",
      "https://x.example/?api_key=...",
    ),
    fail(
      "name and password in the query, as panels want them",
      "PANEL_URL",
      "http://p.example/player_api.php?username=a&password=b",
      "http://p.example/player_api.php?username=...&password=...",
    ),
    {
      name: "in guard.yaml",
      files: env("A=1\n"),
      config: 'webhooks:\n  - { provider: stripe, url: "https://u:pw@shop.example/w" }\n',
      findings: [
        {
          message: "webhooks[0].url carries a credential in its URL",
          at: "{top}/guard.yaml:4 webhooks[0].url",
          evidence: "https://shop.example/w",
        },
      ],
    },
  ],
  unknowns: [
    {
      name: "the env file is closed",
      files: { ".env": { content: "APP_URL=https://shop.example\n", mode: 0o600 } },
      asOther: true,
      code: "permission",
    },
  ],
  notApplicable: [{ name: "none", files: env("A=1\n"), text: "no URL is configured" }],
  obstacles: [{ name: "a bare one", at: ".env", files: env("APP_URL=https://shop.example\n") }],
});
