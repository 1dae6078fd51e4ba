import { plural } from "../../core/exit.ts";
import type { Report } from "../../core/documents/report.ts";
import { severities } from "../../core/severity.ts";
import { type IncidentDesk, readIncident } from "./incident-desk.ts";
import { openInstall } from "../open-install.ts";
import type { OpenOptions } from "../open-install.ts";
import { auditForIncident, searchAudits, searchDataOf } from "./search-incident.ts";

/**
 * Searches again, late in an incident: of a value that was replaced only those with a known format
 * can still be found, and the result says so.
 */
export async function searchAgain(desk: IncidentDesk, id: string): Promise<string> {
  const { playbook, state } = readIncident(desk, id);
  const report = await auditForIncident(reopened(desk), searchAudits);
  const { sightings, more, unknown } = searchDataOf(desk, playbook, state.affected, report);
  const seen = sightings.slice(0, 3).map(({ where }) => where);
  const count = sightings.length + more;
  return [
    `${plural(count, "finding")}${seen.length > 0 ? ` (${seen.join("; ")})` : ""}`,
    "a replaced value without a known format is no longer searched for",
    ...(unknown.length > 0 ? [`could not look: ${unknown.slice(0, 3).join("; ")}`] : []),
  ].join("; ");
}

/** Audits everything and says what is left of what was seen at the start. */
export async function auditSummary(desk: IncidentDesk, id: string): Promise<string> {
  const { sightings } = readIncident(desk, id).state;
  const report = await auditForIncident(reopened(desk), undefined);
  const now = new Set(report.findings.map(({ fingerprint }) => fingerprint));
  const left = sightings.filter(({ fingerprint }) => now.has(fingerprint)).length;
  const { unknown } = report.summary.audits;
  return [
    countsText(report),
    `${left} of ${plural(sightings.length, "finding")} of the start ${left === 1 ? "is" : "are"} still there`,
    ...(unknown > 0 ? [`${plural(unknown, "audit")} could not look`] : []),
  ].join("; ");
}

function countsText({ summary, audits }: Report): string {
  const counts = severities.filter((each) => summary.findings[each] > 0);
  const text = counts.map((each) => `${summary.findings[each]} ${each}`).join(", ");
  return `${plural(audits.length, "audit")}: ${text === "" ? "no findings" : text}`;
}

/** What was read at the start is from before the change. */
function reopened(desk: IncidentDesk): IncidentDesk {
  const { path, value } = {
    path: desk.opened.install.root,
    value: desk.opened.install.config.path,
  };
  const options: OpenOptions = value === undefined ? { path } : { path, config: value };
  return { ...desk, opened: openInstall(desk.ports, options) };
}
