import { plural } from "../../core/exit.ts";
import type { Finding } from "../../core/finding.ts";

/** Audits whose findings of one severity are told as one, with a place for each below it. */
const places: Readonly<Record<string, string>> = {
  "secrets/none-in-git-config": "in git's own files",
  "secrets/none-in-history": "in git history",
  "secrets/none-in-worktree": "in files",
};

/** `2 credentials in use are in git history`; undefined for audits that speak for themselves. */
export function headlineOf(auditId: string, findings: readonly Finding[]): string | undefined {
  if (auditId === "secrets/none-in-logs") return logHeadline(findings);
  const where = places[auditId];
  if (where === undefined) return undefined;
  const verb = findings.length === 1 ? "is" : "are";
  if (findings.every(isStaged)) return `${subject(findings)} ${verb} staged`;
  const [first] = findings;
  const isOnce = findings.length === 1 && first?.occurrences === 1;
  return `${subject(findings)} ${verb} ${isOnce ? where.replace("in files", "in a file") : where}`;
}

/**
 * What to know about credentials in use that git holds; undefined for what is not in use, and for
 * other audits.
 */
export function historyAdvice(auditId: string, findings: readonly Finding[]): string | undefined {
  if (auditId !== "secrets/none-in-history" || findings.every(isStaged)) return undefined;
  if (!findings.every(isInUse)) return undefined;
  const lost = findings.every(({ location }) => location.kind === "git" && !location.reachable);
  return lost
    ? "On no branch, but every copy of this .git has it. Rotate first."
    : "Git keeps what was removed, and so do clones. Rotate first.";
}

function isStaged({ location }: Finding): boolean {
  return location.kind === "git" && location.type === "index";
}

function isInUse({ message }: Finding): boolean {
  return / in use /.test(message);
}

function logHeadline(findings: readonly Finding[]): string {
  const lines = findings.reduce((sum, { occurrences }) => sum + occurrences, 0);
  return `${subject(findings)} in ${plural(lines, "log line")}`;
}

function subject(findings: readonly Finding[]): string {
  const isUsed = findings.every(isInUse);
  return plural(findings.length, "credential") + (isUsed ? " in use" : "");
}
