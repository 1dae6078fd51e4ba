import { createHash } from "node:crypto";
import { gzipSync } from "node:zlib";
import { expect } from "vitest";
import { keySeparate } from "../../../../src/audits/encryption/key-separate.ts";
import { auditCases } from "../../../support/audit-cases.ts";
import type { Files } from "../../../support/install-builder.ts";

const raw = createHash("sha256").update("a key for tests").digest();
const base64 = raw.toString("base64");
const setting = `APP_KEY=base64:${base64}\n`;
const env = { ".env": setting };
const sql = (more = "") =>
  `-- MySQL dump\n${"INSERT INTO customers VALUES (1,'jo');\n".repeat(40)}${more}`;
const row = `INSERT INTO settings VALUES ('key','base64:${base64}');\n`;
const age = "age-encryption.org/v1\n-> X25519 abc\n";
const zip = "PK\x03\x04\x14\0\0\0\x08\0\0\0\0\0\0\0\0\0\x10\0\0\0\x10\0\0\0";
const inBackup = (at: string, form = "") => ({
  message: "IPTVbp encryption key in use is in a backup",
  at,
  evidence: `APP_KEY base64:...${base64.slice(-4)}${form}`,
});
const outside = (files: Files, pattern = "*") => ({
  files: {
    ...env,
    ...Object.fromEntries(
      Object.entries(files).map(([name, spec]) => [`../backups/${name}`, spec]),
    ),
  },
  config: `install:\n  dumps: ["{root}/../backups/${pattern}"]\n`,
});
const keyFile = (content: string | Uint8Array, files: Files = {}) => ({
  files: { ".env": "A=1\n", "storage/data.key": { content, mode: 0o600 }, ...files },
  config: "install:\n  encryptionKey: { file: storage/data.key }\n",
});

auditCases(keySeparate, {
  passes: [
    { name: "a dump in a folder of its own", files: { ...env, "backups/shop.sql": sql() } },
    { name: "a packed dump", files: { ...env, "backups/shop.sql.gz": gzipSync(sql()) } },
    { name: "an encrypted one may lie beside it", files: { ...env, "shop.sql.age": age } },
    { name: "dumps outside", ...outside({ "shop.sql": sql() }) },
    {
      name: "a key file elsewhere",
      ...keyFile(`${base64}\n`, { "backups/shop.sql": sql() }),
    },
    {
      name: "another key beside a dump",
      files: {
        ...env,
        "backups/shop.sql": sql(),
        "backups/notes.txt": `old: ${"ab".repeat(32)}\n`,
      },
    },
  ],
  fails: [
    {
      name: "in a dump",
      files: { ...env, "backups/shop.sql": sql(row) },
      findings: [inBackup("backups/shop.sql:42")],
    },
    {
      name: "in a packed dump",
      files: { ...env, "backups/shop.sql.gz": gzipSync(sql(row)) },
      findings: [inBackup("backups/shop.sql.gz:42")],
    },
    {
      name: "in hex, outside",
      ...outside({ "shop.sql": sql(Buffer.from(`base64:${base64}`).toString("hex")) }),
      findings: [inBackup("{top}/backups/shop.sql:42", ", in hex")],
    },
    {
      name: "an archive of both",
      ...outside({ "all.tar": `.env\0${"\0".repeat(252)}ustar\0${setting}${sql()}` }),
      findings: [inBackup("{top}/backups/all.tar:1")],
    },
    {
      name: "the dump lies beside the live env file",
      files: { ...env, "shop.sql": sql(), "other.sql": sql() },
      findings: [
        {
          message: ".env, which has the encryption key, lies beside other.sql and shop.sql",
          at: ".env",
          also: ["other.sql", "shop.sql"],
          occurrences: 1,
        },
      ],
    },
    {
      name: "a copy of the env file lies beside it",
      files: { ...env, "backups/shop.sql": sql(), "backups/.env.bak": setting },
      findings: [
        {
          message: "backups/.env.bak, which has the encryption key, lies beside shop.sql",
          at: "backups/.env.bak",
          also: ["backups/shop.sql"],
          occurrences: 1,
          fix: "review",
        },
      ],
    },
    {
      name: "a note with the key lies beside it",
      ...outside({ "shop.sql": sql(), "README.txt": `the key is base64:${base64}\n` }, "*.sql"),
      findings: [
        {
          message: expect.stringMatching(
            /\/README\.txt, which has the encryption key, lies beside shop\.sql$/,
          ) as string,
          at: "{top}/backups/README.txt",
          also: [expect.stringMatching(/\/backups\/shop\.sql$/) as string],
          occurrences: 1,
        },
      ],
    },
    {
      name: "the key file lies beside it",
      ...keyFile(base64, { "storage/shop.sql": sql() }),
      findings: [
        {
          message: "storage/data.key, which has the encryption key, lies beside shop.sql",
          at: "storage/data.key",
          also: ["storage/shop.sql"],
          occurrences: 1,
        },
      ],
    },
    {
      name: "the key of a key file is in a dump",
      ...keyFile(raw, { "backups/shop.sql": sql(raw.toString("hex")) }),
      findings: [
        { message: "IPTVbp encryption key in use is in a backup", at: "backups/shop.sql:42" },
      ],
      gaps: ["storage/data.key"],
    },
    {
      name: "of a variable that only guard.yaml says holds it",
      files: { ".env": `SHOP_VAULT=${base64}\n`, "backups/shop.sql": sql(base64) },
      config: "install:\n  encryptionKey: { env: SHOP_VAULT }\n",
      findings: [
        { message: "IPTVbp encryption key in use is in a backup", at: "backups/shop.sql:42" },
      ],
    },
  ],
  unknowns: [
    {
      name: "an archive that is not unpacked",
      ...outside({ "shop.zip": Buffer.from(zip, "latin1") }),
      code: "parse",
    },
    {
      name: "a dump that we may not read",
      files: { ...env, "backups/shop.sql": { content: sql(), mode: 0o600 } },
      asOther: true,
      code: "permission",
    },
    {
      name: "a key of raw bytes",
      ...keyFile(raw, { "backups/shop.sql": sql() }),
      code: "parse",
      text: "raw bytes",
    },
    {
      name: "the key file is not there",
      files: { ...env, "backups/shop.sql": sql() },
      config: "install:\n  encryptionKey: { file: storage/data.key }\n",
      code: "io",
      text: "not there",
    },
    {
      name: "an env file that may hold the key is closed",
      files: {
        ...env,
        ".env.local": { content: "", mode: 0o600 },
        "backups/shop.sql": sql(),
      },
      asOther: true,
      code: "permission",
    },
  ],
  skips: [
    { name: "no backup, and nobody said where", files: env, needs: ["guard.yaml: install.dumps"] },
    {
      name: "the key is nowhere",
      files: { ".env": "A=1\n", "backups/shop.sql": sql() },
      needs: ["guard.yaml: install.encryptionKey"],
    },
  ],
  notApplicable: [
    {
      name: "guard.yaml says that there are none",
      files: env,
      config: "install:\n  dumps: []\n",
      text: "guard.yaml says that no backup is kept here",
    },
    {
      name: "the key is an example",
      files: { ".env": "APP_KEY=changeme\n", "backups/shop.sql": sql() },
      text: "the encryption key that is here is no real one",
    },
  ],
  obstacles: [
    {
      name: "the env file with the key",
      at: ".env",
      files: { ...env, "backups/shop.sql": sql() },
    },
    {
      name: "the file of the key",
      at: "storage/data.key",
      ...keyFile(base64, { "backups/shop.sql": sql() }),
    },
  ],
});
