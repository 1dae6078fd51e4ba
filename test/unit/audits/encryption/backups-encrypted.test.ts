import { expect } from "vitest";
import { randomBytes } from "node:crypto";
import { gzipSync } from "node:zlib";
import { backupsEncrypted } from "../../../../src/audits/encryption/backups-encrypted.ts";
import { auditCases } from "../../../support/audit-cases.ts";
import type { Files } from "../../../support/install-builder.ts";

const sql = `-- MySQL dump\n${"INSERT INTO customers VALUES (1,'jo');\n".repeat(40)}`;
const schema = "CREATE TABLE orders (id int);\n";
const age = "age-encryption.org/v1\n-> X25519 abc\n";
const gzip = gzipSync(sql);
const env = { ".env": "A=1\n" };
/** Beside the install, where guard.yaml points. */
const outside = (files: Files, pattern = "../backups/*") => ({
  files: {
    ...env,
    ...Object.fromEntries(
      Object.entries(files).map(([name, spec]) => [`../backups/${name}`, spec]),
    ),
  },
  config: `install:\n  dumps: ["{root}/${pattern}"]\n`,
});
const restic: Files = {
  "repo/config": randomBytes(100),
  "repo/data/00/ab": randomBytes(100),
  "repo/index/ab": randomBytes(100),
  "repo/keys/ab": "{}",
  "repo/snapshots/ab": randomBytes(100),
};

auditCases(backupsEncrypted, {
  passes: [
    { name: "an encrypted one in the tree", files: { ...env, "backups/shop.sql.age": age } },
    { name: "one outside, as guard.yaml says", ...outside({ "shop.sql": age }) },
    {
      name: "a folder with everything in it",
      ...outside({ "old/2026/shop.sql": age }, "../backups"),
    },
    { name: "a folder, with a slash behind it", ...outside({ "shop.sql": age }, "../backups/") },
    { name: "a restic repository outside", ...outside(restic) },
    { name: "a restic repository in the tree", files: { ...env, ...restic } },
    {
      name: "an empty dump beside it: nothing to protect",
      files: { ...env, "shop.sql": "", "backups/shop.sql.age": age },
    },
    {
      name: "migrations, live databases and copies of code are no backups",
      files: {
        ...env,
        "backups/shop.sql.age": age,
        "database/schema.sql": schema,
        "database/database.sqlite": "SQLite format 3\0",
        "index.php.bak": "<?php echo 1;\n",
        "logo.png.old": randomBytes(64),
        "backups/restore.sh": "#!/bin/sh\n",
        "src/dump/Dumper.php": "<?php\n",
      },
    },
    {
      name: "what the tool keeps for undo is left out",
      ...outside(
        { "shop.sql": age, "iptvbp-guard/www-1a2b3c4d5e6f/transactions/1/before/env": "A=1\n" },
        "../backups",
      ),
    },
  ],
  fails: [
    {
      name: "an SQL dump in the tree",
      files: { ...env, "backups/shop.sql": sql },
      findings: [
        { message: "backups/shop.sql is not encrypted: plain SQL", at: "backups/shop.sql" },
      ],
    },
    {
      name: "called encrypted, and is not",
      files: { ...env, "backups/shop.sql.gpg": gzip },
      findings: [
        { message: "backups/shop.sql.gpg is not encrypted: gzip", at: "backups/shop.sql.gpg" },
      ],
    },
    {
      name: "one per folder",
      files: {
        ...env,
        "backups/1.tar.gz": gzip,
        "backups/2.sql": sql,
        "backups/3.sql.age": age,
        "dump-2026.sql": sql,
      },
      findings: [
        {
          message: "2 backups in backups are not encrypted: gzip and plain SQL",
          at: "backups",
          also: ["backups/1.tar.gz", "backups/2.sql"],
          occurrences: 2,
        },
        { message: "dump-2026.sql is not encrypted: plain SQL", at: "dump-2026.sql" },
      ],
    },
    {
      name: "outside, whatever it is called",
      ...outside({ nightly: sql }),
      findings: [
        {
          message: expect.stringMatching(
            /\/backups\/nightly is not encrypted: plain SQL$/,
          ) as string,
          at: "{top}/backups/nightly",
        },
      ],
    },
    {
      name: "a copied database and a copy with a database in it",
      files: {
        ...env,
        "database/2026-11-01.sqlite": "SQLite format 3\0",
        "shop.sql.bak": sql,
      },
      findings: [
        {
          message: "database/2026-11-01.sqlite is not encrypted: SQLite",
          at: "database/2026-11-01.sqlite",
        },
        { message: "shop.sql.bak is not encrypted: plain SQL", at: "shop.sql.bak" },
      ],
    },
    {
      name: "beside one whose format is not known",
      ...outside({ "a.bin": randomBytes(500), "b.sql": sql }),
      findings: [
        {
          message: expect.stringMatching(/b\.sql is not encrypted: plain SQL$/) as string,
          at: "{top}/backups/b.sql",
        },
      ],
      gaps: [expect.stringMatching(/\/backups\/a\.bin$/) as string],
    },
  ],
  unknowns: [
    { name: "its format is not known", ...outside({ "a.bin": randomBytes(500) }), code: "parse" },
    {
      name: "a folder that we may not list",
      ...outside({ "x/": { mode: 0o700 } }, "../backups/x/*.sql"),
      asOther: true,
      code: "permission",
      text: "/backups/x",
    },
    {
      name: "a folder below that we may not list",
      ...outside({ "x/": { mode: 0o700 }, "shop.sql": age }, "../backups"),
      asOther: true,
      code: "permission",
      text: "/backups/x",
    },
    {
      name: "a folder that is not there, as guard.yaml has it",
      ...outside({ "shop.sql": age }, "../backup"),
      code: "io",
      text: "the backup that guard.yaml names is not there",
    },
    {
      name: "a link loop where guard.yaml points",
      ...outside({ "shop.sql": { is: "link-loop" } }, "../backups/shop.sql"),
      code: "link",
    },
  ],
  skips: [
    { name: "no backup, and nobody said where", files: env, needs: ["guard.yaml: install.dumps"] },
  ],
  notApplicable: [
    {
      name: "guard.yaml says that there are none",
      files: env,
      config: "install:\n  dumps: []\n",
      text: "guard.yaml says that no backup is kept here",
    },
    {
      name: "nothing where it points",
      ...outside({}),
      text: "nothing is where install.dumps points",
    },
  ],
  obstacles: [
    {
      name: "a dump in the tree",
      at: "backups/shop.sql",
      files: { ...env, "backups/shop.sql": age, "backups/other.sql": age },
      // What is no file is none of the tree's dumps; the other one is encrypted.
      expected: { "link-loop": "pass", fifo: "pass", directory: "pass" },
    },
  ],
});
