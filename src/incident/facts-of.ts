import type { AffectedCredential, Sighting } from "../core/incident/incident.ts";
import { plural } from "../core/exit.ts";
import type { IncidentFacts } from "../core/incident/incident-facts.ts";

export interface FactSources {
  readonly affected: readonly AffectedCredential[];
  readonly sightings: readonly Sighting[];
  readonly root?: string;
  /** ISO 8601. */
  readonly openedAt?: string;
}

/** What is known of an incident, in the words that fit into a playbook's text. */
export function factsOf({ affected, sightings, root, openedAt }: FactSources): IncidentFacts {
  const [only] = affected.length === 1 ? affected : [];
  const since = sinceOf(sightings);
  const where = sightings[0]?.where;
  const ending = /\.\.\.(.{4})$/.exec(only?.shown ?? "")?.[1];
  return {
    ...(affected.length > 0 ? { key: keyText(affected) } : {}),
    ...(ending === undefined ? {} : { ending: `ending ${ending}` }),
    ...(since === undefined ? {} : { since }),
    ...(where === undefined ? {} : { where: `in ${where}${moreText(sightings.length)}` }),
    ...(root === undefined ? {} : { root }),
    ...(openedAt === undefined ? {} : { opened: momentText(openedAt) }),
  };
}

/** The oldest day on which one of the values is known to have been out. */
export function sinceOf(sightings: readonly Sighting[]): string | undefined {
  return sightings.flatMap(({ since }) => since ?? []).toSorted()[0];
}

/** `stripe.secret-key sk_live_...Qx7d`, or how many there are. */
export function keyText(affected: readonly AffectedCredential[]): string {
  const [first] = affected;
  if (!first || affected.length > 1) return `${affected.length} credentials`;
  return [first.id, first.shown].filter((part) => part !== undefined).join(" ");
}

function moreText(places: number): string {
  return places > 1 ? ` and ${plural(places - 1, "more place")}` : "";
}

/** `2026-11-24 09:31 UTC`. */
export function momentText(iso: string): string {
  return `${iso.slice(0, 10)} ${iso.slice(11, 16)} UTC`;
}
