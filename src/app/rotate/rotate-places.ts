import { recogniseCredential } from "../../catalogue/recognise-credential.ts";
import type { Credential } from "../../core/credentials/credential.ts";
import { baseId } from "../../core/credentials/base-id.ts";
import type { EnvDialect, EnvFile } from "../../core/install/install.ts";
import { compareText } from "../../core/text/path-text.ts";
import type { Secret } from "../../core/secrets/secret.ts";
import { newEntryValue } from "../../rotation/new-entry-value.ts";
import type { OpenedInstall } from "../open-install.ts";
import { placesOf } from "./rotate-desk.ts";

/** A line of an env file that the cut over changes. */
export interface CutTarget {
  readonly path: string;
  readonly key: string;
  readonly line: number;
  readonly dialect: EnvDialect;
  /** What the variable holds when `next` is the new value: itself, or a URL with it inside. */
  readonly valueFor: (next: Secret) => Secret;
}

/** Where a value stands, by who can change it. */
export interface HeldPlaces {
  /** Changed by the cut over. */
  readonly targets: readonly CutTarget[];
  /** Units, pools, compose files and crontabs: named, and changed by a person. */
  readonly byHand: readonly Credential[];
  /** Env files that could not be read and may hold it too. */
  readonly unread: readonly EnvFile[];
}

/** The credential in force: the one of an env file wins over host configuration. */
export function inForce(opened: OpenedInstall, id: string): Credential | undefined {
  const places = placesOf(opened, id);
  return places.find(({ heldBy }) => heldBy === "env") ?? places[0];
}

/** Every place that holds the same value of the same credential. */
export function placesHolding(opened: OpenedInstall, credential: Credential): HeldPlaces {
  const { install } = opened;
  const targets = install.envFiles.flatMap((file) => targetsIn(opened, file, credential));
  return {
    targets: targets.toSorted((a, b) => compareText(a.path, b.path) || a.line - b.line),
    byHand: opened.credentials.filter(
      ({ heldBy, spec, value }) =>
        heldBy !== "env" && spec.id === credential.spec.id && value.equals(credential.value),
    ),
    unread: install.envFiles.filter(({ content }) => content.kind === "blocked"),
  };
}

/** The new value as the install will read it back: inside a URL it is spelled in another way. */
export function valueAsRead(
  { catalogue }: OpenedInstall,
  { targets }: HeldPlaces,
  { path, name }: Credential,
  next: Secret,
): Secret {
  const target = targets.find((each) => each.path === path && each.key === name);
  if (!target) return next;
  return recogniseCredential(name, target.valueFor(next), catalogue)?.value ?? next;
}

function targetsIn(
  { catalogue }: OpenedInstall,
  { path, content, dialect }: EnvFile,
  { value: old, spec, name }: Credential,
): readonly CutTarget[] {
  if (content.kind !== "found") return [];
  return content.value.entries.flatMap(({ key, value, line }) => {
    if (newEntryValue(value, old, old) === undefined) return [];
    // A weak value may stand for two credentials; the other one is not ours to change.
    const isOurs =
      key === name ||
      spec.pattern?.strong === true ||
      recogniseCredential(key, value, catalogue)?.spec.id === baseId(spec.id);
    if (!isOurs) return [];
    const valueFor = (next: Secret) => newEntryValue(value, old, next) ?? next;
    return [{ path, key, line, dialect, valueFor }];
  });
}
