import { randomBytes } from "node:crypto";
import { readRuleFiles } from "../../src/platform/rule-files.ts";
import { type ShopScene, shopLog } from "./fault-shop.ts";
import { localAuditText } from "./local-audit-cases.ts";
import { mint } from "./mint.ts";

const playbook = readRuleFiles().find(({ path }) => path.endsWith("/stripe-key.yaml"))?.text ?? "";

/** Every file that guard.yaml can name or that may stand beside it, away from its usual place. */
export const namedScene: ShopScene = {
  config: `install:
  env: [.env, /etc/default/shop.env, /etc/shop.env.d/*.env]
  logs:
    access: [/var/log/shop/access.log*]
    error: [/var/log/shop/error.log]
    app: [/var/log/shop/app.log]
    audit: [/var/log/shop/audit.log]
  dumps: [/srv/dumps/*]
  nginx: [/opt/nginx/nginx.conf]
  encryptionKey: { file: /etc/shop/data.key }
waivers: waivers.yaml
`,
  host: {
    "/etc/default/shop.env": {
      content: `# ${"The database of the shop. ".repeat(3)}\nDB_PASSWORD=${mint("database.password", 3)}\n`,
      mode: 0o600,
      owner: "33:33",
    },
    "/etc/shop.env.d/mail.env": {
      // Cut in two, it sets nothing.
      content: `# ${"The mail account of the shop. ".repeat(3)}\nSMTP_PASSWORD=${mint("database.password", 4)}\n`,
      mode: 0o600,
      owner: "33:33",
    },
    "/etc/shop/data.key": { content: randomBytes(32).toString("base64"), mode: 0o600 },
    "/opt/nginx/nginx.conf": `http {
  server {
    listen 443 ssl;
    server_name shop.example;
    root {root}/public;
    access_log /var/log/shop/access.log;
    error_log /var/log/shop/error.log;
    ssl_certificate /etc/nginx/tls/shop.crt;
    ssl_protocols TLSv1.3;
    ssl_session_tickets off;
    ssl_certificate_key /etc/nginx/tls/shop.key;
    location ~ \\.php$ { fastcgi_pass unix:/run/php/shop.sock; }
  }
}
`,
    "/etc/logrotate.d/shop": "/var/log/shop/*.log {\n  daily\n  rotate 90\n}\n",
    "/srv/dumps/shop.sql.age": `age-encryption.org/v1\n-> X25519 abc\n${"x".repeat(80)}`,
    "/var/log/shop/access.log": shopLog,
    "/var/log/shop/app.log": shopLog,
    "/var/log/shop/audit.log": shopLog,
    "/var/log/shop/error.log": shopLog,
  },
  besideConfig: {
    "audits.d/shop.yaml": localAuditText("file: { path: install.php, exists: false }"),
    "playbooks.d/local-shop.yaml": playbook.replace("id: stripe-key", "id: local-shop"),
    "rules.d/shop.yaml": `rules:
  - id: local-shop
    title: Shop token
    severity: high
    pattern:
      regex: 'shop_[a-z0-9]{32}'
      boundary: 'A-Za-z0-9_'
      keywords: [shop_]
      strong: true
      matches: ["shop_{lower:32}"]
      ignores: ["shop_{lower:31}"]
`,
    "waivers.yaml":
      "- { audit: env/mode, path: .env, reason: on trial, owner: jo, expires: 2026-12-24 }\n",
  },
};
