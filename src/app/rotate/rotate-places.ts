import { recogniseCredential } from "../../catalogue/recognise-credential.ts";
import { passwordOfUrl } from "../../catalogue/url-password.ts";
import type { Credential } from "../../core/credentials/credential.ts";
import { baseId } from "../../core/credentials/base-id.ts";
import type { EnvDialect, EnvEntry, EnvFile } from "../../core/install/install.ts";
import { compareText } from "../../core/text/path-text.ts";
import type { Secret } from "../../core/secrets/secret.ts";
import { holdsAsPart, newEntryValue } from "../../rotation/new-entry-value.ts";
import type { OpenedInstall } from "../open-install.ts";
import { placesOf } from "./rotate-desk.ts";

/** A line of an env file. */
export interface EnvPlace {
  readonly path: string;
  readonly key: string;
  readonly line: number;
}

/** A line of an env file whose value is made of one that the cut over changes. */
export interface Follower extends EnvPlace {
  /** The value stands in a URL there, spelled as it is. */
  readonly inUrl: boolean;
}

/** A line of an env file that the cut over changes. */
export interface CutTarget extends EnvPlace {
  readonly dialect: EnvDialect;
  /** What the variable holds when `next` is the new value: itself, or a URL with it inside. */
  readonly valueFor: (next: Secret) => Secret;
}

/** Where a value stands, by who can change it. */
export interface HeldPlaces {
  /** Changed by the cut over. */
  readonly targets: readonly CutTarget[];
  /** Lines of env files that get the new value by their reference to a target. */
  readonly followers: readonly Follower[];
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
  const lines = install.envFiles.map((file) => linesIn(opened, file, credential));
  const inOrder = <T extends EnvPlace>(places: readonly T[]): readonly T[] =>
    places.toSorted((a, b) => compareText(a.path, b.path) || a.line - b.line);
  return {
    targets: inOrder(lines.flatMap(({ targets }) => targets)),
    followers: inOrder(lines.flatMap(({ followers }) => followers)),
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

type Lines = Pick<HeldPlaces, "targets" | "followers">;

/** A line that refers to one that is changed gets the new value by that, and is left as it is. */
function linesIn(
  { catalogue }: OpenedInstall,
  { path, content, dialect }: EnvFile,
  { value: old, spec, name }: Credential,
): Lines {
  const targets: CutTarget[] = [];
  const followers: Follower[] = [];
  if (content.kind !== "found") return { targets, followers };
  const isOurs = ({ key, value }: EnvEntry) =>
    newEntryValue(value, old, old) !== undefined &&
    // A weak value may stand for two credentials; the other one is not ours to change.
    (key === name ||
      spec.pattern?.strong === true ||
      recogniseCredential(key, value, catalogue)?.spec.id === baseId(spec.id));
  const changes = new Set<string>();
  // In file order: a reference is to a line above.
  for (const entry of content.value.entries) {
    const { key, value, line, references = [] } = entry;
    const follows =
      references.some((reference) => changes.has(reference)) && holdsAsPart(value, old);
    if (follows)
      followers.push({ path, key, line, inUrl: passwordOfUrl(value)?.equals(old) === true });
    else if (isOurs(entry)) {
      const valueFor = (next: Secret) => newEntryValue(value, old, next) ?? next;
      targets.push({ path, key, line, dialect, valueFor });
    } else continue;
    changes.add(key);
  }
  return { targets, followers };
}
