import { audits } from "../../audits/index.ts";
import { baseId } from "../../core/credentials/base-id.ts";
import type { Finding } from "../../core/finding.ts";
import type { AffectedCredential, SearchData, Sighting } from "../../core/incident/incident.ts";
import type { Location } from "../../core/location.ts";
import type { Playbook } from "../../core/knowledge/playbook.ts";
import type { Report } from "../../core/documents/report.ts";
import { choosePlaybooks, isForAny } from "../../incident/choose-playbooks.ts";
import { affectedByFindings } from "./affected-credentials.ts";
import { type AuditProgress, auditOpened, selectAudits } from "../audit/audit-install.ts";
import type { IncidentDesk } from "./incident-desk.ts";
import { openLedger } from "../audit/open-ledger.ts";

const keptSightings = 50;
const keptUnknown = 20;

/** The audits that look for values: history, tree, logs, copies, what the web server serves. */
export const searchAudits: readonly string[] = ["secrets/*", "env/no-copies", "exposure/*"];

/** Runs audits for an incident. Changes nothing but the ledger, as `audit` does. */
export async function auditForIncident(
  desk: IncidentDesk,
  only: readonly string[] | undefined,
  progress: AuditProgress = {},
): Promise<Report> {
  const { ports, opened } = desk;
  const selected = selectAudits(only ? { only: only.filter(isKnown) } : {}, opened);
  const ledger = openLedger(ports, opened);
  const options = { failOn: "never", strict: false } as const;
  return (await auditOpened(ports, opened, ledger, selected, options, progress)).report;
}

/** A glob that matches nothing is an error for people who typed it, not for us. */
function isKnown(glob: string): boolean {
  const [area = ""] = glob.split("/");
  return audits.some(({ meta }) => meta.id.startsWith(`${area}/`));
}

/** What a report says about the values of an incident. */
export function searchDataOf(
  desk: IncidentDesk,
  playbook: Playbook,
  affected: readonly AffectedCredential[],
  report: Report,
): SearchData {
  const ids = new Set(affected.map(({ id }) => baseId(id)));
  const own = report.findings.filter(
    (finding) =>
      (finding.ruleId !== undefined && ids.has(baseId(finding.ruleId))) ||
      isForAny(playbook, finding),
  );
  const told = affected.length > 0 ? [] : affectedByFindings(own, desk.opened);
  return {
    ...(told.length > 0 ? { affected: told } : {}),
    audits: report.audits.map(({ id }) => id),
    sightings: own.slice(0, keptSightings).map(sightingOf),
    more: Math.max(0, own.length - keptSightings),
    unknown: unknownOf(report).slice(0, keptUnknown),
  };
}

/** The playbooks that the findings of a report ask for. */
export function playbooksFor(desk: Pick<IncidentDesk, "playbooks">, report: Report) {
  return choosePlaybooks(desk.playbooks, report.findings);
}

export function sightingOf(finding: Finding): Sighting {
  const { auditId, fingerprint, ruleId, message, location, alsoAt, occurrences } = finding;
  const since = [location, ...alsoAt].flatMap(dateOf).toSorted()[0];
  return {
    auditId,
    fingerprint,
    ...(ruleId === undefined ? {} : { credential: ruleId }),
    message,
    where: placeText(location),
    ...(since === undefined ? {} : { since }),
    occurrences,
  };
}

function dateOf(location: Location): readonly string[] {
  return location.kind === "git" && location.date !== undefined ? [location.date] : [];
}

/** `.env:3 in git, commit 9c41e7b of 2025-01-15`. */
export function placeText(location: Location): string {
  const line = "line" in location && location.line !== undefined ? `:${location.line}` : "";
  switch (location.kind) {
    case "file":
    case "env":
    case "log":
      return `${location.path}${line}`;
    case "git": {
      const { path, type, object, commit, date } = location;
      const what = path === undefined ? `git ${type} ${object.slice(0, 12)}` : `${path}${line}`;
      const by = commit === undefined ? "" : `, commit ${commit.slice(0, 7)}`;
      return `${what} in git${by}${date === undefined ? "" : ` of ${date}`}`;
    }
    case "url":
      return location.url;
    case "host":
      return location.what;
  }
}

function unknownOf({ audits }: Report): readonly string[] {
  return audits.flatMap(({ id, status, reason, gaps }) => [
    ...(status === "unknown" ? [`${id}: ${reason?.text ?? "unknown"}`] : []),
    ...gaps.map((gap) => `${gap.what}: ${gap.reason}`),
  ]);
}
