import { storeUrls } from "../../../../src/audits/https/store-urls.ts";
import { auditCases } from "../../../support/audit-cases.ts";

const env = (text: string) => ({ ".env": text });

auditCases(storeUrls, {
  passes: [
    {
      name: "https",
      files: env("APP_URL=https://shop.example\nPAYPAL_RETURN_URL=https://shop.example/ok\n"),
    },
    {
      name: "a path and a reference are part of another URL",
      files: env(
        "APP_URL=https://shop.example\nGOOGLE_REDIRECT_URI=/auth\nOK_CALLBACK_URL=${APP_URL}/ok\n",
      ),
    },
    {
      name: "a domain of guard.yaml has no scheme",
      files: env("A=1\n"),
      config: "store: { domains: [shop.example] }\n",
    },
    {
      name: "panels and webhooks are for other audits",
      files: env(
        "APP_URL=https://shop.example\nPANEL_URL=http://p.example\nSTRIPE_WEBHOOK_URL=http://w.example\n",
      ),
    },
  ],
  fails: [
    {
      name: "the application, a callback",
      files: env("APP_URL=http://shop.example\nPAYPAL_RETURN_URL=http://shop.example/ok\n"),
      findings: [
        { message: "http://shop.example", at: ".env:1 APP_URL" },
        { message: "http://shop.example/ok", at: ".env:2 PAYPAL_RETURN_URL" },
      ],
    },
    {
      name: "a developer's address: info",
      files: env("APP_URL=http://localhost:3000\n"),
      findings: [{ message: "http://localhost:3000", at: ".env:1 APP_URL", severity: "info" }],
    },
    {
      name: "a store domain with http://",
      files: env("A=1\n"),
      config: 'store: { domains: ["http://shop.example"] }\n',
      findings: [{ message: "http://shop.example", at: "{top}/guard.yaml:3 store.domains[0]" }],
    },
  ],
  unknowns: [
    {
      name: "one of two env files is closed",
      files: {
        ...env("APP_URL=https://shop.example\n"),
        ".env.local": { content: "", mode: 0o600 },
      },
      asOther: true,
      code: "permission",
      text: ".env.local",
    },
  ],
  notApplicable: [{ name: "none", files: env("A=1\n"), text: "no store URL is configured" }],
  obstacles: [{ name: "https", at: ".env", files: env("APP_URL=https://shop.example\n") }],
});
