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
  return `${subject(findings)} ${findings.length === 1 ? "is" : "are"} ${where}`;
}

function logHeadline(findings: readonly Finding[]): string {
  const lines = findings.reduce((sum, { occurrences }) => sum + occurrences, 0);
  return `${subject(findings)} in ${plural(lines, "log line")}`;
}

function subject(findings: readonly Finding[]): string {
  const isUsed = findings.every(({ message }) => / in use /.test(message));
  return plural(findings.length, "credential") + (isUsed ? " in use" : "");
}
