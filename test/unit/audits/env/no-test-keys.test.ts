import { noTestKeys } from "../../../../src/audits/env/no-test-keys.ts";
import { auditCases } from "../../../support/audit-cases.ts";
import { mint } from "../../../support/mint.ts";

const [live, test] = [mint("stripe.secret-key"), mint("stripe.test-key")];
const liveLine = `STRIPE_SECRET_KEY=${live}\n`;
const testLine = `STRIPE_SECRET_KEY=${test}\n`;
const development = "APP_ENV=development\n";

auditCases(noTestKeys, {
  passes: [
    { name: "production with a live key", files: { ".env": liveLine } },
    { name: "development with a test key", files: { ".env": development + testLine } },
    {
      name: "production that keeps a test key under a name of its own",
      files: { ".env": `${liveLine}STRIPE_TEST_SECRET_KEY=${test}\n` },
    },
    {
      name: "an env file for tests beside production's",
      files: { ".env": liveLine, ".env.testing": testLine },
    },
    {
      name: "guard.yaml says that this is no production install",
      files: { ".env": testLine },
      config: "install:\n  environment: staging\n",
    },
    { name: "a gateway that is switched to live", files: { ".env": "PAYPAL_MODE=live\n" } },
    { name: "a sandbox in development", files: { ".env": `${development}PAYPAL_MODE=sandbox\n` } },
  ],
  fails: [
    {
      name: "production with a test key",
      files: { ".env": `APP_ENV=production\n${testLine}` },
      findings: [
        {
          message: "STRIPE_SECRET_KEY is a test credential in production",
          at: ".env:2 STRIPE_SECRET_KEY",
          evidence: `STRIPE_SECRET_KEY sk_test_...${test.slice(-4)}`,
        },
      ],
    },
    {
      name: "no environment named anywhere is production",
      files: { ".env": testLine },
      findings: [
        {
          message: "STRIPE_SECRET_KEY is a test credential in production",
          at: ".env:1 STRIPE_SECRET_KEY",
        },
      ],
    },
    {
      name: "a test key that is the only one",
      files: { ".env": `STRIPE_TEST_SECRET_KEY=${test}\n` },
      findings: [
        {
          message: "STRIPE_TEST_SECRET_KEY is a test credential in production",
          at: ".env:1 STRIPE_TEST_SECRET_KEY",
        },
      ],
    },
    {
      name: "development with a live key",
      files: { ".env": development + liveLine },
      findings: [
        {
          message: "STRIPE_SECRET_KEY is a live credential in development",
          at: ".env:2 STRIPE_SECRET_KEY",
        },
      ],
    },
    {
      name: "a live key in an env file for staging",
      files: { ".env.staging": liveLine },
      findings: [
        {
          message: "STRIPE_SECRET_KEY is a live credential in staging",
          at: ".env.staging:1 STRIPE_SECRET_KEY",
        },
      ],
    },
    ...["PAYPAL_MODE=sandbox", "PAYPAL_ENVIRONMENT=test", "NOWPAYMENTS_SANDBOX=true"].map(
      (line) => ({
        name: `${line} in production`,
        files: { ".env": `${line}\n` },
        findings: [{ message: `${line} in production`, at: `.env:1 ${line.split("=")[0]}` }],
      }),
    ),
    {
      name: "a gateway that is live on a test machine",
      files: { ".env": `${development}PAYPAL_MODE=live\n` },
      findings: [{ message: "PAYPAL_MODE=live in development", at: ".env:2 PAYPAL_MODE" }],
    },
  ],
  unknowns: [
    {
      name: "production's file is closed",
      files: { ".env": { content: testLine, mode: 0o600 }, ".env.local": "A=1\n" },
      asOther: true,
      code: "permission",
    },
  ],
  notApplicable: [
    {
      name: "nothing that tells",
      files: { ".env": "DB_PASSWORD=abc\n" },
      text: "nothing here tells test from live",
    },
  ],
  obstacles: [{ name: "production with a live key", at: ".env", files: { ".env": liveLine } }],
});
