import type { AuditRow } from "../documents/report.ts";

/** Whether the audit looked at everything: what it does not tell is not there. */
export function isDecided({ status, gaps }: Pick<AuditRow, "status" | "gaps">): boolean {
  return status !== "unknown" && status !== "skipped" && gaps.length === 0;
}
