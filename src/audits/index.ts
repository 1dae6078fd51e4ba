import type { Audit } from "../core/audit.ts";
import { keyStrength } from "./encryption/key-strength.ts";
import { mode } from "./env/mode.ts";
import { owner } from "./env/owner.ts";
import { pathProtected } from "./env/path-protected.ts";
import { present } from "./env/present.ts";
import { notServed } from "./exposure/not-served.ts";
import { noCredentialsInUrls } from "./https/no-credentials-in-urls.ts";
import { panelUrls } from "./https/panel-urls.ts";
import { storeUrls } from "./https/store-urls.ts";
import { ready } from "./incident/ready.ts";
import { logsExist } from "./monitoring/logs-exist.ts";
import { withinSchedule } from "./rotation/within-schedule.ts";
import { noneInGitConfig } from "./secrets/none-in-git-config.ts";
import { noneInHistory } from "./secrets/none-in-history.ts";
import { noneInLogs } from "./secrets/none-in-logs.ts";
import { noneInWorktree } from "./secrets/none-in-worktree.ts";
import { https } from "./webhooks/https.ts";
import { secretSet } from "./webhooks/secret-set.ts";
import { verificationOn } from "./webhooks/verification-on.ts";

/** Every audit, in byte order of its id. One line each: a new audit is added here. */
export const audits: readonly Audit[] = [
  keyStrength,
  mode,
  owner,
  pathProtected,
  present,
  notServed,
  noCredentialsInUrls,
  panelUrls,
  storeUrls,
  ready,
  logsExist,
  withinSchedule,
  noneInGitConfig,
  noneInHistory,
  noneInLogs,
  noneInWorktree,
  https,
  secretSet,
  verificationOn,
];
