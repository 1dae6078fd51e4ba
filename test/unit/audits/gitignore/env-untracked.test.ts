import { envUntracked } from "../../../../src/audits/gitignore/env-untracked.ts";
import { auditCases } from "../../../support/audit-cases.ts";
import { mint } from "../../../support/mint.ts";

const key = mint("stripe.secret-key");
const env = { ".env": `STRIPE_SECRET_KEY=${key}\n` };
const other = { "index.php": "<?php\n" };

auditCases(envUntracked, {
  passes: [
    { name: "not tracked", files: env, git: { committed: other } },
    { name: "before the first commit", files: env, git: true },
    {
      name: "a tracked example without credentials",
      files: env,
      git: { committed: { ".env.example": "STRIPE_SECRET_KEY=\nDB_PASSWORD=secret\n" } },
    },
    {
      name: "source that reads an environment",
      files: env,
      git: { committed: { "config/env.php": "<?php\n", ".env.js": "x\n" } },
    },
  ],
  fails: [
    {
      name: "committed",
      files: env,
      git: { committed: env },
      findings: [
        {
          message: ".env is tracked by git",
          at: ".env",
          remedy: "git rm --cached -- .env; then commit, and rotate what it holds",
        },
      ],
    },
    {
      name: "staged only",
      files: env,
      git: { committed: other, staged: env },
      findings: [{ message: ".env is tracked by git, not committed yet", at: ".env" }],
    },
    {
      name: "nested, a copy, and one with a blank in its name",
      files: {},
      git: { committed: { ...other, "app/.env.bak": "A=1\n", "app/.env.my shop": "A=1\n" } },
      nginx: "server_name shop.example;\nroot {root};",
      config: "install:\n  environment: production\n",
      findings: [
        { message: "app/.env.bak is tracked by git", at: "app/.env.bak" },
        {
          message: "app/.env.my shop is tracked by git",
          at: "app/.env.my shop",
          remedy: "git rm --cached -- 'app/.env.my shop'; then commit, and rotate what it holds",
        },
      ],
    },
    {
      name: "an example that holds a key in use",
      files: env,
      git: { committed: { ".env.example": env[".env"] } },
      findings: [
        { message: ".env.example holds credentials and is tracked by git", at: ".env.example" },
      ],
    },
    {
      name: "an example that holds a random password",
      files: env,
      git: { committed: { ".env.example": `PANEL_PASSWORD=${mint("database.password")}\n` } },
      findings: [
        { message: ".env.example holds credentials and is tracked by git", at: ".env.example" },
      ],
    },
    {
      name: "an env file under another name, which guard.yaml knows",
      files: { "config/shop.conf": "A=1\n" },
      git: { committed: { "config/shop.conf": "A=1\n" } },
      config: "install:\n  env: [config/shop.conf]\n",
      findings: [{ message: "config/shop.conf is tracked by git", at: "config/shop.conf" }],
    },
  ],
  unknowns: [
    {
      name: "no git program",
      files: env,
      git: { committed: other },
      withoutGit: true,
      code: "git-missing",
    },
    {
      name: "a tracked example that is gone from the disk",
      files: { ...env, ".env.example": { is: "directory" } },
      git: { committed: { ".env.example": "A=\n" } },
      code: "not-a-file",
    },
    {
      name: "the index is damaged",
      files: { ...env, ".git/index": "no index" },
      git: { committed: other },
      code: "parse",
    },
  ],
  notApplicable: [{ name: "no repository", files: env, text: "it is in no git repository" }],
  obstacles: [
    {
      name: "a tracked example",
      at: ".env.example",
      files: { ...env, ".env.example": "A=\n" },
      git: { committed: { ".env.example": "A=\n" } },
    },
    {
      name: "the index",
      at: ".git/index",
      files: { ...env, ".git/index": "no index" },
      git: { committed: other },
    },
  ],
});
