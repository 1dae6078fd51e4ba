import { strongValues } from "../../../../src/audits/env/strong-values.ts";
import { auditCases } from "../../../support/audit-cases.ts";
import { mint } from "../../../support/mint.ts";

const strong = mint("database.password");

auditCases(strongValues, {
  passes: [
    { name: "long and random", files: { ".env": `DB_PASSWORD=${strong}\n` } },
    {
      name: "an example is env/no-placeholders'",
      files: { ".env": `DB_PASSWORD=${strong}\nREDIS_PASSWORD=changeme\n` },
    },
    {
      name: "a key that a provider made is not judged",
      files: { ".env": `DB_PASSWORD=${strong}\nSTRIPE_SECRET_KEY=short\n` },
    },
  ],
  fails: [
    {
      name: "short",
      files: { ".env": "DB_PASSWORD=xK9#vQ2mTq\n" },
      findings: [{ message: "DB_PASSWORD has under 12 characters", at: ".env:1 DB_PASSWORD" }],
    },
    {
      name: "common",
      files: { ".env": "DB_PASSWORD=Passw0rd2024!\n" },
      findings: [
        { message: "DB_PASSWORD is one of the most used passwords", at: ".env:1 DB_PASSWORD" },
      ],
    },
    {
      name: "long and predictable",
      files: { ".env": "REDIS_PASSWORD=abcabcabcabcabcabc\n" },
      findings: [
        {
          message: "REDIS_PASSWORD is made of words, rows or repetitions",
          at: ".env:1 REDIS_PASSWORD",
        },
      ],
    },
    {
      name: "the password in a URL",
      files: { ".env": "DATABASE_URL=postgres://shop:Kz8rT2@localhost/shop\n" },
      findings: [{ message: "DATABASE_URL has under 12 characters", at: ".env:1 DATABASE_URL" }],
    },
    {
      name: "one weak value under two names: one finding",
      files: { ".env": "DB_PASSWORD=xK9#vQ2\nMYSQL_PASSWORD=xK9#vQ2\n" },
      findings: [
        {
          message: "DB_PASSWORD has under 12 characters",
          at: ".env:1 DB_PASSWORD",
          also: [".env:2 MYSQL_PASSWORD"],
        },
      ],
    },
  ],
  unknowns: [
    {
      name: "the file is closed",
      files: { ".env": { content: `DB_PASSWORD=${strong}\n`, mode: 0o600 } },
      asOther: true,
      code: "permission",
    },
  ],
  notApplicable: [
    { name: "no password", files: { ".env": "A=1\n" }, text: "no password is kept here" },
  ],
  obstacles: [
    { name: "long and random", at: ".env", files: { ".env": `DB_PASSWORD=${strong}\n` } },
  ],
});
