import type { Location } from "../core/location.ts";
import { type Gap, gap } from "../core/look.ts";
import type { LocatedMatch, SecretMatch } from "../core/ports/secret-search.ts";
import { createSecretTable } from "../core/secrets/secret-table.ts";

/** Takes the matches of one file. */
export interface MatchCollector {
  add(match: SecretMatch, location: Location): void;
  /** What the file's matches come to, in the order in which they stood. */
  readonly matches: () => readonly LocatedMatch[];
  readonly gaps: () => readonly Gap[];
}

/** A finding shows 21 places; more of one file would never be seen. */
const placesPerSecret = 21;
/** A file with more different secrets than this is one finding for people, not 10,000. */
const secretsPerFile = 10_000;

interface Kept {
  readonly match: SecretMatch;
  readonly location: Location;
  times: number;
}

/**
 * Keeps memory bounded for a log that shows one key in each of a million lines: the first places of
 * each secret are kept, the last of them stands for all that follow.
 */
export function createMatchCollector(path: string): MatchCollector {
  const kept: Kept[] = [];
  // Excused sightings and others are told apart later; they must not stand for each other.
  const tables = { plain: createSecretTable<Kept[]>(), allowed: createSecretTable<Kept[]>() };
  let left = 0;
  return {
    add(match, location) {
      const table = match.allowedBecause === undefined ? tables.plain : tables.allowed;
      const { ruleId, secret } = match;
      if (table.size >= secretsPerFile && !table.find(ruleId, secret)) {
        left += 1;
        return;
      }
      const places = table.of(ruleId, secret, () => []);
      const last = places.at(-1);
      if (last && places.length >= placesPerSecret) {
        last.times += 1;
        return;
      }
      const entry = { match, location, times: 1 };
      places.push(entry);
      kept.push(entry);
    },
    matches: () =>
      kept.map(({ match, location, times }) =>
        times === 1 ? { match, location } : { match, location, times },
      ),
    gaps: () =>
      left === 0
        ? []
        : [gap(path, { code: "too-large", text: `${left} more sightings are not listed` })],
  };
}
