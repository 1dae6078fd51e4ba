import type { Audit } from "../core/audit.ts";
import { dashboardAllowlist } from "./access/dashboard-allowlist.ts";
import { privateListeners } from "./access/private-listeners.ts";
import { redisProtected } from "./access/redis-protected.ts";
import { noTotpSeeds } from "./accounts/no-totp-seeds.ts";
import { passwords } from "./accounts/passwords.ts";
import { sessions } from "./accounts/sessions.ts";
import { twoFactor } from "./accounts/two-factor.ts";
import { backupsEncrypted } from "./encryption/backups-encrypted.ts";
import { keySeparate } from "./encryption/key-separate.ts";
import { keyStrength } from "./encryption/key-strength.ts";
import { debugOff } from "./env/debug-off.ts";
import { mode } from "./env/mode.ts";
import { noCopies } from "./env/no-copies.ts";
import { noDashboardLogins } from "./env/no-dashboard-logins.ts";
import { noPlaceholders } from "./env/no-placeholders.ts";
import { noSharedValues } from "./env/no-shared-values.ts";
import { noTestKeys } from "./env/no-test-keys.ts";
import { noneInUnits } from "./env/none-in-units.ts";
import { owner } from "./env/owner.ts";
import { pathProtected } from "./env/path-protected.ts";
import { present } from "./env/present.ts";
import { strongValues } from "./env/strong-values.ts";
import { notServed } from "./exposure/not-served.ts";
import { envIgnored } from "./gitignore/env-ignored.ts";
import { envUntracked } from "./gitignore/env-untracked.ts";
import { keysAndDumpsIgnored } from "./gitignore/keys-and-dumps-ignored.ts";
import { noCredentialsInUrls } from "./https/no-credentials-in-urls.ts";
import { panelUrls } from "./https/panel-urls.ts";
import { storeUrls } from "./https/store-urls.ts";
import { noneOpen } from "./incident/none-open.ts";
import { ready } from "./incident/ready.ts";
import { logsExist } from "./monitoring/logs-exist.ts";
import { retention } from "./monitoring/retention.ts";
import { reviewed } from "./monitoring/reviewed.ts";
import { noWorldWritable } from "./privilege/no-world-writable.ts";
import { panelAccount } from "./privilege/panel-account.ts";
import { panelScopes } from "./privilege/panel-scopes.ts";
import { serviceUser } from "./privilege/service-user.ts";
import { staffRoles } from "./privilege/staff-roles.ts";
import { stripeRestricted } from "./privilege/stripe-restricted.ts";
import { consumersReloaded } from "./rotation/consumers-reloaded.ts";
import { oldKeyDead } from "./rotation/old-key-dead.ts";
import { tested } from "./rotation/tested.ts";
import { withinSchedule } from "./rotation/within-schedule.ts";
import { noneInGitConfig } from "./secrets/none-in-git-config.ts";
import { noneInHistory } from "./secrets/none-in-history.ts";
import { noneInLogs } from "./secrets/none-in-logs.ts";
import { noneInWorktree } from "./secrets/none-in-worktree.ts";
import { keyFiles } from "./tls/key-files.ts";
import { knownPrivateKey } from "./tls/known-private-key.ts";
import { nginxProfile } from "./tls/nginx-profile.ts";
import { https } from "./webhooks/https.ts";
import { secretSet } from "./webhooks/secret-set.ts";
import { secretsDistinct } from "./webhooks/secrets-distinct.ts";
import { verificationOn } from "./webhooks/verification-on.ts";

/** Every audit, in byte order of its id. One line each: a new audit is added here. */
export const audits: readonly Audit[] = [
  dashboardAllowlist,
  privateListeners,
  redisProtected,
  noTotpSeeds,
  passwords,
  sessions,
  twoFactor,
  backupsEncrypted,
  keySeparate,
  keyStrength,
  debugOff,
  mode,
  noCopies,
  noDashboardLogins,
  noPlaceholders,
  noSharedValues,
  noTestKeys,
  noneInUnits,
  owner,
  pathProtected,
  present,
  strongValues,
  notServed,
  envIgnored,
  envUntracked,
  keysAndDumpsIgnored,
  noCredentialsInUrls,
  panelUrls,
  storeUrls,
  noneOpen,
  ready,
  logsExist,
  retention,
  reviewed,
  noWorldWritable,
  panelAccount,
  panelScopes,
  serviceUser,
  staffRoles,
  stripeRestricted,
  consumersReloaded,
  oldKeyDead,
  tested,
  withinSchedule,
  noneInGitConfig,
  noneInHistory,
  noneInLogs,
  noneInWorktree,
  keyFiles,
  knownPrivateKey,
  nginxProfile,
  https,
  secretSet,
  secretsDistinct,
  verificationOn,
];
