import type { AuditMeta } from "../../src/core/audit.ts";
import type { Status } from "../../src/core/outcome.ts";
import {
  type Reads,
  added,
  each,
  followed,
  garbled,
  holdsNothing,
  noFile,
  seenOutside,
  streamed,
} from "./fault-rules.ts";

/** Units and pools: what they set counts, and whose they are is not known when they are hidden. */
const services: Reads = {
  "/etc/php/8.2/fpm/pool.d": {},
  "/etc/php/8.2/fpm/pool.d/shop.conf": {},
  "/etc/systemd/system": {},
  "/etc/systemd/system/shop.service": {},
  "/etc/systemd/system/shop.service.d": {},
  "/etc/systemd/system/shop.service.d/zone.conf": {},
};

/** What may name env files anywhere. */
const naming: Reads = {
  "{root}/docker-compose.yml": each(["truncated"], "pass", "the half that is left names none"),
  "/etc/systemd/system": {},
  "/etc/systemd/system/shop.service": {},
  "/etc/systemd/system/shop.service.d": {},
  "/etc/systemd/system/shop.service.d/zone.conf": {},
};

/** Env files outside of the root, which guard.yaml names. */
const namedEnv: Reads = {
  "/etc/default": {},
  "/etc/default/shop.env": {},
  "/etc/shop.env.d": {},
  "/etc/shop.env.d/mail.env": {},
};

/** What sets a value for a shop of which guard.yaml names nothing. */
const foundValues: Reads = {
  "{root}": each(["link"], "pass", "the path is resolved before anything is read"),
  "{root}/.env": {},
  "{root}/docker-compose.yml": {},
  ...services,
};

/** Everything that sets a value for the shop. */
const values: Reads = { ...foundValues, ...namedEnv };

/** Env files of which only what stands outside is looked at. */
const namedEnvOutside: Reads = {
  "/etc/default": each(noFile, "pass", "a file that is certainly not there has no mode and owner"),
  "/etc/default/shop.env": seenOutside,
  "/etc/shop.env.d": {},
  "/etc/shop.env.d/mail.env": seenOutside,
};

/** Names of the tree, of whatever kind they are. */
const tree: Reads = {
  "{root}": values["{root}"] ?? {},
  "{root}/config": each(["link"], "pass", "none-in-worktree says that it was not followed"),
  "{root}/storage": each(["link"], "pass", "none-in-worktree says that it was not followed"),
  "{root}/storage/logs": each(["link"], "pass", "none-in-worktree says that it was not followed"),
};

const cutEnv = (status: Status, why: string): Reads => ({
  ...values,
  "{root}/.env": each(["truncated"], status, why),
});

const foundServer: Reads = {
  "/etc/nginx/nginx.conf": {},
  "/etc/nginx/sites-enabled": each(
    noFile,
    "not-applicable",
    "the pattern of the include matches nothing for nginx either",
  ),
  "/etc/nginx/sites-enabled/shop": {},
};

const webServer: Reads = { ...foundServer, "/opt/nginx": {}, "/opt/nginx/nginx.conf": {} };

const repository: Reads = {
  "{root}": values["{root}"] ?? {},
  "{root}/.git": {},
  "{root}/.git/config": {},
};
const lastCommit: Reads = {
  ...repository,
  "{root}/.git/HEAD": {},
  "{root}/.git/objects": {},
  "{root}/.git/refs": {},
  "{root}/.git/refs/heads/main": each(
    ["directory"],
    "pass",
    "a folder there is a branch without commits to git too",
  ),
};
const ignoreFile: Reads = {
  "{root}/.gitignore": {
    ...each(["link", "link loop"], "fail", "git follows no link there: nothing is ignored"),
    ...each(["truncated"], "fail", "the lines that are gone ignored something"),
  },
};
const notMine = each(
  ["permission denied", "link loop", ...noFile, "1 GiB sparse"],
  "pass",
  "another audit answers for it, but for a link that was not followed",
);
/** Files of the install that are searched, and names that may lead out of it. */
const code: Reads = {
  ...tree,
  "{root}/.git": notMine,
  "{root}/storage/dump.sql": notMine,
  "{root}/storage/logs/laravel.log": notMine,
  "{root}/config": {},
  "{root}/storage": {},
  "{root}/storage/logs": {},
  "{root}/.env.example": { ...holdsNothing, ...streamed },
  "{root}/.gitignore": { ...holdsNothing, ...streamed },
  "{root}/composer.json": {},
  "{root}/config/app.php": {},
};
const ownFiles = {
  ...each(["link loop", "directory"], "pass", "no text of git's is there"),
  ...each(["truncated"], "pass", "what is left is text, and was searched"),
};

