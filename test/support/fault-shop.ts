import { spawnSync } from "node:child_process";
import { randomBytes } from "node:crypto";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { audits } from "../../src/audits/index.ts";
import { aStatement, lineOf, statementsPath } from "./a-statement.ts";
import { mintCertificate } from "./mint-certificate.ts";
import { type BuiltInstall, type Files, install } from "./install-builder.ts";
import { shopIncidents } from "./fault-shop-incidents.ts";
import { shopPorts } from "./fault-shop-ports.ts";
import { shopLedger } from "./fault-shop-ledger.ts";
import { mint } from "./mint.ts";

/** Recent enough for what must be fresh, and before {@link shopNow}. */
const changed = "2026-11-24T08:00:00Z";
export const shopNow = "2026-11-24T09:00:00Z";

const settings = () => `APP_ENV=production
APP_DEBUG=false
APP_URL=https://shop.example
APP_KEY=base64:${randomBytes(32).toString("base64")}
DB_PASSWORD=${mint("database.password")}
STRIPE_SECRET_KEY=${mint("stripe.secret-key").replace("sk_live_", "rk_live_")}
STRIPE_WEBHOOK_SECRET=${mint("stripe.webhook-secret")}
STRIPE_WEBHOOK_URL=https://shop.example/api/webhooks/stripe
PANEL_URL=https://panel.example
PANEL_USERNAME=shopcaller
PANEL_PASSWORD=${mint("database.password", 2)}
`;

const files = (): Files => ({
  ".env": { content: settings(), mode: 0o600, owner: "33:33", changed },
  // Open, and without any credential.
  ".env.bak": { content: "APP_NAME=shop\n", owner: "33:33" },
  "composer.json": "{}\n",
  "config/app.php": "<?php return ['debug' => false];\n",
  "public/index.php": "<?php echo 1;\n",
  "storage/logs/laravel.log": { content: "[2026-11-24] started\n", mode: 0o640, owner: "33:33" },
  "storage/dump.sql": "CREATE TABLE users (id int);\n",
  "docker-compose.yml":
    "services:\n  worker:\n    environment:\n      TZ: UTC\n    env_file: .env\n",
});

const committed: Files = {
  ".gitignore": "/.env*\n!.env.example\n*.log\n*.bak\n*.sql\n",
  ".env.example": "STRIPE_SECRET_KEY=\nDB_PASSWORD=changeme\n",
  "composer.json": "{}\n",
  "config/app.php": "<?php return ['debug' => false];\n",
  "public/index.php": "<?php echo 1;\n",
};

export const shopLog = { content: "203.0.113.9 - GET /\n", mode: 0o640, changed };

const { key, certificate } = mintCertificate();
const stated = audits.flatMap(({ meta }) => (meta.statement ? [lineOf(aStatement(meta.id))] : []));

const host: Files = {
  "/etc/logrotate.conf": "include /etc/logrotate.d\n",
  "/etc/logrotate.d/nginx": "/var/log/nginx/*.log {\n  daily\n  rotate 90\n}\n",
  "/etc/nginx/nginx.conf": "http {\n  include /etc/nginx/sites-enabled/*;\n}\n",
  "/etc/nginx/sites-enabled/shop": `server {
  listen 443 ssl;
  server_name shop.example;
  root {root}/public;
  ssl_certificate tls/shop.crt;
  ssl_protocols TLSv1.3;
  ssl_session_tickets off;
  ssl_certificate_key tls/shop.key;
  location ~ \\.php$ { fastcgi_pass unix:/run/php/shop.sock; }
}
`,
  "/etc/nginx/tls/shop.crt": certificate,
  "/etc/nginx/tls/shop.key": { content: key, mode: 0o600 },
  "/etc/php/8.2/fpm/pool.d/shop.conf":
    "[shop]\nuser = www-data\ngroup = www-data\nlisten = /run/php/shop.sock\nchdir = {root}\n",
  "/etc/systemd/system/shop.service":
    "[Service]\nUser=www-data\nWorkingDirectory={root}\nExecStart=/usr/bin/php artisan queue:work\n",
  "/etc/systemd/system/shop.service.d/zone.conf": "[Service]\nEnvironment=TZ=UTC\n",
  "/etc/cron.d/shop": "0 3 * * * www-data php {root}/artisan schedule:run\n",
  "/etc/redis/redis.conf": `bind 127.0.0.1 -::1\nrequirepass ${mint("redis.password", 9)}\n`,
  "/etc/sudoers": "root ALL=(ALL:ALL) ALL\n@includedir /etc/sudoers.d\n",
  "/etc/sudoers.d/deploy": "deploy ALL=(root) /usr/bin/systemctl restart shop\n",
  "/srv/backups/shop.sql.age": `age-encryption.org/v1\n-> X25519 abc\n${"x".repeat(80)}`,
  [statementsPath]: stated.join(""),
  "/var/log/nginx/access.log": shopLog,
  "/var/log/nginx/access.log.1": shopLog,
  "/var/log/nginx/error.log": shopLog,
};

const named = "install:\n  dumps: [/srv/backups/*]\n";
const incident = `incident:
  contacts: [jo@shop.example]
  owners: { stripe: jo }
  lastDrill: 2026-10-01
`;

/** What differs between the shops that the audits are tried on. */
export interface ShopScene {
  readonly config: string;
  readonly host: Files;
  readonly besideConfig: Files;
}

/** A shop in order: what could not be looked at in it can be told from what is wrong. */
export function healthyShop(scene: Partial<ShopScene> = {}): BuiltInstall {
  const built = install(
    { ...committed, ...files() },
    {
      root: { owner: "33:33" },
      git: { committed },
      host: { ...host, ...scene.host },
      state: shopIncidents,
      config: `${scene.config ?? named}${incident}`,
      besideConfig: scene.besideConfig ?? {},
      now: shopNow,
    },
  );
  spawnSync("chown", ["-R", "-h", "33:33", built.root]);
  writeFileSync(join(built.top, "ledger"), shopLedger(built));
  return { ...built, ports: shopPorts(built) };
}
