import { storedInSettings } from "../../core/credentials/rotation-scope.ts";
import { environmentError, usageError } from "../../core/error.ts";
import type { Finding } from "../../core/finding.ts";
import type { AffectedCredential } from "../../core/incident/incident.ts";
import type { IncidentMode, Playbook } from "../../core/knowledge/playbook.ts";
import type { Report } from "../../core/documents/report.ts";
import { type LedTo, playbookFor } from "../../incident/choose-playbooks.ts";
import { affectedByFinding, affectedByPlaybook, uniqueAffected } from "./affected-credentials.ts";
import type { AuditProgress } from "../audit/audit-install.ts";
import { openLedger } from "../audit/open-ledger.ts";
import {
  type IncidentDesk,
  type IncidentFile,
  openIncidents,
  playbookNamed,
  readIncident,
} from "./incident-desk.ts";
import { recordEvents, recordOpening } from "./record-incident.ts";
import { auditForIncident, playbooksFor, searchAudits, searchDataOf } from "./search-incident.ts";

export interface StartOptions {
  readonly playbook?: string;
  /** Fingerprint of a finding, or its first eight digits or more. */
  readonly finding?: string;
}

/** What an incident will be about. */
export interface Chosen {
  readonly playbook: Playbook;
  readonly affected: readonly AffectedCredential[];
  readonly finding?: Finding;
  /** Of the audit that led here; spares the search another one. */
  readonly report?: Report;
}

/**
 * Finds the playbook: by name, by a finding, or by what an audit finds now.
 *
 * @param ask chooses one of several.
 * @throws GuardError `UNKNOWN_PLAYBOOK`, `UNKNOWN_FINDING`, `NO_PLAYBOOK`
 */
export async function chooseStart(
  desk: IncidentDesk,
  options: StartOptions,
  ask: (led: readonly LedTo[]) => Promise<LedTo>,
  progress: AuditProgress = {},
): Promise<Chosen> {
  const named =
    options.playbook === undefined ? undefined : playbookNamed(desk.playbooks, options.playbook);
  if (options.finding !== undefined) {
    return byFinding(
      desk,
      options.finding,
      named,
      await auditForIncident(desk, undefined, progress),
    );
  }
  if (named) return { playbook: named, affected: affectedByPlaybook(named, desk.opened) };
  const report = await auditForIncident(desk, searchAudits, progress);
  const led = playbooksFor(desk, report);
  const [first] = led;
  if (!first) {
    throw usageError(
      "NO_PLAYBOOK",
      "the audit found nothing that leads to a playbook",
      `name one: ${desk.playbooks.map(({ id }) => id).join(", ")}`,
    );
  }
  const { playbook, findings } = led.length === 1 ? first : await ask(led);
  return { ...aboutFindings(desk, playbook, findings), report };
}

function byFinding(
  desk: IncidentDesk,
  fingerprint: string,
  named: Playbook | undefined,
  report: Report,
): Chosen {
  const finding = report.findings.find(
    (each) => fingerprint.length >= 8 && each.fingerprint.startsWith(fingerprint.toLowerCase()),
  );
  if (!finding) {
    throw usageError(
      "UNKNOWN_FINDING",
      "--finding: the audit finds nothing with that fingerprint now",
      "look it up with: audit --format json",
      "name a playbook instead",
    );
  }
  const playbook = named ?? playbookFor(desk.playbooks, finding);
  if (!playbook) {
    throw usageError(
      "NO_PLAYBOOK",
      `no playbook is meant for ${finding.auditId}`,
      `name one: ${desk.playbooks.map(({ id }) => id).join(", ")}`,
    );
  }
  return { ...aboutFindings(desk, playbook, [finding]), finding, report };
}

function aboutFindings(
  desk: IncidentDesk,
  playbook: Playbook,
  findings: readonly Finding[],
): Chosen {
  const affected = findings.flatMap((finding) => affectedByFinding(finding, desk.opened));
  const once = uniqueAffected(affected, desk.opened);
  return {
    playbook,
    affected: once.length > 0 ? once : affectedByPlaybook(playbook, desk.opened),
  };
}

/**
 * Writes the first record. The incident is open from here on, whatever happens to us.
 *
 * @throws GuardError `INCIDENT_OPEN` when the same is open already.
 */
export function openIncident(
  desk: IncidentDesk,
  { playbook, affected, finding }: Chosen,
  mode?: IncidentMode,
): IncidentFile {
  refuseSecond(desk, playbook);
  const { install } = desk.opened;
  // Which values it is about must be known when they are said to be dead.
  openLedger(desk.ports, desk.opened, storedInSettings(desk.opened));
  const { tool } = desk.ports;
  const id = recordOpening(desk, {
    playbook: playbook.id,
    install: { root: install.root, host: install.host },
    tool: `${tool.name} ${tool.version}`,
    affected,
    ...(finding ? { finding: finding.fingerprint } : {}),
  });
  if (mode === undefined) return readIncident(desk, id);
  return recordEvents(desk, id, () => [{ kind: "mode", data: { mode, known: "stated" } }]);
}

function refuseSecond(desk: IncidentDesk, playbook: Playbook): void {
  // `2026-11-24-stripe-key`, `2026-11-24-stripe-key-2`.
  const own = new RegExp(`^\\d{4}-\\d\\d-\\d\\d-${playbook.id}(?:-\\d+)?$`);
  const same = openIncidents(desk).find((id) => own.test(id));
  if (same === undefined) return;
  throw environmentError(
    "INCIDENT_OPEN",
    `incident ${same} is open already`,
    `go on with it: incident resume --id ${same}`,
    `end it first: incident close --id ${same}`,
  );
}

/** Looks for the values while they still are the ones in use, and records what was seen. */
export async function searchIncident(
  desk: IncidentDesk,
  id: string,
  report?: Report,
  progress: AuditProgress = {},
): Promise<IncidentFile> {
  const found = report ?? (await auditForIncident(desk, searchAudits, progress));
  return recordEvents(desk, id, ({ playbook, state }) => [
    { kind: "search", data: searchDataOf(desk, playbook, state.affected, found) },
  ]);
}
