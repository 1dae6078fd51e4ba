import { baseId } from "../core/credentials/base-id.ts";
import type { AffectedCredential } from "../core/incident/incident.ts";
import type { FilledLine } from "../core/documents/incident-document.ts";
import type { IncidentMode, ProviderReference } from "../core/knowledge/playbook.ts";
import type {
  CredentialSpec,
  IncidentPart,
  Provider,
  ProviderStep,
} from "../core/knowledge/provider.ts";

/** What an incident is about, and everything that is known about it. */
export interface ProviderFacts {
  readonly providers: readonly Provider[];
  readonly affected: readonly AffectedCredential[];
  readonly mode: IncidentMode;
}

interface Subject {
  readonly title: string;
  readonly spec?: CredentialSpec;
  readonly provider?: Provider;
}

/** What the provider files say about one part of the answer, each line once. */
export function providerLines(
  { subject, part }: ProviderReference,
  facts: ProviderFacts,
): readonly FilledLine[] {
  const isAffected = subject === "affected";
  const subjects = isAffected
    ? facts.affected.map((credential) => subjectOf(credential, facts.providers))
    : subjectsNamed(subject, facts.providers);
  const lines = subjects.flatMap((each) => linesOfSubject(each, part, facts.mode, isAffected));
  const told = new Set<string>();
  return lines.filter((line) => {
    const key = JSON.stringify(line);
    if (told.has(key)) return false;
    told.add(key);
    return true;
  });
}

function linesOfSubject(
  { title, spec, provider }: Subject,
  part: IncidentPart,
  mode: IncidentMode,
  isAffected: boolean,
): readonly FilledLine[] {
  const steps = spec ? stepsOf(spec, part, mode) : [];
  const own = steps.map((step) => lineOf(step, title));
  const general = (provider?.incident ?? [])
    .filter((step) => step.part === part)
    .map((step) => lineOf(step, provider?.title ?? title));
  const lines = [...own, ...general];
  if (lines.length > 0 || !isAffected) return lines;
  if (part === "revoke") return [{ do: withoutStep(spec), about: title }];
  if (part === "replace") return [{ do: "make a new one where it was issued", about: title }];
  return [];
}

/** With the overlap chosen the provider ends the old value itself, or the change has done it. */
function withoutStep(spec: CredentialSpec | undefined): string {
  return spec
    ? "see that the old value is refused: the change has ended it, or the overlap you chose will"
    : "revoke it where it was issued";
}

/** New first means the planned way; everything after the change is the same in both modes. */
function stepsOf(
  spec: CredentialSpec,
  part: IncidentPart,
  mode: IncidentMode,
): readonly ProviderStep[] {
  const isChange = part === "revoke" || part === "replace";
  const list = isChange && mode === "exposed" ? spec.planned : spec.breach;
  return list.filter((step) => step.part === part);
}

function subjectOf(
  { id, title, provider: providerId }: AffectedCredential,
  providers: readonly Provider[],
): Subject {
  const provider = providers.find((each) => each.id === providerId);
  const base = baseId(id);
  const spec = provider?.credentials.find(
    (each) => each.id === base || (base.startsWith("panel.") && each.id.startsWith("panel.")),
  );
  return { title, ...(spec ? { spec } : {}), ...(provider ? { provider } : {}) };
}

function subjectsNamed(name: string, providers: readonly Provider[]): readonly Subject[] {
  const provider = providers.find(({ id }) => id === name);
  if (provider) return [{ title: provider.title, provider }];
  return providers
    .flatMap(({ credentials }) => credentials)
    .filter(({ id }) => id === name)
    .map((spec) => ({ title: spec.title, spec }));
}

function lineOf(step: ProviderStep, about: string): FilledLine {
  const { do: text, open, why, not, doneWhen } = step;
  return {
    do: text,
    about,
    ...(open === undefined ? {} : { open }),
    ...(why === undefined ? {} : { why }),
    ...(not === undefined ? {} : { not }),
    ...(doneWhen === undefined ? {} : { doneWhen }),
  };
}
