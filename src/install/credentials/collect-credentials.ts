import type { Credential, DeclaredName } from "../../core/credentials/credential.ts";
import { layerOf } from "../../core/install/env-environment.ts";
import type { EnvEntry, Install } from "../../core/install/install.ts";
import { compareText } from "../../core/text/path-text.ts";
import { isPlaceholder } from "../../core/secrets/placeholder.ts";
import type { CredentialSpec } from "../../core/knowledge/provider.ts";
import type { Secret } from "../../core/secrets/secret.ts";

/** The catalogue's answer to "what is this variable"; public credentials are recognised too. */
export type Recognise = (
  name: string,
  value: Secret,
) => { readonly spec: CredentialSpec; readonly value: Secret } | undefined;

export interface CollectedCredentials {
  /** With a value, placeholders included; public ones left out; in id order. */
  readonly credentials: readonly Credential[];
  /** Names without a usable value, in id order. */
  readonly declared: readonly DeclaredName[];
}

interface Held {
  readonly entry: EnvEntry;
  readonly path: string;
  readonly heldBy: Credential["heldBy"];
}

/**
 * The credentials of an install. A later env file overrides the same name of an earlier one, as it
 * does for the application; host configuration stands beside them, each place for itself. A second
 * name for the same credential becomes `id@NAME`.
 */
export function collectCredentials(install: Install, recognise: Recognise): CollectedCredentials {
  const credentials: Credential[] = [];
  const declared: DeclaredName[] = [];
  for (const held of [...inForce(install), ...inHostConfigs(install)]) {
    const { key, value, line } = held.entry;
    const known = recognise(key, value);
    if (!known || known.spec.public) continue;
    const text = known.value.reveal().trim();
    if (isReference(text)) continue;
    const id = idOf(install, known.spec, key);
    const base = { id, spec: known.spec, name: key, path: held.path, line, heldBy: held.heldBy };
    if (text !== "") credentials.push({ ...base, value: known.value });
    const state = text === "" ? "empty" : isPlaceholder(text) ? "placeholder" : undefined;
    if (state) declared.push({ ...base, state });
  }
  const names = firstNames([...credentials, ...declared]);
  return { credentials: distinct(credentials, names), declared: distinct(declared, names) };
}

/**
 * The last assignment of each name over all env files of one environment, in file order: the test
 * key of `.env.testing` does not take the place of the live one.
 */
function inForce(install: Install): readonly Held[] {
  const held = new Map<string, Held>();
  for (const file of install.envFiles) {
    const { path, content } = file;
    if (content.kind !== "found") continue;
    const layer = layerOf(install, file);
    for (const entry of content.value.entries) {
      const name = `${layer}\0${entry.key}`;
      held.delete(name);
      held.set(name, { entry, path, heldBy: "env" });
    }
  }
  return [...held.values()];
}

function inHostConfigs({ hostConfigs }: Install): readonly Held[] {
  return hostConfigs.flatMap(({ path, kind, values }) =>
    values.kind === "found" ? values.value.map((entry) => ({ entry, path, heldBy: kind })) : [],
  );
}

/** `${OTHER}` holds nothing of its own. */
function isReference(text: string): boolean {
  return /^\$(?:\w+|\{\w+\})$/.test(text);
}

/** guard.yaml may say which panel a variable belongs to. */
function idOf({ config }: Install, spec: CredentialSpec, name: string): string {
  const panel = config.panelNames?.get(name);
  return panel !== undefined && spec.id.startsWith("panel.") ? `panel.${panel}` : spec.id;
}

/**
 * The name that keeps the plain id: the one the catalogue lists first, else the first in byte
 * order. All places of that name share it.
 */
function firstNames(all: readonly (Credential | DeclaredName)[]): ReadonlyMap<string, string> {
  const names = new Map<string, string>();
  const ranked = all.toSorted((a, b) => rank(a) - rank(b) || compareText(a.name, b.name));
  for (const { id, name } of ranked) if (!names.has(id)) names.set(id, name);
  return names;
}

/** A name with a value beats an empty one, an exact name a near one. */
function rank(each: Credential | DeclaredName): number {
  const exact = each.spec.env.indexOf(each.name.toUpperCase());
  const order = exact < 0 ? each.spec.env.length : exact;
  return "value" in each ? order : order + 1000;
}

function distinct<T extends Credential | DeclaredName>(
  all: readonly T[],
  names: ReadonlyMap<string, string>,
): readonly T[] {
  return all
    .map((each) =>
      names.get(each.id) === each.name ? each : { ...each, id: `${each.id}@${each.name}` },
    )
    .toSorted((a, b) => compareText(a.id, b.id) || compareText(a.path, b.path) || a.line - b.line);
}
