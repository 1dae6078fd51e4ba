import { baseId } from "../../core/credentials/base-id.ts";
import type { Credential } from "../../core/credentials/credential.ts";
import type { Finding } from "../../core/finding.ts";
import type { AffectedCredential } from "../../core/incident/incident.ts";
import type { Playbook } from "../../core/knowledge/playbook.ts";
import { compareText } from "../../core/text/path-text.ts";
import type { Catalogue, CredentialSpec } from "../../core/knowledge/provider.ts";
import { matchesGlob } from "../../core/text/select-ids.ts";
import { isInUse } from "../../incident/choose-playbooks.ts";
import type { OpenedInstall } from "../open-install.ts";

type Known = Pick<OpenedInstall, "catalogue" | "credentials">;

/** The credentials that an incident of this kind is about, as far as the install holds them. */
export function affectedByPlaybook(
  { credentials: globs }: Playbook,
  { catalogue, credentials }: Known,
): readonly AffectedCredential[] {
  const held = credentials.filter(({ id }) => globs.some((glob) => matchesGlob(glob, baseId(id))));
  if (held.length > 0) {
    const affected = held.map((each) => affectedBy(each, catalogue));
    return uniqueAffected(affected, { catalogue });
  }
  // Kept in IPTVbp's own settings: only its name is known.
  return catalogue.providers.flatMap(({ id: provider, credentials: specs }) =>
    specs.filter(({ id }) => globs.includes(id)).map(({ id, title }) => ({ id, title, provider })),
  );
}

/** The credential that a finding is about; none when it is about a whole file. */
export function affectedByFinding(
  { ruleId, evidence = "" }: Pick<Finding, "ruleId" | "evidence">,
  { catalogue, credentials }: Known,
): readonly AffectedCredential[] {
  if (ruleId === undefined) return [];
  const same = credentials.filter(({ id }) => baseId(id) === baseId(ruleId));
  const named = same.find(({ name }) => evidence.startsWith(`${name} `)) ?? same[0];
  if (named) return [affectedBy(named, catalogue)];
  const rule = catalogue.secretRules.find(({ id }) => id === ruleId);
  if (rule) return [{ id: ruleId, title: rule.title, provider: "" }];
  return catalogue.providers.flatMap(({ id: provider, credentials: specs }) =>
    specs
      .filter(({ id }) => id === baseId(ruleId))
      .map(({ id, title }) => ({ id, title, provider })),
  );
}

/** The credentials in use that findings speak of, each once. */
export function affectedByFindings(
  findings: readonly Finding[],
  known: Known,
): readonly AffectedCredential[] {
  const affected = findings.filter(isInUse).flatMap((finding) => affectedByFinding(finding, known));
  return uniqueAffected(affected, known);
}

const urgency = ["gateway", "panel", "messaging", "install"] as const;

/** Each once, and what moves money first. */
export function uniqueAffected(
  affected: readonly AffectedCredential[],
  { catalogue: { providers } }: Pick<Known, "catalogue">,
): readonly AffectedCredential[] {
  const keys = affected.map(({ id, shown = "" }) => `${id} ${shown}`);
  const rank = ({ provider }: AffectedCredential) => {
    const kind = providers.find(({ id }) => id === provider)?.kind;
    return kind === undefined ? urgency.length : urgency.indexOf(kind);
  };
  return affected
    .filter((_, index) => keys.indexOf(keys[index] ?? "") === index)
    .toSorted((a, b) => rank(a) - rank(b) || compareText(a.id, b.id));
}

function affectedBy(credential: Credential, catalogue: Catalogue): AffectedCredential {
  const { id, spec, name, value } = credential;
  return {
    id,
    title: spec.title,
    provider: providerOf(spec, catalogue),
    name,
    shown: value.masked,
  };
}

function providerOf(spec: CredentialSpec, { providers }: Catalogue): string {
  const named = (test: (each: CredentialSpec) => boolean) =>
    providers.find(({ credentials }) => credentials.some(test))?.id;
  return (
    named((each) => each === spec) ??
    named(({ id, title }) => id === spec.id && title === spec.title) ??
    ""
  );
}