const isLink = each(["link", "link loop"], "fail", "it is a link");
const rootsOwn = each(["permission denied"], "fail", "it is root's, and the shop cannot read it");

const statement: Reads = { "/var/lib/iptvbp-guard/attestations": {} };
const backups: Reads = {
  ...tree,
  "{root}/storage/dump.sql": {
    ...each(["link", "link loop", ...noFile], "pass", "what is no file is no backup"),
    ...streamed,
  },
  "/srv/backups": {},
  "/srv/backups/shop.sql.age": {},
  "/srv/dumps": {},
  "/srv/dumps/shop.sql.age": {},
};

/** The key that encrypts what is stored, in a file of its own. */
const keyFile: Reads = {
  "/etc/shop": {},
  "/etc/shop/data.key": each(["1 MB line"], "unknown", "no key is so large"),
};

/**
 * The rows of audits that read something else than what {@link readsOf} takes for granted. What
 * stands in none of its reads must not touch an audit.
 */
export const faultTable: Readonly<Record<string, Reads>> = {
  "access/private-listeners": {},
  "access/redis-protected": { "/etc/redis": {}, "/etc/redis/redis.conf": {} },
  "accounts/no-totp-seeds": {
    ...values,
    ...code,
    "{root}/.env.bak": {
      ...each(["directory"], "pass", "an empty folder holds no seed"),
      ...holdsNothing,
      ...streamed,
    },
  },
  "encryption/backups-encrypted": {
    ...backups,
    "{root}/storage/dump.sql": {
      ...backups["{root}/storage/dump.sql"],
      ...each(["1 GiB sparse"], "fail", "what is so large is more than a schema, and in clear"),
    },
  },
  "encryption/key-separate": {
    ...values,
    ...backups,
    ...keyFile,
    "/etc/shop/data.key": {
      ...keyFile["/etc/shop/data.key"],
      ...each(["invalid UTF-8", "NUL bytes"], "unknown", "raw bytes are not searched for"),
    },
  },
  "encryption/key-strength": {
    // With the key in a file of its own no env file is asked for it.
    ...foundValues,
    ...keyFile,
    "/etc/shop/data.key": {
      ...keyFile["/etc/shop/data.key"],
      ...each(["truncated", "invalid UTF-8", "NUL bytes"], "fail", "it is not 32 bytes long"),
    },
  },
  "env/mode": {
    "{root}": values["{root}"] ?? {},
    "{root}/.env": seenOutside,
    ...naming,
    ...namedEnvOutside,
  },
  "env/no-copies": {
    ...tree,
    ...values,
    "{root}/.env.bak": {
      ...each(["permission denied"], "pass", "nobody else can read it, so it harms nobody"),
      ...each(["directory"], "pass", "a folder of that name is no copy"),
    },
  },
  "env/no-placeholders": {
    ...values,
    "{root}/.env.example": each(noFile, "pass", "what is no file publishes no value"),
  },
  "env/none-in-units": {
    "{root}": values["{root}"] ?? {},
    ...services,
    "{root}/docker-compose.yml": {},
    "/etc/cron.d": {},
    "/etc/cron.d/shop": {},
    "/etc/nginx/nginx.conf": {},
    "/etc/nginx/sites-enabled": each(noFile, "pass", "nginx finds nothing there either"),
    "/etc/nginx/sites-enabled/shop": {},
    "/opt/nginx": {},
    "/opt/nginx/nginx.conf": {},
  },
  "env/owner": {
    "{root}": values["{root}"] ?? {},
    "{root}/.env": seenOutside,
    ...naming,
    ...namedEnvOutside,
    "/etc/default/shop.env": { ...seenOutside, ...rootsOwn },
    "/etc/shop.env.d/mail.env": { ...seenOutside, ...rootsOwn },
    ...services,
    "/etc/group": {},
    "/etc/passwd": {},
  },
  "env/path-protected": {
    "{root}": values["{root}"] ?? {},
    "{root}/.env": { ...seenOutside, ...isLink },
    ...naming,
    ...namedEnvOutside,
    "/etc/default/shop.env": { ...seenOutside, ...isLink },
    "/etc/shop.env.d": each(["link loop"], "fail", "it is a link"),
    "/etc/shop.env.d/mail.env": { ...seenOutside, ...isLink },
  },
  "env/present": {
    "{root}": values["{root}"] ?? {},
    "{root}/.env": each(garbled, "fail", "the last line does not parse"),
    ...naming,
    ...namedEnv,
    "/etc/default": each(noFile, "fail", "the file that guard.yaml names is certainly not there"),
    "/etc/default/shop.env": each(added, "fail", "the last line does not parse"),
    "/etc/shop.env.d/mail.env": each(added, "fail", "the last line does not parse"),
  },
  "exposure/not-served": { ...webServer, ...tree, ...naming },
  "gitignore/env-ignored": {
    ...lastCommit,
    ...ignoreFile,
    ...tree,
    ...naming,
    "{root}/.git/refs/heads/main": each(
      ["directory"],
      "fail",
      "git takes the branch for one without commits: the ignore file is not committed",
    ),
    "{root}/.gitignore": each(
      ["link", "link loop"],
      "fail",
      "git follows no link there: nothing is ignored",
    ),
  },
  "gitignore/env-untracked": {
    ...lastCommit,
    ...naming,
    "{root}/.git/index": {},
    "{root}/.env.example": {},
  },
  "gitignore/keys-and-dumps-ignored": {
    ...repository,
    ...ignoreFile,
    ...tree,
    "{root}/.git/index": {},
    "{root}/.git/objects": each(["permission denied"], "pass", "the index alone is asked"),
    "{root}/.git/refs": each(["permission denied"], "pass", "the index alone is asked"),
  },
  "https/panel-urls": cutEnv("not-applicable", "no panel is named any more"),
  "incident/none-open": {
    "{top}/state/incidents": {},
    "{top}/state/incidents/2026-10-12-stripe-key": {},
    "{top}/state/incidents/2026-10-12-stripe-key/journal.jsonl": {
      ...each(["truncated"], "fail", "its end is cut off, and what is left is late"),
      ...each(added, "pass", "it is closed, whatever comes after that"),
    },
    "{top}/state/incidents/2026-11-24-stripe-key": {},
    "{top}/state/incidents/2026-11-24-stripe-key/journal.jsonl": {
      ...each(["truncated"], "fail", "the key may still be alive, as far as the half tells"),
      ...each(added, "unknown", "what is no record any more may have started a clock"),
    },
  },
  "incident/ready": { "{top}/guard.yaml": {} },
  "monitoring/logs-exist": {
    // Where guard.yaml names the logs, its nginx configuration is not asked for them.
    ...foundServer,
    "/etc/nginx/sites-enabled": each(noFile, "skipped", "no site says where it logs"),
    "/var/log/nginx": each(noFile, "fail", "the logs are certainly not there"),
    "/var/log/nginx/access.log": { ...seenOutside, ...followed },
    "/var/log/nginx/error.log": { ...seenOutside, ...followed },
    "/var/log/shop": each(noFile, "fail", "the logs are certainly not there"),
    "/var/log/shop/access.log": { ...seenOutside, ...followed },
    "/var/log/shop/error.log": { ...seenOutside, ...followed },
  },
  "monitoring/retention": {
    ...webServer,
    "/etc/nginx/sites-enabled": each(noFile, "pass", "no site logs anywhere"),
    "/etc/logrotate.conf": {},
    "/etc/logrotate.d": {},
    "/etc/logrotate.d/nginx": {},
    "/var/log/nginx": each(noFile, "pass", "there certainly is no log"),
    "/var/log/shop": each(noFile, "not-applicable", "no log is there, and no other is named"),
  },
  "privilege/no-world-writable": tree,
  "privilege/service-user": {
    ...services,
    "/etc/group": {},
    "/etc/passwd": {},
    "/etc/sudoers": {},
    "/etc/sudoers.d": {},
    "/etc/sudoers.d/deploy": {},
  },
  "privilege/panel-account": cutEnv("not-applicable", "no panel is named any more"),
  "rotation/consumers-reloaded": {
    "{root}": values["{root}"] ?? {},
    "{root}/.env": seenOutside,
    ...naming,
    ...namedEnvOutside,
    ...services,
    "/etc/group": {},
    "/etc/passwd": {},
  },
  "rotation/old-key-dead": {
    "{top}/ledger": {
      ...each(["truncated"], "fail", "the rotation that is left has not ended"),
    },
  },
  "rotation/tested": {
    "{top}/ledger": {
      ...each(["truncated"], "pass", "the test was said before the cut"),
    },
  },
  "rotation/within-schedule": {
    ...values,
    "{top}/ledger": {},
  },
  "secrets/none-in-git-config": {
    ...lastCommit,
    ...values,
    "{root}/.git/HEAD": ownFiles,
    "{root}/.git/refs/heads/main": ownFiles,
    "{root}/.git/objects": each(["permission denied"], "pass", "objects are none-in-history's"),
  },
  "secrets/none-in-history": {
    ...lastCommit,
    ...values,
    "{root}/.git/index": {},
  },
  "secrets/none-in-logs": {
    ...values,
    ...tree,
    ...webServer,
    "/etc/nginx/sites-enabled": each(noFile, "pass", "no site logs anywhere"),
    "{root}/storage/logs": {},
    "{root}/storage/logs/laravel.log": {},
    "/var/log/nginx": each(noFile, "pass", "there certainly is no log"),
    "/var/log/nginx/access.log": { ...streamed },
    "/var/log/nginx/access.log.1": { ...streamed },
    "/var/log/nginx/error.log": { ...streamed },
    "/var/log/shop": each(noFile, "pass", "there certainly is no log"),
    "/var/log/shop/access.log": {},
    "/var/log/shop/app.log": {},
    "/var/log/shop/audit.log": {},
    "/var/log/shop/error.log": {},
  },
  "secrets/none-in-worktree": { ...values, ...code, "{root}/.env.bak": notMine },
  "tls/key-files": {
    ...webServer,
    ...tree,
    "/etc/nginx/tls": {},
    "/etc/nginx/tls/shop.key": seenOutside,
  },
  "tls/known-private-key": {
    ...webServer,
    ...tree,
    "/etc/nginx/tls": {},
    "/etc/nginx/tls/shop.crt": {},
  },
  "tls/nginx-profile": webServer,
  "webhooks/https": cutEnv("not-applicable", "no webhook is named any more"),
  "webhooks/secret-set": cutEnv("skipped", "the signing secret is not named any more"),
  "webhooks/secrets-distinct": cutEnv("not-applicable", "no signing secret is left"),
};

/**
 * What an audit cannot do without. One without a row is taken to need every file that sets a value,
 * or what was stated when it judges a statement, and nothing else.
 */
export function readsOf({ id, statement: isStatement }: AuditMeta): Reads {
  return faultTable[id] ?? (isStatement ? statement : values);
}
