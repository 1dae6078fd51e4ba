import { mint } from "./mint.ts";
import { part } from "./paste-page.ts";

export const guardYaml = "/etc/iptvbp-guard/guard.yaml";

/** A page that is pasted with something left out or written otherwise. */
export interface PageRow {
  readonly name: string;
  /** What is replaced in the page, by nothing where nothing else is said. */
  readonly edits: readonly (readonly [from: string, to?: string])[];
  readonly settings?: Readonly<Record<string, string>>;
  /** What there is to say about it that there was not. */
  readonly finds: readonly string[];
  /** What was to be said and is no more. */
  readonly ends?: readonly string[];
}
const site = "/etc/nginx/sites-enabled/iptvbp.conf";
const logs = "/var/log/nginx/iptvbp";
const dotFiles = part("  location ~ /\\.");
const tlsRoot = `http2;\n  server_name $SHOP;\n  root /srv/iptvbp`;

/** A person needs longer than that between the start of Redis and its new configuration. */
const slowly = ["sed -n 's/^REDIS", "sleep 1.5\nsed -n 's/^REDIS"] as const;
/** What is said of a Redis that nothing restarted after its password was written. */
const oldRedis = "medium access/redis-protected /etc/redis/redis.conf";

/** What the audit says about it. */
export const named: readonly PageRow[] = [
  {
    name: "no account",
    edits: [[part("useradd")], slowly],
    finds: [
      oldRedis,
      "high env/mode .env",
      "unknown env/owner",
      "unknown privilege/service-user",
      "unknown rotation/consumers-reloaded",
    ],
  },
  {
    name: "an account that can log in",
    edits: [["/usr/sbin/nologin", "/bin/bash"]],
    finds: ["high privilege/service-user /etc/passwd"],
  },
  {
    name: "no git",
    edits: [[part("cd /srv/iptvbp && git init", "'As received'\n")]],
    finds: [
      "not-applicable gitignore/env-ignored",
      "not-applicable gitignore/env-untracked",
      "not-applicable gitignore/keys-and-dumps-ignored",
      "not-applicable secrets/none-in-git-config",
      "not-applicable secrets/none-in-history",
    ],
  },
  {
    name: "nothing ignored",
    edits: [[part("printf '%s\\n' '.env*'")]],
    finds: ["high gitignore/env-ignored .gitignore"],
  },
  {
    name: "nothing committed",
    edits: [[part("git add -A")]],
    finds: ["low gitignore/env-ignored .gitignore"],
  },
  {
    name: "an env file as the shell makes it",
    edits: [[part("install -o iptvbp -g iptvbp")]],
    finds: ["high env/mode .env", "high env/owner .env"],
  },
  {
    name: "other settings",
    edits: [
      ["APP_DEBUG=false", "APP_DEBUG=true"],
      ["APP_URL=https", "APP_URL=http"],
      ["rand -base64 32", "rand -base64 16"],
      ["DB_PASSWORD=$(openssl rand -hex 24)", "DB_PASSWORD=iptvbp"],
    ],
    settings: {
      STRIPE_SECRET_KEY: mint("stripe.secret-key"),
      PANEL_URL: "http://panel.shop.example",
      PANEL_API_USER: "admin",
    },
    finds: [
      "critical encryption/key-strength .env",
      "high env/debug-off .env",
      "high https/panel-urls .env",
      "high https/store-urls .env",
      "high privilege/panel-account .env",
      "high privilege/stripe-restricted .env",
      "medium env/strong-values .env",
    ],
  },
  {
    name: "no key for the data",
    edits: [[part("APP_KEY=")]],
    finds: [
      "skipped encryption/key-separate guard.yaml: install.encryptionKey",
      "skipped encryption/key-strength guard.yaml: install.encryptionKey",
    ],
  },
  {
    name: "nothing filled in",
    edits: [["editor /srv/iptvbp/.env\n"]],
    finds: [
      ...Array<string>(2).fill("critical webhooks/secret-set .env"),
      ...Array<string>(4).fill("medium env/no-placeholders .env"),
      "skipped privilege/stripe-restricted guard.yaml: credentials.stripe.secret-key",
      "not-applicable env/no-test-keys",
      "not-applicable https/panel-urls",
      "not-applicable privilege/panel-account",
      "not-applicable webhooks/secrets-distinct",
    ],
  },
  {
    name: "no password of Redis",
    edits: [[part("sed -n 's/^REDIS")]],
    finds: ["medium access/redis-protected /etc/redis/redis.conf"],
  },
  {
    name: "Redis not restarted",
    edits: [slowly, ["nginx php8.2-fpm redis-server\n", "nginx php8.2-fpm\n"]],
    finds: [oldRedis],
  },
  {
    name: "Redis for everybody, on another port",
    edits: [["/requirepass /p'", "/bind 0.0.0.0\\nport 6380\\nrequirepass /p'"]],
    finds: ['high access/private-listeners {"kind":"host","what":"tcp 0.0.0.0:6380"}'],
  },
  {
    name: "no pool of its own",
    edits: [[part("cat > /etc/php", "\nEOF\n")]],
    finds: [
      "not-applicable rotation/consumers-reloaded",
      "skipped env/owner guard.yaml: install.owner",
      "skipped privilege/service-user guard.yaml: install.owner",
    ],
  },
  {
    name: "PHP as the web server's account",
    edits: [["user = iptvbp", "user = www-data"]],
    finds: ["high env/owner .env"],
  },
  {
    name: "no site",
    edits: [[part("cat > /etc/nginx", "\nEOF\n")]],
    finds: [
      "not-applicable env/none-in-units",
      "not-applicable exposure/not-served",
      "not-applicable rotation/consumers-reloaded",
      "not-applicable secrets/none-in-logs",
      "not-applicable tls/key-files",
      "not-applicable tls/known-private-key",
      "not-applicable tls/nginx-profile",
      "skipped env/owner guard.yaml: install.owner",
      "skipped monitoring/logs-exist guard.yaml: install.logs.access",
      "skipped monitoring/retention guard.yaml: install.logs.access",
      "skipped privilege/service-user guard.yaml: install.owner",
    ],
  },
  {
    name: "all of the tree served",
    edits: [[`${tlsRoot}/public`, tlsRoot], [dotFiles]],
    finds: [`critical exposure/not-served ${site}`],
  },
  {
    name: "TLS as nginx has it",
    edits: [[part("  ssl_protocols")], [part("  ssl_ciphers")], [part("  ssl_session_tickets")]],
    finds: [
      "low tls/nginx-profile /etc/nginx/nginx.conf",
      `low tls/nginx-profile ${site}`,
      `medium tls/nginx-profile ${site}`,
    ],
  },
  {
    name: "logs as nginx and Debian have them",
    edits: [[part("install -o www-data", ".error.log\n")], [part("sed -i 's/rotate 14")]],
    finds: [
      "low monitoring/retention /etc/logrotate.d/nginx",
      `medium monitoring/logs-exist ${logs}.access.log`,
      `medium monitoring/logs-exist ${logs}.error.log`,
    ],
  },
  {
    // nginx goes on with what it had.
    name: "no certificate",
    edits: [[part("openssl req", "iptvbp.pem\n")], slowly],
    finds: [
      oldRedis,
      `high monitoring/logs-exist ${logs}.access.log`,
      "not-applicable rotation/consumers-reloaded",
      "not-applicable tls/key-files",
      "not-applicable tls/known-private-key",
    ],
  },
  {
    name: "nothing started",
    edits: [[part("nginx -t")], slowly],
    finds: [
      oldRedis,
      `high monitoring/logs-exist ${logs}.access.log`,
      "not-applicable rotation/consumers-reloaded",
    ],
  },
  {
    name: "no visit",
    edits: [[part("curl -sSk")]],
    finds: [`high monitoring/logs-exist ${logs}.access.log`],
  },
  {
    name: "no backups",
    edits: [[part("install -d -m 0700 /var/backups", "\n/etc/cron.daily/iptvbp\n")]],
    finds: ["unknown encryption/backups-encrypted", "unknown encryption/key-separate"],
  },
  {
    name: "backups in clear",
    edits: [["| age -r $BACKUP_TO "]],
    finds: ["medium encryption/backups-encrypted /var/backups/iptvbp/DAY.sql.age"],
  },
  {
    name: "no guard.yaml",
    edits: [[part("iptvbp-guard init")]],
    finds: [
      "low incident/ready guard.yaml",
      "skipped encryption/backups-encrypted guard.yaml: install.dumps",
      "skipped encryption/key-separate guard.yaml: install.dumps",
    ],
    ends: [`low incident/ready ${guardYaml}`],
  },
  {
    name: "guard.yaml as init writes it",
    edits: [[part("sed -i -e", "guard.yaml\n")]],
    finds: [
      "skipped encryption/backups-encrypted guard.yaml: install.dumps",
      "skipped encryption/key-separate guard.yaml: install.dumps",
    ],
  },
];

/** What it has nothing to say about: a second line of defence, or what is only seen from outside. */
export const unnamed: readonly PageRow[] = [
  { name: "dot files are not denied, in a root that has none", edits: [[dotFiles]], finds: [] },
  {
    name: "all of the tree, but its dot files",
    edits: [[`${tlsRoot}/public`, tlsRoot]],
    finds: [],
  },
  { name: "no HSTS", edits: [[part("  add_header")]], finds: [] },
];
