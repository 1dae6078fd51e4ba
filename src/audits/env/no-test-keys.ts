import type { AuditContext } from "../../core/audit-context.ts";
import type { Audit } from "../../core/audit.ts";
import { baseId } from "../../core/credentials/base-id.ts";
import type { Credential } from "../../core/credentials/credential.ts";
import { findingsByValue } from "../../core/credentials/credential-groups.ts";
import { environmentOfFile, isProduction } from "../../core/install/env-environment.ts";
import { envFileGaps, hostConfigGaps } from "../../core/install/env-gaps.ts";
import type { FindingDraft } from "../../core/finding.ts";
import { conclude, notApplicable } from "../../core/outcome.ts";
import { findWord, matchesPattern } from "../../core/secrets/secret-shape.ts";
import { unlistedRoot } from "../../core/install/seen-env-files.ts";
import { type SettingInForce, settingsInForce } from "../../core/install/settings-in-force.ts";

type Mode = "live" | "test";

const testWords = ["sandbox", "test", "testing"];
const liveWords = ["live", "production", "prod"];
const yesWords = ["true", "1", "yes", "on"];

export const noTestKeys: Audit = {
  meta: {
    id: "env/no-test-keys",
    title: "Production uses live credentials, and nothing else does",
    rule: 2,
    severity: "high",
    why: "With test keys in production orders are delivered for payments that never happened: the published test card numbers work. With live keys on a test machine real customers are charged and real data is read where nobody guards it.",
    remedy:
      "Put the live key of the provider into production's env file and the test key into the others. If the environment was taken for the wrong one, state it in guard.yaml: install.environment.",
    needs: [],
    references: ["https://docs.stripe.com/keys", "https://developer.paypal.com/tools/sandbox/"],
  },
  run(context) {
    const { install, credentials } = context;
    const gaps = [...unlistedRoot(install), ...envFileGaps(install), ...hostConfigGaps(install)];
    const told = credentials.flatMap((credential) => {
      const mode = modeOf(credential, credentials);
      return mode ? [{ credential, mode }] : [];
    });
    const switches = settingsInForce(install).flatMap((setting) => {
      const found = modeOfSetting(setting, context);
      return found ? [{ setting, ...found }] : [];
    });
    if (told.length + switches.length + gaps.length === 0) {
      return notApplicable("nothing here tells test from live");
    }
    const wrong = (mode: Mode) =>
      told
        .filter((each) => each.mode === mode)
        .map(({ credential }) => credential)
        .filter(({ path }) => mode !== modeFor(environmentOfFile(install, path)));
    const findings = [
      ...(["test", "live"] as const).flatMap((mode) =>
        findingsByValue(
          wrong(mode),
          ({ name, path }) =>
            `${name} is a ${mode} credential in ${environmentOfFile(install, path)}`,
        ),
      ),
      ...switches
        .filter(({ mode, setting }) => mode !== modeFor(setting.environment))
        .map(findingOfSwitch),
    ];
    return conclude({ findings, gaps });
  },
};

function modeFor(environment: string): Mode {
  return isProduction(environment) ? "live" : "test";
}

/** By the value's own format; undefined where nothing tells. */
function modeOf({ id, spec, value, path }: Credential, all: readonly Credential[]) {
  if (spec.test !== undefined && matchesPattern(value, spec.test)) return "test";
  if (spec.live !== undefined && matchesPattern(value, spec.live)) return "live";
  if (!/\.test-/.test(spec.id)) return undefined;
  // A test key that is kept beside the live one under a name of its own is not what runs.
  const provider = baseId(id).split(".")[0] ?? "";
  const hasOther = all.some(
    (other) =>
      other.path === path &&
      other.spec.id.startsWith(`${provider}.`) &&
      other.spec.live !== undefined &&
      matchesPattern(other.value, other.spec.live),
  );
  return hasOther ? undefined : "test";
}

/** `PAYPAL_MODE=sandbox`, `NOWPAYMENTS_SANDBOX=true`: a gateway's own switch. */
function modeOfSetting(
  { entry }: SettingInForce,
  { catalogue }: AuditContext,
): { readonly mode: Mode; readonly word: string } | undefined {
  const key = entry.key.toUpperCase().replaceAll("NOW_PAYMENTS", "NOWPAYMENTS");
  const gateway = catalogue.providers.find(
    ({ kind, id }) => kind === "gateway" && key.startsWith(`${id.toUpperCase()}_`),
  );
  if (!gateway) return undefined;
  const rest = key.slice(gateway.id.length + 1);
  if (/^(?:IS_|USE_)?(?:SANDBOX|TEST|TEST_?MODE|SANDBOX_MODE)$/.test(rest)) {
    const word = findWord(entry.value, yesWords);
    return word === undefined ? undefined : { mode: "test", word };
  }
  if (!/^(?:API_)?(?:MODE|ENV|ENVIRONMENT)$/.test(rest)) return undefined;
  const test = findWord(entry.value, testWords);
  if (test !== undefined) return { mode: "test", word: test };
  const live = findWord(entry.value, liveWords);
  return live === undefined ? undefined : { mode: "live", word: live };
}

function findingOfSwitch({
  setting,
  word,
}: {
  readonly setting: SettingInForce;
  readonly word: string;
}): FindingDraft {
  const { entry, path, environment } = setting;
  return {
    message: `${entry.key}=${word} in ${environment}`,
    location: { kind: "env", path, key: entry.key, line: entry.line },
  };
}
