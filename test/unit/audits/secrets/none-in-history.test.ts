import { noneInHistory } from "../../../../src/audits/secrets/none-in-history.ts";
import { auditCases } from "../../../support/audit-cases.ts";
import { mint } from "../../../support/mint.ts";

const key = mint("stripe.secret-key");
const old = mint("stripe.secret-key", 2);
const password = mint("database.password");
const env = { ".env": `STRIPE_SECRET_KEY=${key}\nDB_PASSWORD=${password}\n` };
const other = { "index.php": "<?php\n" };
const title = "Stripe secret or restricted key";
const replaced =
  "Already replaced: not in use here now. Make sure that it is revoked where it was issued.";

auditCases(noneInHistory, {
  passes: [
    { name: "nothing in it", files: env, git: { committed: other } },
    { name: "before the first commit", files: env, git: true },
    {
      name: "a key in the tree that git does not have",
      files: { ...env, "a.php": key },
      git: { committed: other },
    },
  ],
  fails: [
    {
      name: "a key in use: critical, and says so",
      files: env,
      git: { committed: { "a.php": `\n'${key}'\n` } },
      findings: [{ message: `${title} in use is in git history`, at: "git blob a.php:2" }],
    },
    {
      name: "an own value that no pattern knows",
      files: env,
      git: { committed: { "config/database.php": `'${password}'\n` } },
      findings: [
        {
          message: "Database password in use is in git history",
          at: "git blob config/database.php:1",
        },
      ],
    },
    {
      name: "a key that is no longer in use: medium, already replaced",
      files: env,
      git: { committed: { "a.php": `'${old}'\n` } },
      findings: [
        {
          message: `${title} is in git history`,
          at: "git blob a.php:1",
          severity: "medium",
          remedy: replaced,
        },
      ],
    },
    {
      name: "staged only: the index is named",
      files: env,
      git: { committed: other, staged: { "a.php": `'${key}'\n` } },
      findings: [{ message: `${title} in use is in git history`, at: "git index a.php:1" }],
    },
  ],
  unknowns: [
    {
      name: "a bare repository beside the code, as deployers keep it",
      files: {
        ...env,
        "repo/HEAD": "ref: refs/heads/main\n",
        "repo/config": "[core]\n\tbare = true\n",
        "repo/objects/info/packs": "",
        "repo/refs/heads/main": `${"0".repeat(39)}1\n`,
      },
      code: "git-failed",
      text: "another repository",
    },
    {
      name: "no git program",
      files: env,
      git: { committed: other },
      withoutGit: true,
      code: "git-missing",
    },
    {
      name: "the env file is closed: its values were not searched",
      files: { ".env": { content: env[".env"], mode: 0o600 } },
      git: { committed: other },
      asOther: true,
      code: "permission",
      text: ".env",
    },
  ],
  notApplicable: [{ name: "no repository", files: env, text: "there is no git repository" }],
  obstacles: [
    {
      name: "the index",
      at: ".git/index",
      files: { ...env, ".git/index": "" },
      git: { committed: other },
    },
  ],
});
