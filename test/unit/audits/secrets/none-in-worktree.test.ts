import { noneInWorktree } from "../../../../src/audits/secrets/none-in-worktree.ts";
import { auditCases } from "../../../support/audit-cases.ts";
import { mint } from "../../../support/mint.ts";

const key = mint("stripe.secret-key");
const old = mint("stripe.secret-key", 2);
const password = mint("database.password");
const env = { ".env": `STRIPE_SECRET_KEY=${key}\nDB_PASSWORD=${password}\n` };
const shown = (secret: string) => `${secret.slice(0, 8)}...${secret.slice(-4)}`;
const title = "Stripe secret or restricted key";
const script = "scripts/deploy.sh";

auditCases(noneInWorktree, {
  passes: [
    {
      name: "only the env file holds them",
      files: { ...env, "index.php": "<?php getenv('X');\n" },
    },
    {
      name: "copies, logs and dumps are for other audits",
      files: {
        ...env,
        ".env.bak": env[".env"],
        "storage/logs/app.log": `${key}\n`,
        "db/shop.sql": `${key}\n`,
        "backup-shop.tar.gz": key,
      },
    },
    {
      name: "an example's blanks",
      files: { ...env, ".env.example": `STRIPE_SECRET_KEY=sk_live_${"x".repeat(24)}\n` },
    },
    {
      name: "what a compose file sets is for env/none-in-units",
      files: {
        ...env,
        "compose.yaml": `services:\n  shop:\n    environment:\n      STRIPE_SECRET_KEY: ${key}\n`,
      },
    },
    { name: "an empty install", files: { ".env": "" } },
  ],
  fails: [
    {
      name: "a key in use, in a script",
      files: { ...env, [script]: `#!/bin/sh\ncurl -u ${key}: https://api.example\n` },
      findings: [
        {
          message: `${title} in use is in a file`,
          at: `${script}:2`,
          evidence: `STRIPE_SECRET_KEY ${shown(key)}`,
        },
      ],
    },
    {
      name: "in several files: one finding, all places",
      files: { ...env, "a.php": `'${key}'\n`, "b/c.js": `"${key}"\n"${key}"\n` },
      findings: [
        { message: `${title} in use is in a file`, at: "a.php:1", also: ["b/c.js:1", "b/c.js:2"] },
      ],
    },
    {
      name: "a key that is not in use",
      files: { ...env, "config.php": `'${old}'\n` },
      findings: [{ message: `${title} is in a file`, at: "config.php:1" }],
    },
    {
      name: "an own value that no pattern knows",
      files: { ...env, "config/database.php": `<?php\n\n$p = '${password}';\n` },
      findings: [{ message: "Database password in use is in a file", at: "config/database.php:3" }],
    },
    {
      name: "an own value in base64",
      files: { ...env, "k8s.yaml": `x: ${Buffer.from(password).toString("base64")}\n` },
      findings: [{ message: "Database password in use is in a file", at: "k8s.yaml:1" }],
    },
    {
      name: "in a file that git ignores",
      files: { ...env, ".gitignore": "cache/\n", "cache/config.php": `'${key}'\n` },
      git: { committed: { ".gitignore": "cache/\n" } },
      findings: [{ message: `${title} in use is in a file`, at: "cache/config.php:1" }],
    },
    {
      name: "an example file with the real one",
      files: { ...env, ".env.example": `STRIPE_SECRET_KEY=${key}\n` },
      findings: [{ message: `${title} in use is in a file`, at: ".env.example:1" }],
    },
    {
      name: "a compose file, beside what it sets",
      files: { ...env, "compose.yaml": `# ${key}\nservices:\n  shop:\n    image: shop\n` },
      findings: [{ message: `${title} in use is in a file`, at: "compose.yaml:1" }],
    },
    {
      name: "beside a file that we may not read",
      files: { ...env, "a.php": `'${old}'\n`, "b.php": { content: "", mode: 0o600 } },
      asOther: true,
      findings: [{ message: `${title} is in a file`, at: "a.php:1" }],
      gaps: ["b.php"],
    },
  ],
  unknowns: [
    {
      name: "a folder that we may not list",
      files: { ...env, "private/": { mode: 0o700 } },
      asOther: true,
      code: "permission",
      text: "private",
    },
    {
      name: "the env file is closed: its values were not searched",
      files: { ".env": { content: env[".env"], mode: 0o600 }, "index.php": "<?php\n" },
      asOther: true,
      code: "permission",
      text: ".env",
    },
  ],
  obstacles: [
    {
      name: "an ordinary file; what is no file holds nothing",
      at: "index.php",
      files: { ...env, "index.php": "<?php\n" },
      expected: { "link-loop": "pass", fifo: "pass", directory: "pass" },
    },
    { name: "the env file", at: ".env", files: env },
  ],
});
