import { gzipSync } from "node:zlib";
import { noCopies } from "../../../../src/audits/env/no-copies.ts";
import { auditCases } from "../../../support/audit-cases.ts";
import { mint } from "../../../support/mint.ts";

const stripe = `STRIPE_SECRET_KEY=${mint("stripe.secret-key")}\n`;
const older = `STRIPE_SECRET_KEY=${mint("stripe.secret-key", 2)}\n`;
const database = `DB_PASSWORD=${mint("database.password")}\n`;
const live = { ".env": { content: `APP_ENV=production\n${stripe}${database}`, mode: 0o600 } };
const copy = (name: string, mode = 0o644, content = stripe + database) => ({
  ...live,
  [name]: { content, mode },
});
const nginx = (folder: string) => `server_name shop.example;\nroot {root}${folder};`;

auditCases(noCopies, {
  passes: [
    { name: "no copy", files: live },
    { name: "a private copy outside the web root", files: copy(".env.bak", 0o600) },
    { name: "an open copy without credentials", files: copy(".env.bak", 0o644, "APP_ENV=x\n") },
    {
      name: "an open copy of examples",
      files: copy(".env.old", 0o644, "DB_PASSWORD=changeme\nSTRIPE_SECRET_KEY=sk_live_xxxxxxxx\n"),
    },
    { name: "an example file is no copy", files: copy(".env.example", 0o644, "DB_PASSWORD=\n") },
    { name: "a folder with such a name", files: { ...live, "env.old/lib.py": "1\n" } },
    {
      name: "a private copy beside the web root",
      files: copy(".env.bak", 0o600),
      nginx: nginx("/public"),
    },
  ],
  fails: [
    {
      name: "an open copy whose credentials are all live",
      files: copy(".env.bak"),
      findings: [{ message: ".env.bak holds 2 credentials, 0644", at: ".env.bak", fix: "safe" }],
    },
    ...[".env.old", ".env~", ".env.save", ".env.swp", "env.txt", ".env.2024-11-02"].map((name) => ({
      name: `a copy called ${name}`,
      files: copy(name, 0o640, stripe),
      findings: [{ message: `${name} holds 1 credential, 0640`, at: name, fix: "safe" as const }],
    })),
    {
      name: "an open copy that holds what is nowhere else: a person decides",
      files: copy(".env.bak", 0o604, older + database),
      findings: [{ message: ".env.bak holds 2 credentials, 0604", at: ".env.bak", fix: "review" }],
    },
    {
      name: "a name tells a password that no format knows",
      files: copy(".env.bak", 0o644, `PANEL_PASSWORD=${["Tr0ub4dor", "and-3-others"].join("-")}\n`),
      findings: [{ message: ".env.bak holds 1 credential, 0644", at: ".env.bak", fix: "review" }],
    },
    {
      name: "a private copy in the web root",
      files: copy("public/.env.bak", 0o600),
      nginx: nginx("/public"),
      findings: [
        {
          message: "public/.env.bak holds 2 credentials, inside the web root",
          at: "public/.env.bak",
          fix: "safe",
        },
      ],
    },
    {
      name: "a gzip copy with a key in use",
      files: { ...live, ".env.bak.gz": { content: gzipSync(stripe), mode: 0o644 } },
      findings: [
        { message: ".env.bak.gz holds 1 credential, 0644", at: ".env.bak.gz", fix: "safe" },
      ],
    },
    {
      name: "several copies: one finding each",
      files: { ...copy(".env.bak"), "app/.env.old": { content: older, mode: 0o644 } },
      findings: [
        { message: ".env.bak holds 2 credentials, 0644", at: ".env.bak", fix: "safe" },
        { message: "app/.env.old holds 1 credential, 0644", at: "app/.env.old", fix: "review" },
      ],
    },
  ],
  unknowns: [
    {
      name: "a packed copy",
      files: { ...live, ".env.zip": { content: "PK\u0003\u0004rest", mode: 0o644 } },
      code: "parse",
      text: "zip",
    },
    {
      name: "a gzip copy in which no format is known",
      files: { ...live, ".env.gz": { content: gzipSync("PANEL_PASSWORD=older\n"), mode: 0o644 } },
      code: "parse",
    },
    {
      name: "a copy that seems harmless, while the live values are unknown",
      files: { ".env": { content: stripe, mode: 0o600 }, ".env.bak": { content: "A=1\n" } },
      asOther: true,
      code: "permission",
      text: ".env",
    },
    {
      name: "a folder that may hold copies",
      files: { ...live, "private/": { mode: 0o700 }, "private/.env.bak": stripe },
      asOther: true,
      code: "permission",
      text: "private",
    },
  ],
  obstacles: [
    {
      name: "an open copy",
      at: ".env.bak",
      files: copy(".env.bak", 0o644),
      // The mode that makes it unreadable for us does so for others; a folder is no copy.
      expected: { unreadable: "pass", directory: "pass" },
    },
    {
      name: "a copy in the web root",
      at: "public/.env.bak",
      files: copy("public/.env.bak"),
      nginx: nginx("/public"),
      expected: { directory: "pass" },
    },
  ],
});
