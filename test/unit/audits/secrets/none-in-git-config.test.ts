import { noneInGitConfig } from "../../../../src/audits/secrets/none-in-git-config.ts";
import { auditCases } from "../../../support/audit-cases.ts";
import { mint } from "../../../support/mint.ts";

const key = mint("stripe.secret-key");
const token = mint("github-token");
const password = mint("database.password", 7);
const env = { ".env": `STRIPE_SECRET_KEY=${key}\nDB_PASSWORD=${password}\n` };
const git = { committed: { "index.php": "<?php\n" } };
const config = (url: string) =>
  `[core]\n\trepositoryformatversion = 0\n[remote "origin"]\n\turl = ${url}\n`;
const title = "Stripe secret or restricted key";

auditCases(noneInGitConfig, {
  passes: [
    { name: "a repository as git makes it", files: env, git },
    {
      name: "a remote without a password",
      files: { ...env, ".git/config": config("https://git.example/shop.git") },
      git,
    },
    {
      name: "a remote with a name",
      files: { ...env, ".git/config": config("ssh://git@git.example/shop.git") },
      git,
    },
  ],
  fails: [
    {
      name: "a remote with a token",
      files: { ...env, ".git/config": config(`https://jo:${token}@git.example/shop.git`) },
      git,
      findings: [{ message: "GitHub token is in git's own files", at: "git config config:4" }],
    },
    {
      name: "an own value in use, in a hook: high",
      files: { ...env, ".git/hooks/post-merge": `#!/bin/sh\nmysql -p${password}\n` },
      git,
      findings: [
        {
          message: "Database password in use is in git's own files",
          at: "git config hooks/post-merge:2",
        },
      ],
    },
    {
      name: "a branch name",
      files: {
        ...env,
        ".git/packed-refs": `# pack-refs with: peeled\n${"1".repeat(40)} refs/heads/try-${key}\n`,
      },
      git,
      findings: [
        {
          message: `${title} in use is in git's own files`,
          at: "git ref packed-refs:2",
          also: [`git ref refs/heads/try-${key.slice(0, 8)}...${key.slice(-4)}`],
        },
      ],
    },
  ],
  unknowns: [
    {
      name: "the env file is closed: its values were not searched",
      files: { ".env": { content: env[".env"], mode: 0o600 } },
      git,
      asOther: true,
      code: "permission",
    },
  ],
  notApplicable: [{ name: "no repository", files: env, text: "there is no git repository" }],
  // A folder is walked, and a link that leads nowhere holds nothing.
  obstacles: [
    {
      name: "a hook",
      at: ".git/hooks/post-merge",
      files: { ...env, ".git/hooks/post-merge": "" },
      git,
      expected: { "link-loop": "pass", directory: "pass" },
    },
    {
      name: "packed refs",
      at: ".git/packed-refs",
      files: { ...env, ".git/packed-refs": "" },
      git,
      expected: { "link-loop": "pass", directory: "pass" },
    },
  ],
});
