import type { FileOwner, FileStat } from "../ports/files.ts";
import type { LogRotation } from "../logs/log-rotation.ts";
import type { Gap, Look } from "../look.ts";
import type { SiteTls } from "./site-tls.ts";
import type { Secret } from "../secrets/secret.ts";

/** A discovered fact with the place it came from, as `php8.2-fpm pool www`. */
export interface Sourced<T> {
  readonly value: T;
  readonly source: string;
}

export type EnvDialect = "dotenv" | "php" | "compose" | "systemd" | "shell";

/** One assignment of an env file. Values are secrets until proved otherwise. */
export interface EnvEntry {
  readonly key: string;
  readonly value: Secret;
  readonly line: number;
  /** Other names of the same file that the value is made of; absent where it is written out. */
  readonly references?: readonly string[];
}

export interface EnvContent {
  /** Last assignment of each key wins; in file order. */
  readonly entries: readonly EnvEntry[];
  /** Lines that a reader of the file does not read, as `line 4: no "=" in it`. */
  readonly problems: readonly string[];
  /** The first of them whose line gives its readers a value that is not known here. */
  readonly untold?: string;
  /** Keys that two readers of this file read differently, with both readings masked. */
  readonly differences: readonly {
    readonly key: string;
    readonly line: number;
    readonly text: string;
  }[];
}

export interface EnvFile {
  /** A folder where env files were looked for and that could not be listed stands for its files. */
  readonly path: string;
  /** `absent`: guard.yaml names it, and it is not there. */
  readonly stat: Look<FileStat>;
  readonly content: Look<EnvContent>;
  readonly dialect: EnvDialect;
  /** How it was found: `in the root`, `EnvironmentFile= of shop.service`. */
  readonly source: string;
  /** Links of the install through which it is reached, when its readers go through links. */
  readonly links?: readonly string[];
  /** guard.yaml lists env files, and not this one: nobody says whether it overrides those. */
  readonly isUnlisted?: true;
  /** Set when root's manager reads it for the service (systemd, compose): root may own it. */
  readonly readByManager?: string;
  /** Units that read it with `EnvironmentFile=`, where it overrides their `Environment=`. */
  readonly units?: readonly string[];
}

/** A numeric account with all its groups. */
export interface Account {
  readonly name: string;
  readonly uid: number;
  readonly gid: number;
  readonly groups: readonly number[];
}

/** A configuration file outside or beside the env files that can carry environment values. */
export interface HostConfigFile {
  readonly path: string;
  readonly kind: "unit" | "php-fpm" | "compose" | "crontab" | "web-server";
  readonly stat: Look<FileStat>;
  readonly values: Look<readonly EnvEntry[]>;
  /** The install's php-fpm pools in it, by name. */
  readonly pools?: readonly string[];
}

/** A web server's site, able to say what it serves. */
export interface WebSite {
  /** `nginx`, `Apache`. */
  readonly server: string;
  /** `nginx/shop.conf:9`, for messages: where its server block starts. */
  readonly label: string;
  readonly file: string;
  readonly line: number;
  readonly serverNames: readonly string[];
  readonly roots: readonly string[];
  /**
   * The URL path under which the file (absolute) would be served as it is, `absent` when no
   * location serves it, `blocked` when the configuration cannot be decided from its text.
   */
  urlOf(file: string): Look<string>;
  /** Undefined when it speaks no TLS; not there for servers of which that is not read. */
  tls?(): SiteTls | undefined;
}

/** Where a log is configured to go, with its rotated siblings. */
export interface LogTarget {
  readonly kind: "access" | "error" | "app" | "audit";
  /** `off` in the web server's configuration. */
  readonly off: boolean;
  /** Absolute path of the live file; absent when off. */
  readonly path?: string;
  /** Live file (when present) and rotated siblings, newest first. */
  readonly files: readonly string[];
  /** `nginx/shop.conf:12`, `guard.yaml`, `in the root`. */
  readonly source: string;
  /** How logrotate keeps it; absent when no stanza is about it. */
  readonly rotation?: Look<LogRotation>;
}

export type UrlRole = "panel" | "store" | "webhook" | "callback" | "other";

/** A URL that the install is configured with. The text may hold a password: show `display`. */
export interface ConfiguredUrl {
  readonly role: UrlRole;
  /** Masked: no userinfo, no query values. */
  readonly display: string;
  /** Lower case, without colon; empty when the text is no URL. */
  readonly scheme: string;
  readonly host: string;
  /** Carries a password in userinfo or a key in its query. */
  readonly hasCredentials: boolean;
  /** Env name, or `panels[0].url` of guard.yaml. */
  readonly name: string;
  readonly path: string;
  readonly line: number;
  /** `env` file, or guard.yaml (`config`), or a host configuration file. */
  readonly from: "env" | "config" | "host";
}

/** One entry of `panels:`. */
export interface StatedPanel {
  readonly id: string;
  /** Provider id. */
  readonly kind?: string;
  /** Environment name of its credential. */
  readonly credential?: string;
  /** The user name under which the panel is called. */
  readonly account?: { readonly value: string; readonly line: number };
}

/** One entry of `webhooks:`. */
export interface StatedWebhook {
  /** Provider id. */
  readonly provider: string;
  readonly url?: string;
  /** Environment name of its signing secret. */
  readonly secret?: { readonly value: string; readonly line: number };
}

/** What `guard.yaml` says, with all defaults filled in. Paths absolute. */
export interface InstallConfig {
  /** Absolute path of the file; absent when there is none. */
  readonly path?: string;
  readonly stored: ReadonlyMap<string, "env" | "settings" | "none">;
  readonly rotationEvery: ReadonlyMap<string, { readonly months: number; readonly days: number }>;
  /** Mount points in the root whose content is the install's. */
  readonly mounts?: readonly string[];
  /** The patterns of `install.dumps`, absolute; absent when it says nothing of backups. */
  readonly dumps?: readonly string[];
  readonly encryptionKey?: { readonly env: string } | { readonly file: string };
  /** Environment names of panel credentials, each with the id of its panel. */
  readonly panelNames?: ReadonlyMap<string, string>;
  /** The `panels:` in its order. */
  readonly panels?: readonly StatedPanel[];
  /** The `webhooks:` in its order. */
  readonly webhooks?: readonly StatedWebhook[];
  readonly incident: {
    readonly contacts: readonly string[];
    readonly owners: Readonly<Record<string, string>>;
    /** ISO date. */
    readonly lastDrill?: string;
  };
}

/** One IPTVbp install on this host: everything discovery and configuration found out. */
export interface Install {
  /** Absolute, links resolved. */
  readonly root: string;
  readonly host: string;
  /** How the root was found: `argument`, `guard.yaml`, `root of nginx site shop.example`. */
  readonly source: string;
  readonly envFiles: readonly EnvFile[];
  /** Whoever must read the env file. */
  readonly serviceUser: Look<Sourced<Account>>;
  /** The owner an env file should have. */
  readonly owner: Look<Sourced<FileOwner & { readonly name: string }>>;
  readonly environment: Sourced<string>;
  readonly hostConfigs: readonly HostConfigFile[];
  readonly sites: Look<readonly WebSite[]>;
  readonly logs: readonly LogTarget[];
  readonly urls: readonly ConfiguredUrl[];
  /** Database dumps and backups named by configuration, outside the root. */
  readonly dumps: readonly string[];
  readonly config: InstallConfig;
  /** What discovery could not read. */
  readonly gaps: readonly Gap[];
}
