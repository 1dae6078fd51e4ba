import { addInterval } from "../../core/text/interval.ts";
import type { SampleCommit, SampleFile } from "../../core/ports/sample-writer.ts";
import { sampleCode } from "./sample-code.ts";
import type { SampleSecrets } from "./sample-secrets.ts";
import { sampleAccessLog, sampleAppLog, sampleDump } from "./sample-texts.ts";

/** Everything the sample shop consists of; paths below `www` unless in `beside`. */
export interface SampleShop {
  readonly commits: readonly SampleCommit[];
  /** Files of the checkout that were never committed. */
  readonly loose: readonly SampleFile[];
  /** Web server configuration, logs and guard.yaml, beside `www`. */
  readonly beside: readonly SampleFile[];
}

export interface SampleOptions {
  /** Absolute folder that will hold `www`. */
  readonly folder: string;
  /** `user:group` of the person who runs the demo. */
  readonly owner: string;
  readonly now: Date;
  readonly secrets: SampleSecrets;
}

/** A believable shop with one example of each mistake the vendor's guide warns of. */
export function sampleShop(options: SampleOptions): SampleShop {
  const { now, secrets } = options;
  const panelDay = monthsAgo(now, 8, 3);
  return {
    commits: sampleCommits(now, secrets),
    loose: [
      { path: ".env", text: envText(secrets), mode: 0o644, mtime: panelDay },
      { path: ".env.bak", text: backupText(secrets), mode: 0o644, mtime: panelDay },
      { path: "storage/logs/app.log", text: sampleAppLog(now, secrets.stripeKey), mode: 0o640 },
      { path: "backups/shop.sql", text: sampleDump(), mode: 0o640 },
    ],
    beside: [
      { path: "nginx/shop.conf", text: nginxText(options.folder) },
      { path: "logs/access.log", text: sampleAccessLog(now), mode: 0o640 },
      { path: "logs/error.log", text: "", mode: 0o640 },
      { path: "guard.yaml", text: guardText(options), mode: 0o600 },
    ],
  };
}

function sampleCommits(now: Date, secrets: SampleSecrets): readonly SampleCommit[] {
  const firstEnv = firstEnvText(secrets.stripeKey, secrets.oldPanelPassword);
  const code = sampleCode();
  const share = Math.ceil(code.length / 9);
  const growth = Array.from({ length: 8 }, (_, index) => ({
    message: `Add part ${index + 2} of the shop`,
    date: monthsAgo(now, 20 - index, 5),
    files: code.slice((index + 1) * share, (index + 2) * share),
  }));
  const deploy = { path: "scripts/deploy.sh", text: deployText(secrets.stripeKey), mode: 0o755 };
  const ignore = { path: ".gitignore", text: "/node_modules\n/vendor\n/storage/cache\n" };
  return [
    {
      message: "Import the shop",
      date: monthsAgo(now, 22, 9),
      files: [...code.slice(0, share), ignore, { path: ".env", text: firstEnv }],
    },
    ...growth,
    { message: "Add a deploy script", date: monthsAgo(now, 10, 2), files: [deploy] },
    {
      message: "New panel password",
      date: monthsAgo(now, 8, 3),
      files: [{ path: ".env", text: firstEnvText(secrets.stripeKey, secrets.panelPassword) }],
    },
    { message: "Remove .env", date: monthsAgo(now, 7, 20), files: [], removed: [".env"] },
  ];
}

function monthsAgo(now: Date, months: number, days: number): Date {
  return addInterval(now, { months: -months, days: -days });
}

/** What was committed before somebody learned that an env file must not be. */
function firstEnvText(stripeKey: string, panelPassword: string): string {
  return [
    "APP_ENV=production",
    "APP_DEBUG=true",
    `STRIPE_SECRET_KEY=${stripeKey}`,
    "STRIPE_WEBHOOK_SECRET=",
    "PANEL_URL=http://panel.example:25500",
    `PANEL_API_PASSWORD=${panelPassword}`,
    "",
  ].join("\n");
}

