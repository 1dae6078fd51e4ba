import { audits } from "../../src/audits/index.ts";
import type { AuditMeta } from "../../src/core/audit.ts";
import { type FaultKind, type FaultName, faultKinds } from "./fault-kinds.ts";
import type { Expected } from "./fault-judge.ts";
import { type FaultSpot, type SpotName, faultSpots } from "./fault-spots.ts";
import { type Exception, hiding, spotVerdicts } from "./fault-rules.ts";
import { readsOf } from "./fault-table.ts";

/** One fault at one name, with what is right for every audit. */
export interface FaultCase {
  readonly spot: FaultSpot & { readonly at: SpotName };
  readonly fault: FaultKind;
  readonly expected: readonly Expected[];
  /** How many of these audits read the name. */
  readonly concerned: number;
}

/** Reading a gibibyte to its end takes seconds: one file of a kind is enough. */
const alike: ReadonlySet<SpotName> = new Set<SpotName>([
  "{root}/.env.bak",
  "{root}/composer.json",
  "{root}/config/app.php",
  "{root}/storage/logs/laravel.log",
  "/var/log/nginx/access.log.1",
  "/var/log/nginx/error.log",
  "/var/log/shop/access.log",
  "/var/log/shop/app.log",
  "/var/log/shop/audit.log",
  "/var/log/shop/error.log",
]);

export function faultCases(): readonly FaultCase[] {
  return faultSpots.flatMap((spot) =>
    faultKinds
      .filter(({ to }) => to.includes(spot.is))
      .filter(({ name }) => name !== "1 GiB sparse" || !alike.has(spot.at))
      .map((fault) => {
        const expected = audits.map(({ meta }) => expectation(meta, spot.at, fault));
        const readers = audits.filter(({ meta }) => readsOf(meta)[spot.at] !== undefined);
        return { spot, fault, expected, concerned: readers.length };
      }),
  );
}

function expectation(meta: AuditMeta, at: SpotName, { name }: FaultKind): Expected {
  const { id: audit } = meta;
  const own = readsOf(meta)[at];
  const general = spotVerdicts[at]?.[name];
  // Refused is refused for all, also for those who do not read the name.
  if (general?.[0] === "refused" || own !== undefined) {
    const [status, why] = own?.[name] ?? general ?? byRule(name);
    return { audit, status, why };
  }
  return { audit, status: "pass", why: "it does not read that name" };
}

function byRule(name: FaultName): Exception {
  return hiding.includes(name)
    ? ["unknown", "it could not look"]
    : ["pass", "what was there before is still there, and in order"];
}
