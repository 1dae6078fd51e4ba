import type { Audit } from "../../core/audit.ts";
import type { InstallConfig } from "../../core/install/install.ts";
import { addInterval } from "../../core/text/interval.ts";
import { conclude, unknown } from "../../core/outcome.ts";

const drillEvery = { months: 12, days: 0 };

export const ready: Audit = {
  meta: {
    id: "incident/ready",
    title: "Who to call and who owns which key is written down, and was practised",
    rule: 9,
    severity: "low",
    why: "A leaked key is found at three in the morning. Whoever is awake then needs names and numbers, not a search through chats; a drill shows which of them are wrong.",
    remedy:
      "Write incident.contacts and incident.owners into guard.yaml, walk through one playbook once a year and set incident.lastDrill to that day.",
    needs: [],
    references: ["https://csrc.nist.gov/pubs/sp/800/61/r3/final"],
  },
  run({ install, now }) {
    const { incident } = install.config;
    const missing = whatIsMissing(incident, now);
    const path = install.config.path ?? "guard.yaml";
    // A date that is none is neither before nor after anything: it must not pass for a recent one.
    if (incident.lastDrill !== undefined && Number.isNaN(Date.parse(incident.lastDrill))) {
      return unknown({ code: "parse", text: "incident.lastDrill is no date" }, path);
    }
    if (missing.length === 0) return conclude({});
    return conclude({
      findings: [
        {
          message: missing.join(", "),
          location: { kind: "file", path },
        },
      ],
    });
  },
};

function whatIsMissing(incident: InstallConfig["incident"], now: Date): string[] {
  const missing: string[] = [];
  if (incident.contacts.length === 0) missing.push("contacts");
  if (Object.keys(incident.owners).length === 0) missing.push("owners");
  const texts = missing.length > 0 ? [`no ${missing.join(" and ")} written down`] : [];
  const drill = incident.lastDrill === undefined ? undefined : new Date(incident.lastDrill);
  if (!drill) texts.push("no drill recorded");
  else if (drill > now) texts.push("the last drill is dated in the future");
  else if (addInterval(drill, drillEvery) < now) texts.push("last drill over 12 months ago");
  return texts;
}
