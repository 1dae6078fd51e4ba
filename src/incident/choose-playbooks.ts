import { baseId } from "../core/credentials/base-id.ts";
import type { Finding } from "../core/finding.ts";
import type { Playbook, PlaybookLead } from "../core/knowledge/playbook.ts";
import { matchesGlob } from "../core/text/select-ids.ts";

export interface LedTo {
  readonly playbook: Playbook;
  /** The findings that lead to it, in report order. */
  readonly findings: readonly Finding[];
}

/**
 * Which playbooks the findings ask for. A finding leads to the first playbook that is about its
 * credential alone, and to those about many only when there is none.
 */
export function choosePlaybooks(
  playbooks: readonly Playbook[],
  findings: readonly Finding[],
): readonly LedTo[] {
  const led = new Map<Playbook, Finding[]>();
  for (const finding of findings) {
    if (finding.state !== "new") continue;
    const playbook = playbookFor(playbooks, finding);
    if (playbook) led.set(playbook, [...(led.get(playbook) ?? []), finding]);
  }
  return playbooks.flatMap((playbook) => {
    const own = led.get(playbook);
    return own ? [{ playbook, findings: own }] : [];
  });
}

/** The playbook that one finding leads to; undefined when none does. */
export function playbookFor(
  playbooks: readonly Playbook[],
  finding: Finding,
): Playbook | undefined {
  const fitting = playbooks.filter(({ leads }) => leads.some((lead) => fits(lead, finding)));
  const narrow = (playbook: Playbook) =>
    playbook.leads.some((lead) => lead.rules.length > 0 && fits(lead, finding));
  return fitting.find(narrow) ?? fitting[0];
}

/** Whether a finding belongs to a playbook for whatever is found, not for one kind of credential. */
export function isForAny({ leads }: Playbook, finding: Finding): boolean {
  return leads.some((lead) => lead.rules.length === 0 && fits(lead, finding));
}

function fits({ audits, rules, inUse }: PlaybookLead, finding: Finding): boolean {
  const { auditId, ruleId, message } = finding;
  if (!audits.some((glob) => matchesGlob(glob, auditId))) return false;
  if (inUse && !isInUse(finding)) return false;
  if (rules.length === 0) return true;
  const id = ruleId === undefined ? undefined : baseId(ruleId);
  return id !== undefined && rules.some((glob) => matchesGlob(glob, id)) && message !== "";
}

/** The audits of secrets say it in their message. Copies of an env file hold what is in use. */
export function isInUse({ auditId, message }: Pick<Finding, "auditId" | "message">): boolean {
  return / in use\b/.test(message) || auditId === "env/no-copies";
}
