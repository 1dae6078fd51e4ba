import { loadCatalogue } from "../../catalogue/load-catalogue.ts";
import { loadPlaybooks } from "../../catalogue/load-playbooks.ts";
import type { Checklist, ChecklistPart } from "../../core/documents/checklist.ts";
import { type IncidentFacts, fillFacts } from "../../core/incident/incident-facts.ts";
import type { IncidentMode, Playbook } from "../../core/knowledge/playbook.ts";
import type { RuleFile } from "../../core/knowledge/rule-file.ts";
import type { Report } from "../../core/documents/report.ts";
import { type LedTo, choosePlaybooks, isInUse } from "../../incident/choose-playbooks.ts";
import { factsOf } from "../../incident/facts-of.ts";
import { fillSteps } from "../../incident/fill-steps.ts";
import { affectedByFindings, affectedByPlaybook } from "../incident/affected-credentials.ts";
import { type OpenOptions, type OpenedInstall, openInstall } from "../open-install.ts";
import type { Ports } from "../ports.ts";
import { placeText, sightingOf } from "../incident/search-incident.ts";

/** The checklist for what an audit found; changes nothing. */
export function buildChecklist(ports: Ports, options: OpenOptions, report: Report): Checklist {
  const opened = openInstall(ports, options);
  const playbooks = loadPlaybooks(opened.ruleFiles, opened.catalogue);
  const { contacts, owners } = opened.install.config.incident;
  return {
    tool: report.tool,
    install: report.install,
    startedAt: report.startedAt,
    parts: choosePlaybooks(playbooks, report.findings).map((led) => partOf(led, opened)),
    playbooks: playbooks.map(({ id, title, when }) => ({ id, title, when })),
    contacts,
    owners,
    unknown: report.audits.filter(({ status }) => status === "unknown").map(({ id }) => id),
  };
}

function partOf({ playbook, findings }: LedTo, opened: OpenedInstall): ChecklistPart {
  const named = affectedByFindings(findings, opened);
  const affected = named.length > 0 ? named : affectedByPlaybook(playbook, opened);
  const facts = factsOf({
    affected,
    sightings: findings.map(sightingOf),
    root: opened.install.root,
  });
  const { providers } = opened.catalogue;
  const inMode = (mode: IncidentMode) => fillSteps(playbook, { providers, affected, mode }, facts);
  return {
    ...textsOf(playbook, facts),
    findings: findings.map(({ severity, message, location }) => ({
      severity,
      message,
      where: placeText(location),
    })),
    affected,
    steps: inMode("used"),
    exposedSteps: inMode("exposed").slice(0, 2),
  };
}

function textsOf(playbook: Playbook, facts: IncidentFacts) {
  const { id, title, when, notFor, question, triage, modes, clocks } = playbook;
  const fill = (text: string) => fillFacts(text, facts);
  return {
    playbook: id,
    title,
    when,
    notFor,
    question,
    triage: triage.map((each) => ({
      ...each,
      ask: fill(each.ask),
      look: fill(each.look),
      yes: fill(each.yes),
    })),
    used: modes.used,
    exposed: modes.exposed,
    clocks: clocks.map((clock) => ({
      title: clock.title,
      within: clock.withinMinutes,
      why: clock.why,
    })),
  };
}

/** The playbook for the worst leak of a credential in use; undefined when nothing has leaked. */
export function leakPlaybook(files: readonly RuleFile[], report: Report): string | undefined {
  const leaked = report.findings.filter(
    (finding) => finding.severity === "critical" && finding.state === "new" && isInUse(finding),
  );
  if (leaked.length === 0) return undefined;
  const playbooks = loadPlaybooks(files, loadCatalogue(files));
  return choosePlaybooks(playbooks, leaked.slice(0, 1))[0]?.playbook.id;
}
