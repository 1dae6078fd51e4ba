import { noSharedValues } from "../../../../src/audits/env/no-shared-values.ts";
import { auditCases } from "../../../support/audit-cases.ts";
import { mint } from "../../../support/mint.ts";

const [one, two] = [mint("database.password", 1), mint("database.password", 2)];

auditCases(noSharedValues, {
  passes: [
    { name: "each its own", files: { ".env": `DB_PASSWORD=${one}\nREDIS_PASSWORD=${two}\n` } },
    {
      name: "two names of one credential",
      files: {
        ".env": `DB_PASSWORD=${one}\nDATABASE_URL=postgres://shop:${one}@localhost/shop\n`,
      },
    },
    {
      name: "one example in two places",
      files: { ".env": `DB_PASSWORD=changeme\nREDIS_PASSWORD=changeme\nSMTP_PASSWORD=${one}\n` },
    },
    {
      name: "the same credential in a pool",
      files: { ".env": `DB_PASSWORD=${one}\n` },
      host: {
        "/etc/php/8.2/fpm/pool.d/shop.conf": `[shop]\nuser = www-data\nchdir = {root}\nenv[DB_PASSWORD] = ${one}\n`,
      },
    },
  ],
  fails: [
    {
      name: "two credentials with one value",
      files: { ".env": `DB_PASSWORD=${one}\nREDIS_PASSWORD=${one}\n` },
      findings: [
        {
          message: "DB_PASSWORD and REDIS_PASSWORD have one value",
          at: ".env:1 DB_PASSWORD",
          also: [".env:2 REDIS_PASSWORD"],
        },
      ],
    },
    {
      name: "three of them: one finding",
      files: { ".env": `DB_PASSWORD=${one}\nREDIS_PASSWORD=${one}\nSMTP_PASSWORD=${one}\n` },
      findings: [
        {
          message: "DB_PASSWORD, REDIS_PASSWORD and SMTP_PASSWORD have one value",
          at: ".env:1 DB_PASSWORD",
          also: [".env:2 REDIS_PASSWORD", ".env:3 SMTP_PASSWORD"],
        },
      ],
    },
    {
      name: "one of them inside a URL",
      files: {
        ".env": `REDIS_PASSWORD=${one}\nDATABASE_URL=postgres://shop:${one}@localhost/shop\n`,
      },
      findings: [
        {
          message: "DATABASE_URL and REDIS_PASSWORD have one value",
          at: ".env:2 DATABASE_URL",
          also: [".env:1 REDIS_PASSWORD"],
        },
      ],
    },
  ],
  unknowns: [
    {
      name: "the file is closed",
      files: { ".env": { content: `DB_PASSWORD=${one}\n`, mode: 0o600 } },
      asOther: true,
      code: "permission",
    },
  ],
  notApplicable: [
    { name: "no credential", files: { ".env": "A=1\n" }, text: "no credential is kept here" },
  ],
  obstacles: [{ name: "each its own", at: ".env", files: { ".env": `DB_PASSWORD=${one}\n` } }],
});