function envText(secrets: SampleSecrets): string {
  return [
    firstEnvText(secrets.stripeKey, secrets.panelPassword).trimEnd(),
    `NOWPAYMENTS_API_KEY=${secrets.nowpaymentsKey}`,
    `NOWPAYMENTS_IPN_SECRET=${secrets.ipnSecret}`,
    `DISCORD_BOT_TOKEN=${secrets.discordToken}`,
    `DB_PASSWORD=${secrets.databasePassword}`,
    `APP_KEY=${secrets.encryptionKey}`,
    "APP_URL=https://shop.example",
    "PANEL_API_USER=admin",
    "",
  ].join("\n");
}

function backupText(secrets: SampleSecrets): string {
  return [
    "# before the new panel",
    `STRIPE_SECRET_KEY=${secrets.stripeKey}`,
    `PANEL_API_PASSWORD=${secrets.panelPassword}`,
    `NOWPAYMENTS_API_KEY=${secrets.nowpaymentsKey}`,
    `DISCORD_BOT_TOKEN=${secrets.discordToken}`,
    `DB_PASSWORD=${secrets.databasePassword}`,
    "",
  ].join("\n");
}

function deployText(stripeKey: string): string {
  return [
    "#!/bin/sh",
    "# Puts a new version of the shop in place.",
    "set -eu",
    'release="$(date +%Y%m%d)"',
    'cd "$(dirname "$0")/.."',
    'echo "release $release"',
    "composer install --no-dev",
    "php artisan migrate --force",
    "php artisan cache:clear",
    "",
    "# Ask Stripe whether payments still work.",
    `STRIPE_SECRET_KEY=${stripeKey}`,
    'curl -s -u "$STRIPE_SECRET_KEY:" https://api.stripe.com/v1/customers?limit=1',
    "",
  ].join("\n");
}

const ciphers =
  "ECDHE-ECDSA-AES128-GCM-SHA256:ECDHE-RSA-AES128-GCM-SHA256:" +
  "ECDHE-ECDSA-AES256-GCM-SHA384:ECDHE-RSA-AES256-GCM-SHA384";

function nginxText(folder: string): string {
  return [
    "# The sample shop's site. Its mistake: root is the whole checkout, not public/.",
    "http {",
    "    log_format main '$remote_addr [$time_local] \"$request\" $status';",
    "    server {",
    "        listen 443 ssl;",
    // Written out: what nginx does by itself depends on the one of this machine.
    "        ssl_protocols TLSv1.2 TLSv1.3;",
    `        ssl_ciphers ${ciphers};`,
    "        ssl_session_tickets off;",
    "        server_name shop.example;",
    `        access_log ${folder}/logs/access.log main;`,
    `        error_log ${folder}/logs/error.log;`,
    `        root ${folder}/www;`,
    "        index index.php;",
    "    }",
    "}",
    "",
  ].join("\n");
}

function guardText({ folder, owner }: SampleOptions): string {
  const quote = (text: string) => JSON.stringify(text);
  return [
    "# What `init` would write for the sample shop.",
    "install:",
    `  root: ${quote(`${folder}/www`)}`,
    `  owner: ${quote(owner)}`,
    "  environment: production",
    "  logs:",
    `    access: [${quote(`${folder}/logs/access.log`)}]`,
    `    error: [${quote(`${folder}/logs/error.log`)}]`,
    `    app: [${quote(`${folder}/www/storage/logs/*.log`)}]`,
    `  nginx: [${quote(`${folder}/nginx/shop.conf`)}]`,
    "  encryptionKey: { env: APP_KEY }",
    "store: { domains: [shop.example] }",
    "webhooks:",
    '  - { provider: stripe, url: "https://shop.example/api/webhooks/stripe",',
    "      secret: STRIPE_WEBHOOK_SECRET }",
    "",
  ].join("\n");
}
