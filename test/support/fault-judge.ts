import type { AuditRow } from "../../src/core/documents/report.ts";
import type { Status } from "../../src/core/outcome.ts";
import type { ShopRun } from "./fault-run.ts";

/** What the table says of one audit under one fault. */
export interface Expected {
  readonly audit: string;
  /** `refused`: the program does not begin, which is exit 2 and no report. */
  readonly status: Status | "refused";
  readonly why: string;
}

/** Every way in which the run differs from what is right; nothing when it is right. */
export function judgeRun(run: ShopRun, expected: readonly Expected[]): readonly string[] {
  if (run.kind === "lost") return [`${run.at} ${run.how}`];
  const isRefused = expected.some(({ status }) => status === "refused");
  if (run.kind === "refused") return isRefused ? [] : [`refused: ${run.message}`];
  if (isRefused) return ["a report, and the program should have refused"];
  return expected.flatMap((each) => judgeRow(run.rows.get(each.audit), each));
}

function judgeRow(row: AuditRow | undefined, { audit, status, why }: Expected): readonly string[] {
  if (!row) return [`${audit} is not in the report`];
  const text = row.reason === undefined ? "" : ` (${row.reason.text})`;
  if (row.reason?.code === "crash") return [`${audit} crashed${text}`];
  if (row.status === "pass" && row.gaps.length > 0) return [`${audit} passes with gaps`];
  if (row.status === status) return [];
  return [`${audit} says ${row.status}${text}; right is ${status}: ${why}`];
}
