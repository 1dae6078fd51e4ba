import type { AuditContext } from "../core/audit-context.ts";
import type { FindingDraft } from "../core/finding.ts";
import { envFileGaps, hostConfigGaps } from "../core/install/env-gaps.ts";
import { unlistedRoot } from "../core/install/seen-env-files.ts";
import { type SettingInForce, settingsInForce } from "../core/install/settings-in-force.ts";
import type { EnvAssertion } from "../core/knowledge/local-audit.ts";
import type { Location } from "../core/location.ts";
import { type Gap, gap } from "../core/look.ts";
import { type Outcome, conclude, notApplicable } from "../core/outcome.ts";
import { joinPath } from "../core/text/path-text.ts";
import { createPatternSearch } from "./pattern-search.ts";

/**
 * One variable as the install gets it: from the env files of its own environment, units, pools,
 * compose files. Values are compared and never said.
 */
export function judgeEnv(assertion: EnvAssertion, { install }: AuditContext): Outcome {
  const { name, set } = assertion;
  const gaps = [...unlistedRoot(install), ...envFileGaps(install), ...hostConfigGaps(install)];
  const named = settingsInForce(install).filter(({ entry }) => entry.key === name);
  const held = named.filter(({ entry }) => entry.value.length > 0);
  const isOwn = ({ environment }: SettingInForce) => environment === install.environment.value;
  if (set === false) {
    const findings = held.map((each) => ({ message: `${name} is set`, location: placeOf(each) }));
    return conclude({ findings, gaps });
  }
  const own = held.filter(isOwn);
  if (own.length > 0) return conclude(judgeValues(own, assertion, gaps));
  if (set !== true) {
    return gaps.length > 0 ? conclude({ gaps }) : notApplicable(`${name} is not set`);
  }
  const empty = named.find(isOwn);
  const path = install.envFiles[0]?.path ?? joinPath(install.root, ".env");
  const finding: FindingDraft = empty
    ? { message: `${name} is empty`, location: placeOf(empty) }
    : { message: `${name} is not set`, location: { kind: "file", path }, about: name };
  // What was not read may set it.
  return conclude(gaps.length > 0 ? { gaps } : { findings: [finding] });
}

function judgeValues(
  settings: readonly SettingInForce[],
  { name, oneOf, pattern }: EnvAssertion,
  before: readonly Gap[],
) {
  const findings: FindingDraft[] = [];
  const gaps: Gap[] = [...before];
  const search = createPatternSearch();
  for (const setting of settings) {
    const location = placeOf(setting);
    const value = setting.entry.value.reveal();
    if (oneOf !== undefined && !oneOf.includes(value)) {
      findings.push({ message: `${name} has none of the values allowed here`, location });
      continue;
    }
    if (pattern === undefined) continue;
    const hit = search(pattern, value);
    if (hit.kind === "blocked") gaps.push(gap(`${name} in ${setting.path}`, hit.reason));
    if (hit.kind === "absent") {
      findings.push({ message: `${name} has not the form asked for here`, location });
    }
  }
  return { findings, gaps };
}

function placeOf({ path, entry }: SettingInForce): Location {
  return { kind: "env", path, key: entry.key, line: entry.line };
}
