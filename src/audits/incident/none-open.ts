import type { Audit } from "../../core/audit.ts";
import type { FindingDraft } from "../../core/finding.ts";
import type { OpenIncident } from "../../core/incident/open-incident.ts";
import { type Gap, gap } from "../../core/look.ts";
import { conclude, unknown } from "../../core/outcome.ts";

/** An incident of which nothing was written down for so long is forgotten, not worked on. */
const quietMs = 7 * 86_400_000;
/** A clock that is put right while it runs goes back by less. */
const clockToleranceMs = 60_000;

export const noneOpen: Audit = {
  meta: {
    id: "incident/none-open",
    title: "No incident is left open past its clocks",
    rule: 9,
    severity: "high",
    why: "An incident that was begun and not ended is a leaked key that may still work, and a duty to tell customers or an authority that may run out unnoticed.",
    remedy:
      "Go on with incident resume; what was done elsewhere is written down with incident step, and incident close ends it, with the reason when something is left.",
    needs: [],
    references: [
      "https://csrc.nist.gov/pubs/sp/800/61/r3/final",
      "https://eur-lex.europa.eu/eli/reg/2016/679/oj",
    ],
  },
  run(context) {
    const seen = context.incidents();
    if (seen.kind === "blocked") return unknown(seen.reason, "the journals of incidents");
    const { open, gaps: unread } = seen.kind === "found" ? seen.value : { open: [], gaps: [] };
    const gaps = [...unread, ...open.flatMap((incident) => ofTomorrow(incident, context.now))];
    const findings = open.flatMap((incident): readonly FindingDraft[] => {
      const wrong = whatIsWrong(incident, context.now);
      if (wrong === undefined) return [];
      const { id, openedAt } = incident;
      return [
        {
          message: `${id}: ${wrong}`,
          location: { kind: "host", what: `incident ${id}` },
          evidence: `open since ${openedAt.slice(0, 16).replace("T", " ")} UTC`,
        },
      ];
    });
    return conclude({ findings, gaps });
  },
};

/** By a clock that is behind what was written down nothing is late. */
function ofTomorrow({ id, newestAt }: OpenIncident, now: Date): readonly Gap[] {
  if (Date.parse(newestAt) <= now.getTime() + clockToleranceMs) return [];
  const text = `has a record of ${newestAt.slice(0, 16).replace("T", " ")} UTC, which has not come yet by this clock`;
  return [gap(`incident ${id}`, { code: "expired", text })];
}

function whatIsWrong({ deadlines, lastAt }: OpenIncident, now: Date): string | undefined {
  const late = deadlines.filter(({ due }) => Date.parse(due) < now.getTime());
  const [first] = late;
  if (first) {
    const others = late.length === 1 ? "" : ` (and ${late.length - 1} more)`;
    return `${first.title}, due ${first.due.slice(0, 16).replace("T", " ")} UTC${others}`;
  }
  if (now.getTime() - Date.parse(lastAt) <= quietMs) return undefined;
  return `still open, and nothing was written down since ${lastAt.slice(0, 10)}`;
}
