import type { Confidence, FindingDraft, SecretIdentity } from "../finding.ts";
import { type Location, compareLocations } from "../location.ts";
import { compareText } from "../text/path-text.ts";
import type { LocatedMatch, SearchResult, SecretMatch } from "../ports/secret-search.ts";
import { createSecretTable } from "./secret-table.ts";
import { type Severity, compareSeverity } from "../severity.ts";

/** One secret with all the places a search saw it at. */
export interface SecretSightings {
  /** The match that says most: in use before not, certain before likely. */
  readonly match: SecretMatch;
  /** In report order: the worst first. */
  readonly places: readonly Location[];
  /** At least as many as `places`: of a file full of one secret only some places are kept. */
  readonly occurrences: number;
  /** The env name under which the install uses the value now. */
  readonly inUseAs?: string;
}

export interface SecretFindingOptions {
  /** `in git history`, `in a file`, `in a log`: ends the message. */
  readonly where: string;
  /** No finding is worse than this; default: no cap. A value in use is capped too. */
  readonly atMost?: Severity;
  /** What a value is that the install does not use now; default: the severity of its rule. */
  readonly notInUse?: (sightings: SecretSightings) => Severity;
  /** Replaces the message made of title and `where`. */
  readonly message?: (sightings: SecretSightings) => string;
  readonly remedy?: (sightings: SecretSightings) => string | undefined;
  /** Which of two places is worse (negative: `a`); default: the order of the report. */
  readonly comparePlaces?: (a: Location, b: Location) => number;
}

const shownPlaces = 20;
const confidences: readonly Confidence[] = ["high", "medium", "low"];

/**
 * One finding per secret, not per place: worst place in `location`, up to 20 more in `alsoAt`, all
 * counted. A value in use is critical. The order of the matches makes no difference.
 */
export function findingsFromMatches(
  { matches }: Pick<SearchResult, "matches">,
  options: SecretFindingOptions,
): readonly FindingDraft[] {
  return groupBySecret(matches, options.comparePlaces).map((sightings) =>
    findingOf(sightings, options),
  );
}

/** The matches by secret (rule and value), each group with its places in order. */
export function groupBySecret(
  matches: readonly LocatedMatch[],
  comparePlaces: (a: Location, b: Location) => number = compareLocations,
): readonly SecretSightings[] {
  const groups = createSecretTable<LocatedMatch[]>();
  for (const located of matches) {
    const { ruleId, secret } = located.match;
    groups.of(ruleId, secret, () => []).push(located);
  }
  return groups
    .values()
    .flatMap((group) => sightingsOf(group, comparePlaces))
    .toSorted((a, b) => compareSightings(a, b, comparePlaces));
}

function sightingsOf(
  group: readonly LocatedMatch[],
  comparePlaces: (a: Location, b: Location) => number,
): SecretSightings[] {
  const sorted = group.toSorted(
    (a, b) => comparePlaces(a.location, b.location) || compareLocations(a.location, b.location),
  );
  const matches = sorted.map(({ match }) => match);
  const best = matches.toSorted(
    (a, b) =>
      Number(b.ownName !== undefined) - Number(a.ownName !== undefined) ||
      confidences.indexOf(a.confidence) - confidences.indexOf(b.confidence),
  )[0];
  if (!best) return [];
  const inUseAs = best.ownName;
  return [
    {
      match: best,
      places: sorted.map(({ location }) => location),
      occurrences: sorted.reduce((sum, { times = 1 }) => sum + times, 0),
      ...(inUseAs === undefined ? {} : { inUseAs }),
    },
  ];
}

function compareSightings(
  a: SecretSightings,
  b: SecretSightings,
  comparePlaces: (a: Location, b: Location) => number,
): number {
  const [left, right] = [a.places[0], b.places[0]];
  const byPlace = left && right ? comparePlaces(left, right) || compareLocations(left, right) : 0;
  return byPlace || compareText(a.match.ruleId, b.match.ruleId);
}

function findingOf(sightings: SecretSightings, options: SecretFindingOptions): FindingDraft {
  const { match, places, occurrences, inUseAs } = sightings;
  const location = places[0] ?? { kind: "host", what: match.ruleId };
  const remedy = options.remedy?.(sightings);
  return {
    severity: severityOf(sightings, options),
    confidence: match.confidence,
    message: options.message?.(sightings) ?? messageOf(sightings, options.where),
    location,
    alsoAt: places.slice(1, 1 + shownPlaces),
    occurrences,
    evidence: evidenceOf(match, inUseAs),
    ...(remedy === undefined ? {} : { remedy }),
    ruleId: match.ruleId,
    identity: identityOf(match),
  };
}

function severityOf({ match, ...rest }: SecretSightings, options: SecretFindingOptions): Severity {
  const own =
    rest.inUseAs === undefined
      ? (options.notInUse?.({ match, ...rest }) ?? match.severity)
      : "critical";
  const { atMost } = options;
  return atMost !== undefined && compareSeverity(own, atMost) < 0 ? atMost : own;
}

function messageOf({ match, inUseAs }: SecretSightings, where: string): string {
  const use = inUseAs === undefined ? "" : " in use";
  return `${match.title}${use} is ${where}`;
}

/** `STRIPE_SECRET_KEY sk_live_...Qx7d`; the spelling is named where it is not the plain one. */
function evidenceOf({ secret, form, title }: SecretMatch, inUseAs: string | undefined): string {
  const name = inUseAs ?? title;
  const spelling = form === "plain" ? "" : `, ${spellings[form]}`;
  return `${name} ${secret.masked}${spelling}`;
}

const spellings = {
  base64: "in base64",
  hex: "in hex",
  percent: "percent-encoded",
  json: "escaped",
} as const;

function identityOf({ ruleId, secret, strong, ownName }: SecretMatch): SecretIdentity {
  return { ruleId, secret, strong, ...(ownName === undefined ? {} : { name: ownName }) };
}
