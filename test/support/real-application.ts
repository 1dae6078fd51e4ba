import { execFileSync, spawnSync } from "node:child_process";
import fs from "node:fs";
import path from "node:path";
import { mint } from "./mint.ts";
import { type PrivateHost, privateHost } from "./private-host.ts";
import { projectRoot } from "./run-guard.ts";

/** Where Debian's packages of PHP applications lie: `apt-get download` puts them there. */
export const packageFolder = path.join(projectRoot, "test/.cache/debs");

/** A PHP application as Debian ships it, below `/usr/share`. */
export const applications = ["wordpress", "phpmyadmin", "dokuwiki"] as const;

export type Application = (typeof applications)[number];

/** Skips with a reason, or fails under GUARD_TEST_ALL=1, when the package was not downloaded. */
export function needPackage(skip: (note: string) => void, name: Application): string {
  const found = fs.existsSync(packageFolder)
    ? fs.readdirSync(packageFolder).find((file) => file.startsWith(`${name}_`))
    : undefined;
  if (found !== undefined) return path.join(packageFolder, found);
  const note = `${name} is not there: (cd test/.cache/debs && apt-get download ${name})`;
  if (process.env["GUARD_TEST_ALL"] === "1") throw new Error(note);
  skip(note);
  return "";
}

const root = "/var/www/shop";

const site = `server {
  listen 443 ssl;
  server_name shop.example;
  root ${root};
  index index.php;
  ssl_certificate /etc/ssl/shop.pem;
  ssl_certificate_key /etc/ssl/private/shop.key;
  ssl_protocols TLSv1.2 TLSv1.3;
  ssl_ciphers ECDHE-ECDSA-AES128-GCM-SHA256:ECDHE-RSA-AES128-GCM-SHA256:ECDHE-ECDSA-AES256-GCM-SHA384:ECDHE-RSA-AES256-GCM-SHA384;
  ssl_session_tickets off;
  add_header Strict-Transport-Security "max-age=63072000" always;
  access_log /var/log/nginx/shop.access.log;
  error_log /var/log/nginx/shop.error.log;
  location ~ /\\. { deny all; }
  location ~* \\.(?:sql|log|bak|gz|zip)$ { deny all; }
  location / { try_files $uri $uri/ /index.php; }
  location ~ \\.php$ { fastcgi_pass unix:/run/php/php8.2-fpm.sock; }
}
`;

/** A drill in a year that has passed would be a finding one day. */
const today = new Date().toISOString().slice(0, 10);

const hostFiles = {
  "etc/nginx/nginx.conf": "events {}\nhttp {\n  include /etc/nginx/sites-enabled/*;\n}\n",
  "etc/nginx/sites-enabled/shop.conf": site,
  "etc/php/8.2/fpm/pool.d/www.conf":
    "[www]\nuser = www-data\ngroup = www-data\nlisten = /run/php/php8.2-fpm.sock\n",
  "etc/logrotate.d/nginx":
    "/var/log/nginx/*.log {\n\tdaily\n\tmissingok\n\trotate 120\n\tcompress\n\tdelaycompress\n\tnotifempty\n\tcreate 0640 www-data adm\n}\n",
  "etc/iptvbp-guard/guard.yaml":
    `install:\n  root: ${root}\n  dumps: []\n` +
    `incident: { contacts: [ops@shop.example], owners: { stripe.secret-key: jo }, lastDrill: ${today} }\n`,
  "var/log/nginx/shop.access.log": "203.0.113.9 - - GET / 200\n",
  "var/log/nginx/shop.error.log": "",
};

/** The settings of a healthy shop; all values are minted. */
export function healthySettings(seed: number): readonly string[] {
  const one = (id: string) => mint(id, seed);
  return [
    "APP_ENV=production",
    "APP_DEBUG=false",
    "APP_URL=https://shop.example",
    `APP_KEY=${one("iptvbp.encryption-key")}`,
    `STRIPE_SECRET_KEY=${one("stripe.secret-key").replace(/^sk_/, "rk_")}`,
    `STRIPE_WEBHOOK_SECRET=${one("stripe.webhook-secret")}`,
    `NOWPAYMENTS_API_KEY=${one("nowpayments.api-key")}`,
    `NOWPAYMENTS_IPN_SECRET=${one("nowpayments.ipn-secret")}`,
    `DISCORD_BOT_TOKEN=${one("discord.bot-token")}`,
    `DB_PASSWORD=${one("database.password")}`,
    "PANEL_URL=https://panel.shop.example",
    "PANEL_API_USER=iptvbp-api",
    `PANEL_API_PASSWORD=${mint("database.password", seed + 1000)}`,
  ];
}

const ignored = [
  ".env*",
  "!.env.example",
  "!.env.sample",
  "*.key",
  "*.pem",
  "*.sql",
  "*.log",
  "*.bak",
];

/** The application as an install of www-data's under nginx and php-fpm. */
export function layOut(archive: string, name: Application, seed: number): PrivateHost {
  const host = privateHost(hostFiles);
  const unpacked = host.real("root/package");
  execFileSync("dpkg", ["-x", archive, unpacked]);
  const www = host.real(root);
  fs.mkdirSync(path.dirname(www), { recursive: true });
  fs.renameSync(path.join(unpacked, "usr/share", name), www);
  fs.rmSync(unpacked, { recursive: true });
  fs.writeFileSync(path.join(www, ".gitignore"), `${ignored.join("\n")}\n`);
  commitAll(www);
  fs.writeFileSync(path.join(www, ".env"), `${healthySettings(seed).join("\n")}\n`);
  fs.chmodSync(path.join(www, ".env"), 0o600);
  execFileSync("chown", ["-R", "33:33", www]);
  execFileSync("chown", [
    "33:4",
    ...["access", "error"].map((kind) => host.real(`var/log/nginx/shop.${kind}.log`)),
  ]);
  for (const kind of ["access", "error"])
    fs.chmodSync(host.real(`var/log/nginx/shop.${kind}.log`), 0o640);
  return host;
}

export function commitAll(folder: string): void {
  const git = (...args: string[]) => {
    const done = spawnSync(
      "git",
      [
        "-c",
        "gc.auto=0",
        "-c",
        "safe.directory=*",
        "-c",
        "user.name=jo",
        "-c",
        "user.email=jo@shop.example",
        ...args,
      ],
      { cwd: folder },
    );
    if (done.status !== 0) throw new Error(String(done.stderr));
  };
  if (!fs.existsSync(path.join(folder, ".git"))) git("init", "-q");
  git("add", "-A");
  git("commit", "-q", "-m", "as shipped");
}
