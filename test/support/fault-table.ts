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

const noFile: readonly FaultName[] = ["FIFO", "device", "directory", "file"];
const garbled: readonly FaultName[] = ["truncated", "invalid UTF-8", "NUL bytes", "1 MB line"];
const added: readonly FaultName[] = ["invalid UTF-8", "NUL bytes", "1 MB line"];

function each(names: readonly FaultName[], status: Exception[0], why: string): Verdicts {
  return Object.fromEntries(names.map((name) => [name, [status, why] as const]));
}

const followed = each(["link"], "pass", "root's own configuration may be a link");
const holdsNothing = each(
  ["link loop", ...noFile],
  "pass",
  "what is no file holds no text, and there is nothing behind a link to itself",
);
const streamed = each(["1 GiB sparse"], "pass", "it is read to its end, in pieces");
const noSyntax = each(garbled, "unknown", "it is no configuration any more");
const notLoaded = each(noFile, "pass", "the service itself loads regular files only");
const seenOutside = each(
  ["permission denied", "1 GiB sparse"],
  "pass",
  "owner, mode and name are seen, and nothing more is asked",
);
const refused = each([...hiding, ...garbled], "refused", "nothing is done on half a configuration");

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
  "/etc/systemd/system/shop.service": { ...followed, ...notLoaded },
  "/etc/systemd/system/shop.service.d": { ...followed, ...notLoaded },
  "/etc/systemd/system/shop.service.d/zone.conf": { ...followed, ...notLoaded },
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
  "{top}/guard.yaml": { ...refused, ...followed },
};

/** Units and pools: what they set counts, and whose they are is not known when they are hidden. */
const services: Reads = {
  "/etc/php/8.2/fpm/pool.d": {},
  "/etc/php/8.2/fpm/pool.d/shop.conf": {},
  "/etc/systemd/system": {},
  "/etc/systemd/system/shop.service": {},
  "/etc/systemd/system/shop.service.d": {},
  "/etc/systemd/system/shop.service.d/zone.conf": {},
};

/** Everything that sets a value for the shop. */
const values: Reads = {
  "{root}": each(["link"], "pass", "the path is resolved before anything is read"),
  "{root}/.env": {},
  "{root}/docker-compose.yml": {},
  ...services,
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

const webServer: Reads = {
  "/etc/nginx/nginx.conf": {},
  "/etc/nginx/sites-enabled": each(
    noFile,
    "not-applicable",
    "the pattern of the include matches nothing for nginx either",
  ),
  "/etc/nginx/sites-enabled/shop": {},
};

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
const ownFiles = {
  ...each(["link loop", "directory"], "pass", "no text of git's is there"),
  ...each(["truncated"], "pass", "what is left is text, and was searched"),
};

const statement: Reads = { "/var/lib/iptvbp-guard/attestations": {} };
const backups: Reads = {
  ...tree,
  "{root}/storage/dump.sql": {
    ...each(["link", "link loop", ...noFile], "pass", "what is no file is no backup"),
    ...each(["NUL bytes"], "unknown", "no dump has such bytes: its format is not known"),
  },
  "/srv/backups": {},
  "/srv/backups/shop.sql.age": {},
};

/** The row of every registered audit. What stands in none of its reads must not touch it. */
export const faultTable: Readonly<Record<string, Reads>> = {
  "access/dashboard-allowlist": statement,
  "access/private-listeners": {},
  "accounts/passwords": statement,
  "accounts/sessions": statement,
  "accounts/two-factor": statement,
  "encryption/backups-encrypted": backups,
  "encryption/key-separate": { ...values, ...backups },
  "encryption/key-strength": values,
  "env/debug-off": values,
  "env/mode": {
    "{root}": values["{root}"] ?? {},
    "{root}/.env": seenOutside,
  },
  "env/no-copies": {
    ...tree,
    "{root}/.env": {},
    "{root}/.env.bak": {
      ...each(["permission denied"], "pass", "nobody else can read it, so it harms nobody"),
      ...each(["directory"], "pass", "a folder of that name is no copy"),
    },
  },
  "env/no-dashboard-logins": values,
  "env/no-placeholders": {
    ...values,
    "{root}/.env.example": each(noFile, "pass", "what is no file publishes no value"),
  },
  "env/no-shared-values": values,
  "env/no-test-keys": values,
  "env/none-in-units": {
    "{root}": values["{root}"] ?? {},
    ...services,
    "{root}/docker-compose.yml": {},
    "/etc/cron.d": {},
    "/etc/cron.d/shop": {},
    "/etc/nginx/nginx.conf": {},
    "/etc/nginx/sites-enabled": each(noFile, "pass", "nginx finds nothing there either"),
    "/etc/nginx/sites-enabled/shop": {},
  },
  "env/owner": {
    "{root}": values["{root}"] ?? {},
    "{root}/.env": seenOutside,
    ...services,
    "/etc/group": {},
    "/etc/passwd": {},
  },
  "env/path-protected": {
    "{root}": values["{root}"] ?? {},
    "{root}/.env": { ...seenOutside, ...each(["link", "link loop"], "fail", "it is a link") },
  },
  "env/present": {
    "{root}": values["{root}"] ?? {},
    "{root}/.env": each(garbled, "fail", "the last line does not parse"),
  },
  "env/strong-values": values,
  "exposure/not-served": { ...webServer, ...tree },
  "gitignore/env-ignored": {
    ...lastCommit,
    ...ignoreFile,
    ...tree,
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
  "https/no-credentials-in-urls": values,
  "https/panel-urls": cutEnv("not-applicable", "no panel is named any more"),
  "https/store-urls": values,
  "incident/ready": { "{top}/guard.yaml": {} },
  "monitoring/logs-exist": {
    ...webServer,
    "/etc/nginx/sites-enabled": each(noFile, "skipped", "no site says where it logs"),
    "/var/log/nginx": each(noFile, "fail", "the logs are certainly not there"),
    "/var/log/nginx/access.log": { ...seenOutside, ...followed },
    "/var/log/nginx/error.log": { ...seenOutside, ...followed },
  },
  "monitoring/reviewed": statement,
  "privilege/no-world-writable": tree,
  "privilege/panel-scopes": statement,
  "privilege/staff-roles": statement,
  "privilege/panel-account": cutEnv("not-applicable", "no panel is named any more"),
  "privilege/stripe-restricted": values,
  "rotation/within-schedule": {
    ...values,
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
    "{root}/storage/logs": {},
    "{root}/storage/logs/laravel.log": {},
    "/var/log/nginx": each(noFile, "pass", "there certainly is no log"),
    "/var/log/nginx/access.log": { ...streamed },
    "/var/log/nginx/access.log.1": { ...streamed },
    "/var/log/nginx/error.log": { ...streamed },
  },
  "secrets/none-in-worktree": {
    ...values,
    ...tree,
    "{root}/.env.bak": notMine,
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
  },
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
  "webhooks/https": cutEnv("not-applicable", "no webhook is named any more"),
  "webhooks/secret-set": cutEnv("skipped", "the signing secret is not named any more"),
  "webhooks/secrets-distinct": cutEnv("not-applicable", "no signing secret is left"),
  "webhooks/verification-on": values,
};
