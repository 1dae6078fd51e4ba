import type { AuditContext } from "../../core/audit-context.ts";
import type { Audit } from "../../core/audit.ts";
import { isProduction } from "../../core/install/env-environment.ts";
import { envFileGaps, hostConfigGaps } from "../../core/install/env-gaps.ts";
import type { FindingDraft } from "../../core/finding.ts";
import type { FixPlan } from "../../core/fix.ts";
import { conclude, notApplicable } from "../../core/outcome.ts";
import { findWord } from "../../core/secrets/secret-shape.ts";
import { unlistedRoot } from "../../core/install/seen-env-files.ts";
import { type SettingInForce, settingsInForce } from "../../core/install/settings-in-force.ts";

/** `APP_DEBUG`, `DEBUG`, `WP_DEBUG_DISPLAY`; not `DEBUG_LOG_FILE`. */
const switches = /(?:^|_)DEBUG(?:_MODE|_ENABLED|_DISPLAY)?$|^DEBUGBAR_ENABLED$/;

/** What turns such a switch on, with what turns it off in the same spelling. */
const opposites: Readonly<Record<string, string>> = {
  true: "false",
  "1": "0",
  "2": "0",
  on: "off",
  yes: "no",
  y: "n",
  enabled: "disabled",
  "*": "false",
  "(true)": "(false)",
};

/** Frameworks show errors in these modes, whatever the debug switch says. */
const modeNames = new Set(["APP_ENV", "NODE_ENV", "ENVIRONMENT", "FLASK_ENV", "RAILS_ENV"]);
const openModes = ["development", "develop", "dev", "local", "debug"];

export const debugOff: Audit = {
  meta: {
    id: "env/debug-off",
    title: "Production runs with debugging off",
    rule: 2,
    severity: "high",
    why: "A debug page answers an error with the source code around it, and in many frameworks with the whole environment: every key, to anybody who finds a request that fails.",
    remedy:
      "Set APP_DEBUG=false (and APP_ENV=production) in the env file, clear cached configuration (`php artisan config:cache`) and restart the service. If this is no production install, say so in guard.yaml: install.environment.",
    needs: [],
    references: [
      "https://laravel.com/docs/errors",
      "https://owasp.org/www-project-web-security-testing-guide/",
      "https://cwe.mitre.org/data/definitions/489.html",
    ],
  },
  run({ install }) {
    const gaps = [...unlistedRoot(install), ...envFileGaps(install), ...hostConfigGaps(install)];
    const settings = settingsInForce(install);
    const production = settings.filter(({ environment }) => isProduction(environment));
    if (gaps.length === 0 && !isProduction(install.environment.value) && production.length === 0) {
      const { value, source } = install.environment;
      return notApplicable(`it is no production install: ${value}, by ${source}`);
    }
    if (gaps.length === 0 && settings.length === 0) return notApplicable("there are no settings");
    return conclude({ findings: production.flatMap((each) => judge(each, install)), gaps });
  },
};

function judge(setting: SettingInForce, install: AuditContext["install"]): readonly FindingDraft[] {
  const { entry, path } = setting;
  const key = entry.key.toUpperCase();
  const location = { kind: "env", path, key: entry.key, line: entry.line } as const;
  const on = switches.test(key) ? findWord(entry.value, Object.keys(opposites)) : undefined;
  if (on !== undefined) {
    const fix = fixOf(setting, opposites[on] ?? "false");
    const message = `${entry.key}=${on} in production`;
    return [{ message, location, ...(fix ? { fix } : {}) }];
  }
  const mode = modeNames.has(key) ? findWord(entry.value, openModes) : undefined;
  if (mode === undefined) return [];
  const evidence = `production by ${install.environment.source}`;
  return [{ message: `${entry.key}=${mode} in production`, location, evidence }];
}

/** Units and pools are root's to change. */
function fixOf({ entry, path, dialect }: SettingInForce, value: string): FixPlan | undefined {
  if (dialect === undefined) return undefined;
  return {
    title: `set ${entry.key}=${value}`,
    safety: "review",
    caution: "restart the service afterwards; errors then go to its log instead of the page",
    edits: [{ kind: "set-env", path, key: entry.key, value, dialect }],
  };
}
