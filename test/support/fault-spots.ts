import { join } from "node:path";
import type { BuiltInstall } from "./install-builder.ts";

/**
 * The shop whose parts are found by themselves, and the one whose guard.yaml names in other places
 * all that it can name.
 */
export type ShopName = "found" | "named";

/** Where a fault is put: below `{root}`, below `{top}`, else absolute on the shop's host. */
export interface FaultSpot {
  readonly at: string;
  readonly is: "file" | "folder";
  readonly of: ShopName;
}

const files = [
  "{root}/.env",
  "{root}/.env.bak",
  "{root}/.env.example",
  "{root}/.gitignore",
  "{root}/composer.json",
  "{root}/config/app.php",
  "{root}/docker-compose.yml",
  "{root}/storage/dump.sql",
  "{root}/storage/logs/laravel.log",
  "{root}/.git/HEAD",
  "{root}/.git/config",
  "{root}/.git/index",
  "{root}/.git/refs/heads/main",
  "/etc/cron.d/shop",
  "/etc/group",
  "/etc/logrotate.conf",
  "/etc/logrotate.d/nginx",
  "/etc/nginx/nginx.conf",
  "/etc/nginx/sites-enabled/shop",
  "/etc/nginx/tls/shop.crt",
  "/etc/nginx/tls/shop.key",
  "/etc/passwd",
  "/etc/php/8.2/fpm/pool.d/shop.conf",
  "/etc/redis/redis.conf",
  "/etc/sudoers",
  "/etc/sudoers.d/deploy",
  "/etc/systemd/system/shop.service",
  "/etc/systemd/system/shop.service.d/zone.conf",
  "/srv/backups/shop.sql.age",
  "/var/lib/iptvbp-guard/attestations",
  "/var/log/nginx/access.log",
  "/var/log/nginx/access.log.1",
  "/var/log/nginx/error.log",
  "{top}/guard.yaml",
  "{top}/ledger",
  "{top}/state/incidents/2026-10-12-stripe-key/journal.jsonl",
  "{top}/state/incidents/2026-11-24-stripe-key/journal.jsonl",
] as const;

const folders = [
  "{root}",
  "{root}/config",
  "{root}/storage",
  "{root}/storage/logs",
  "{root}/.git",
  "{root}/.git/objects",
  "{root}/.git/refs",
  "/etc/cron.d",
  "/etc/logrotate.d",
  "/etc/nginx/sites-enabled",
  "/etc/nginx/tls",
  "/etc/php/8.2/fpm/pool.d",
  "/etc/redis",
  "/etc/sudoers.d",
  "/etc/systemd/system",
  "/etc/systemd/system/shop.service.d",
  "/srv/backups",
  "/var/log/nginx",
  "{top}/state/incidents",
  "{top}/state/incidents/2026-10-12-stripe-key",
  "{top}/state/incidents/2026-11-24-stripe-key",
] as const;

const namedFiles = [
  "/etc/default/shop.env",
  "/etc/shop.env.d/mail.env",
  "/etc/shop/data.key",
  "/opt/nginx/nginx.conf",
  "/srv/dumps/shop.sql.age",
  "/var/log/shop/access.log",
  "/var/log/shop/app.log",
  "/var/log/shop/audit.log",
  "/var/log/shop/error.log",
  "{top}/audits.d/shop.yaml",
  "{top}/playbooks.d/local-shop.yaml",
  "{top}/rules.d/shop.yaml",
  "{top}/waivers.yaml",
] as const;

const namedFolders = [
  "/etc/default",
  "/etc/shop",
  "/etc/shop.env.d",
  "/opt/nginx",
  "/srv/dumps",
  "/var/log/shop",
  "{top}/audits.d",
  "{top}/playbooks.d",
  "{top}/rules.d",
] as const;

export type SpotName = (
  | typeof files
  | typeof folders
  | typeof namedFiles
  | typeof namedFolders
)[number];

export const faultSpots: readonly (FaultSpot & { readonly at: SpotName })[] = [
  ...files.map((at) => ({ at, is: "file" as const, of: "found" as const })),
  ...folders.map((at) => ({ at, is: "folder" as const, of: "found" as const })),
  ...namedFiles.map((at) => ({ at, is: "file" as const, of: "named" as const })),
  ...namedFolders.map((at) => ({ at, is: "folder" as const, of: "named" as const })),
];

/** The real path of a spot. */
export function realSpot({ root, top }: BuiltInstall, at: string): string {
  if (at.startsWith("{")) return at.replace("{root}", root).replace("{top}", top);
  return join(top, "host", at);
}

/** Where that host keeps a thing that a link takes the place of: inside it, and outside the tree. */
export function asideOf({ top }: BuiltInstall, at: string): string {
  return join(top, at.startsWith("/") ? "host/srv/aside" : "aside");
}
