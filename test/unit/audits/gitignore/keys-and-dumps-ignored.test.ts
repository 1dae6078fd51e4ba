import { keysAndDumpsIgnored } from "../../../../src/audits/gitignore/keys-and-dumps-ignored.ts";
import { auditCases } from "../../../support/audit-cases.ts";

const env = { ".env": "A=1\n" };
const git = (ignore: string, more = {}) => ({ committed: { ".gitignore": ignore, ...more } });
const rows = "INSERT INTO users VALUES (1, 'jo');\n".repeat(30);
const begin = "-----BEGIN";
const privateKey = `${begin} PRIVATE KEY-----\nabc\n-----END PRIVATE KEY-----\n`;
const certificate = `${begin} CERTIFICATE-----\nabc\n-----END CERTIFICATE-----\n`;
const taken = (message: string, also: readonly string[]) => ({
  message: `git would take ${message}`,
  at: ".gitignore",
  also,
  occurrences: also.length,
  fix: "safe" as const,
});

auditCases(keysAndDumpsIgnored, {
  passes: [
    { name: "nothing private there", files: { ...env, "index.php": "" }, git: true },
    {
      name: "all of it ignored",
      files: { ...env, "a.sql": rows, "b.log": "", "c.key": privateKey, "d.bak": "" },
      git: git("*.sql\n*.log\n*.key\n*.bak\n"),
    },
    {
      name: "a certificate without its key",
      files: { ...env, "tls/fullchain.pem": certificate },
      git: true,
    },
    {
      name: "a schema that git keeps on purpose",
      files: env,
      git: git("", { "database/schema.sql": "CREATE TABLE users (id int);\n" }),
    },
    {
      name: "env files and their copies are gitignore/env-ignored's",
      files: { ...env, ".env.bak": "A=1\n" },
      git: true,
    },
    {
      name: "in a repository of its own",
      files: { ...env, "lib/x/.git/HEAD": "ref: refs/heads/main\n", "lib/x/dump.sql": rows },
      git: true,
    },
  ],
  fails: [
    {
      name: "a dump and logs",
      files: { ...env, "backups/shop.sql": rows, "logs/app.log": "", "logs/b.log": "" },
      git: true,
      findings: [taken("*.sql and *.log", ["backups/shop.sql", "logs/app.log", "logs/b.log"])],
    },
    {
      name: "private keys by content and by name",
      files: { ...env, "tls/site.pem": privateKey, id_ed25519: "x", "a.p12": "x" },
      git: true,
      findings: [taken("*.p12, *.pem and id_ed25519", ["a.p12", "id_ed25519", "tls/site.pem"])],
    },
    {
      name: "backups whose ending says too little get lines of their own",
      files: { ...env, "shop-backup [1].tar.gz": "x", "shop.old": "x" },
      git: true,
      findings: [
        taken("*.old and /shop-backup \\[1].tar.gz", ["shop-backup [1].tar.gz", "shop.old"]),
      ],
    },
    {
      name: "beside a schema that git keeps: no general line",
      files: { ...env, "backups/shop.sql": rows },
      git: git("", { "database/schema.sql": "CREATE TABLE users (id int);\n" }),
      findings: [taken("/backups/shop.sql", ["backups/shop.sql"])],
    },
    {
      name: "an SQL file that git does not have is taken at its name",
      files: { ...env, "new.sql": "CREATE TABLE users (id int);\n" },
      git: true,
      findings: [taken("*.sql", ["new.sql"])],
    },
    {
      name: "a dump that git has already",
      files: env,
      git: git("", { "backups/shop.sql": rows }),
      findings: [taken("*.sql", ["backups/shop.sql"])],
    },
    {
      name: "taken back by a later line",
      files: { ...env, "a.log": "", "keep.log": "" },
      git: git("*.log\n!keep.log\n"),
      findings: [taken("*.log", ["keep.log"])],
    },
  ],
  unknowns: [
    {
      name: "no git program, although there is nothing to ask about",
      files: env,
      git: true,
      withoutGit: true,
      code: "git-missing",
    },
    {
      name: "a folder that may hold dumps",
      files: { ...env, "private/": { mode: 0o700 } },
      git: true,
      asOther: true,
      code: "permission",
      text: "private",
    },
  ],
  notApplicable: [{ name: "no repository", files: env, text: "it is in no git repository" }],
  obstacles: [
    {
      name: "what may be a key; what is no file cannot be taken as one",
      at: "tls/site.pem",
      files: { ...env, "tls/site.pem": certificate },
      git: true,
      expected: { "link-loop": "pass", fifo: "pass", directory: "pass" },
    },
    {
      name: "the ignore file; a link there counts for nothing, as for git",
      at: ".gitignore",
      files: { ...env, "a.log": "", ".gitignore": "*.log\n" },
      git: git("*.log\n"),
      expected: { "link-loop": "fail" },
    },
  ],
});
