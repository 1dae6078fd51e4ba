import type { PrivateHost } from "../private-host.ts";

/** One way to install the shop, as servers have it. */
export interface Layout {
  readonly name: string;
  /** Programs that it takes. */
  readonly programs: readonly string[];
  /** Starts what serves it, as root; all ends with the namespace. */
  readonly services: string;
  readonly root: string;
  /** A folder somewhere below the root. */
  readonly below: string;
  /** The account that the shop runs as. */
  readonly uid: number;
  /** Audits that this account cannot finish, where root can. */
  readonly takesRoot?: readonly string[];
  /** `what: value (source)`, with the certainty where it is not certain. */
  readonly facts: readonly string[];
  /** Exact statuses of audits that depend on the layout. */
  readonly statuses: Readonly<Record<string, string>>;
  lay(): PrivateHost;
  /** Breaks one thing; gives the finding that says so, as `severity audit place`. */
  plant(host: PrivateHost): string;
}

/** What nobody can judge to whom the values of the env file are closed. */
export const takesEnvValues: readonly string[] = [
  "access/redis-protected",
  "accounts/no-totp-seeds",
  "encryption/key-strength",
  "env/debug-off",
  "env/no-dashboard-logins",
  "env/no-placeholders",
  "env/no-shared-values",
  "env/no-test-keys",
  "env/present",
  "env/strong-values",
  "https/no-credentials-in-urls",
  "https/panel-urls",
  "https/store-urls",
  "privilege/panel-account",
  "privilege/stripe-restricted",
  "rotation/within-schedule",
  "secrets/none-in-git-config",
  "secrets/none-in-history",
  "secrets/none-in-worktree",
  "webhooks/https",
  "webhooks/secret-set",
  "webhooks/secrets-distinct",
  "webhooks/verification-on",
];

/** What depends on the site of the shop, which is known by a host name in the env file. */
export const takesSiteNames: readonly string[] = [
  "exposure/not-served",
  "monitoring/logs-exist",
  "monitoring/retention",
  "secrets/none-in-logs",
  "tls/key-files",
  "tls/known-private-key",
  "tls/nginx-profile",
];
