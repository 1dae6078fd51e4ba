import type { Status } from "../../src/core/outcome.ts";
import type { FaultName } from "./fault-kinds.ts";
import type { SpotName } from "./fault-spots.ts";

/** A status that is right where the rule gives another one, and why it is. */
export type Exception = readonly [status: Status | "refused", why: string];
export type Verdicts = Partial<Readonly<Record<FaultName, Exception>>>;

/** The names that an audit cannot do without, each with what differs from the rule. */
export type Reads = Partial<Readonly<Record<SpotName, Verdicts>>>;

/**
 * The rule, by hand and not by what the code does: what hides a name makes an audit that needs it
 * `unknown`. Bytes without meaning behind the text take nothing from it: that passes.
 */
export const hiding: readonly FaultName[] = [
  "permission denied",
  "link",
  "link loop",
  "FIFO",
  "device",
  "directory",
  "file",
  "1 GiB sparse",
];

export const noFile: readonly FaultName[] = ["FIFO", "device", "directory", "file"];
export const garbled: readonly FaultName[] = [
  "truncated",
  "invalid UTF-8",
  "NUL bytes",
  "1 MB line",
];
export const added: readonly FaultName[] = ["invalid UTF-8", "NUL bytes", "1 MB line"];

export function each(names: readonly FaultName[], status: Exception[0], why: string): Verdicts {
  return Object.fromEntries(names.map((name) => [name, [status, why] as const]));
}

export const followed = each(["link"], "pass", "root's own configuration may be a link");
export const holdsNothing = each(
  ["link loop", ...noFile],
  "pass",
  "what is no file holds no text, and there is nothing behind a link to itself",
);
export const streamed = each(["1 GiB sparse"], "pass", "it is read to its end, in pieces");
const noSyntax = each(garbled, "unknown", "it is no configuration any more");
const notLoaded = each(noFile, "pass", "the service itself loads regular files only");
export const seenOutside = each(
  ["permission denied", "1 GiB sparse"],
  "pass",
  "owner, mode and name are seen, and nothing more is asked",
);
const orders = {
  ...each([...hiding, ...garbled], "refused", "nothing is done on half a configuration"),
  ...followed,
};

/** What a fault at a name means to every audit that reads it. */
export const spotVerdicts: Reads = {
  "{root}": each(
    ["link loop", "FIFO", "device", "file"],
    "refused",
    "the path that was given is no install",
  ),
  "{root}/.env.example": {},
  "{root}/composer.json": { ...holdsNothing, ...streamed },
  "{root}/config": holdsNothing,
  "{root}/config/app.php": { ...holdsNothing, ...streamed },
  "{root}/docker-compose.yml": each(added, "unknown", "it is no YAML any more"),
  "{root}/storage": holdsNothing,
  "{root}/storage/logs": holdsNothing,
  "{root}/storage/logs/laravel.log": { ...holdsNothing, ...streamed },
  "{root}/.git/index": each(garbled, "unknown", "the checksum and the entries do not fit"),
  "{root}/.git/HEAD": each(["truncated"], "unknown", "it names no branch any more"),
  "{root}/.git/refs/heads/main": each(["truncated"], "unknown", "half an object id"),
  "/etc/cron.d": { ...followed, ...notLoaded },
  "/etc/cron.d/shop": { ...followed, ...notLoaded },
  "/etc/group": followed,
  "/etc/nginx/nginx.conf": { ...followed, ...noSyntax },
  "/etc/nginx/sites-enabled": followed,
  "/etc/nginx/sites-enabled/shop": { ...followed, ...noSyntax },
  "/etc/passwd": followed,
  "/etc/php/8.2/fpm/pool.d": { ...followed, ...notLoaded },
  "/etc/php/8.2/fpm/pool.d/shop.conf": followed,
  "/etc/systemd/system": { ...followed, ...notLoaded },
  "/etc/systemd/system/shop.service": followed,
  "/etc/systemd/system/shop.service.d": { ...followed, ...notLoaded },
  "/etc/systemd/system/shop.service.d/zone.conf": {
    ...followed,
    ...each(["device"], "pass", "the null device turns it off"),
  },
  "/etc/nginx/tls": {
    ...followed,
    ...each(noFile, "not-applicable", "no key is where it is named"),
  },
  "/etc/nginx/tls/shop.crt": {
    ...followed,
    ...each(["truncated"], "unknown", "half a certificate"),
  },
  "/etc/nginx/tls/shop.key": followed,
  "/srv/backups": {
    ...followed,
    ...each(noFile, "not-applicable", "no backup is where one should be"),
  },
  "/srv/backups/shop.sql.age": {
    ...followed,
    ...each(["directory"], "not-applicable", "an empty folder holds no backup"),
    ...each(["1 GiB sparse"], "pass", "its first bytes say that it is encrypted"),
  },
  "/var/lib/iptvbp-guard/attestations": each(
    garbled,
    "unknown",
    "a damaged line may have taken back what another one states",
  ),
  "/var/log/nginx": followed,
  "/etc/logrotate.conf": {
    ...followed,
    ...each(["truncated"], "unknown", "what it includes is cut off"),
  },
  "/etc/logrotate.d": {
    ...followed,
    ...each(["file"], "fail", "a file there is a configuration, and it keeps no log"),
  },
  "/etc/logrotate.d/nginx": {
    ...followed,
    ...each(["truncated"], "fail", "the half says nothing of how long"),
    ...each(noFile, "fail", "logrotate passes over it: nothing says that logs are kept"),
  },
  "/etc/redis": {
    ...followed,
    ...each(noFile, "skipped", "no configuration is there, only a server that runs"),
  },
  "/etc/redis/redis.conf": {
    ...followed,
    ...each(["truncated"], "fail", "the password is cut off"),
  },
  "/etc/sudoers": followed,
  "/etc/sudoers.d": { ...followed, ...each(noFile, "pass", "sudo includes folders only") },
  "/etc/sudoers.d/deploy": {
    ...followed,
    ...each(["directory"], "pass", "sudo passes over a folder"),
  },
  "/etc/default": followed,
  "/etc/default/shop.env": followed,
  "/etc/shop": followed,
  "/etc/shop.env.d": {
    ...followed,
    ...each(noFile, "pass", "the pattern matches nothing there"),
  },
  "/etc/shop.env.d/mail.env": followed,
  "/etc/shop/data.key": followed,
  "/opt/nginx": followed,
  "/opt/nginx/nginx.conf": { ...followed, ...noSyntax },
  "/srv/dumps": {
    ...followed,
    ...each(noFile, "not-applicable", "no backup is where one should be"),
  },
  "/srv/dumps/shop.sql.age": {
    ...followed,
    ...each(["directory"], "not-applicable", "an empty folder holds no backup"),
    ...each(["1 GiB sparse"], "pass", "its first bytes say that it is encrypted"),
  },
  "/var/log/shop": followed,
  "{top}/audits.d": orders,
  "{top}/audits.d/shop.yaml": orders,
  "{top}/guard.yaml": orders,
  "{top}/playbooks.d": orders,
  "{top}/playbooks.d/local-shop.yaml": orders,
  "{top}/rules.d": orders,
  "{top}/rules.d/shop.yaml": orders,
  "{top}/waivers.yaml": orders,
  "{top}/ledger": {
    ...each(["truncated"], "skipped", "half of what was recorded is gone"),
    ...each(added, "unknown", "what is no record any more may have been a later word"),
  },
};
