import { localAuditCases } from "../../support/local-audit-cases.ts";
import { mint } from "../../support/mint.ts";

const value = mint("stripe.secret-key");
const env = (text: string) => ({ ".env": { content: text, mode: 0o600 } });

localAuditCases("env: { name: SHOP_KEY, set: true }", {
  passes: [
    { name: "in the env file", files: env(`SHOP_KEY=${value}\n`) },
    {
      name: "in a compose file",
      files: {
        ...env("A=1\n"),
        "compose.yaml": "services: { app: { image: shop, environment: { SHOP_KEY: x } } }\n",
      },
    },
  ],
  fails: [
    {
      name: "nowhere",
      files: env("SHOP_KEYS=x\nshop_key=x\n"),
      findings: [{ message: "SHOP_KEY is not set", at: ".env" }],
    },
    {
      name: "empty",
      files: env("A=1\nSHOP_KEY=\n"),
      findings: [{ message: "SHOP_KEY is empty", at: ".env:2 SHOP_KEY" }],
    },
    {
      name: "the last assignment counts",
      files: env("SHOP_KEY=x\nSHOP_KEY=\n"),
      findings: [{ message: "SHOP_KEY is empty", at: ".env:2 SHOP_KEY" }],
    },
    {
      name: "for the tests only",
      files: { ...env("APP_ENV=production\n"), ".env.testing": "SHOP_KEY=x\n" },
      findings: [{ message: "SHOP_KEY is not set", at: ".env" }],
    },
  ],
  unknowns: [
    {
      name: "another env file could set it",
      files: { ...env("A=1\n"), ".env.local": { mode: 0o600, content: "SHOP_KEY=x\n" } },
      asOther: true,
      code: "permission",
    },
  ],
  obstacles: [{ name: "values", files: env(`SHOP_KEY=${value}\n`), at: ".env" }],
});

localAuditCases("env: { name: SHOP_BYPASS, set: false }", {
  passes: [{ name: "empty is not set", files: env("SHOP_BYPASS=\n") }],
  fails: [
    {
      name: "in any environment",
      files: { ...env("SHOP_BYPASS=1\n"), ".env.testing": "SHOP_BYPASS=1\n" },
      findings: [
        { message: "SHOP_BYPASS is set", at: ".env:1 SHOP_BYPASS" },
        { message: "SHOP_BYPASS is set", at: ".env.testing:1 SHOP_BYPASS" },
      ],
    },
  ],
  obstacles: [{ name: "no value", files: env("A=1\n"), at: ".env" }],
});

localAuditCases('env: { name: SESSION_SECURE, one-of: ["true", "1"] }', {
  passes: [
    { name: "the one", files: env("SESSION_SECURE=true\n") },
    { name: "the other, quoted", files: env('SESSION_SECURE="1"\n') },
  ],
  fails: [
    {
      name: "another spelling, and the value is not said",
      files: env(`SESSION_SECURE=${value}\n`),
      findings: [
        {
          message: "SESSION_SECURE has none of the values allowed here",
          at: ".env:1 SESSION_SECURE",
        },
      ],
    },
  ],
  notApplicable: [
    { name: "not set", files: env("A=1\n"), text: "SESSION_SECURE is not set" },
    { name: "empty", files: env("SESSION_SECURE=\n"), text: "SESSION_SECURE is not set" },
  ],
  obstacles: [{ name: "values", files: env("SESSION_SECURE=1\n"), at: ".env" }],
});

localAuditCases('env: { name: CDN_URL, set: true, matches: "^https://[a-z.]{1,60}$" }', {
  passes: [{ name: "it does", files: env("CDN_URL=https://cdn.example\n") }],
  fails: [
    {
      name: "it does not",
      files: env("CDN_URL=http://cdn.example\n"),
      findings: [{ message: "CDN_URL has not the form asked for here", at: ".env:1 CDN_URL" }],
    },
    {
      name: "not set",
      files: env("A=1\n"),
      findings: [{ message: "CDN_URL is not set", at: ".env" }],
    },
  ],
});

localAuditCases('env: { name: HOSTILE, matches: "^(?:a|a){40}b" }', {
  unknowns: [
    {
      name: "a value made to keep the pattern busy",
      files: env(`HOSTILE=${"a".repeat(60)}\n`),
      code: "timeout",
    },
  ],
});
