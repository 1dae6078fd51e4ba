import { environmentError } from "../../core/error.ts";
import { exitCodes } from "../../core/exit.ts";
import type { Finding } from "../../core/finding.ts";
import type { FixDocument, FixRow } from "../../core/documents/fix-document.ts";
import { type Look, blocked, found } from "../../core/look.ts";
import { publishPath, relativeTo } from "../../core/text/path-text.ts";
import type { AuditRow, Report } from "../../core/documents/report.ts";
import { type TransactionResult, applyTransaction } from "../../fixes/apply-transaction.ts";
import { describeResult } from "../../fixes/describe-edit.ts";
import type { PlannedFix } from "../../fixes/planned-fix.ts";
import type { PostChecks } from "../../fixes/post-checks.ts";
import { pruneTransactions } from "../../fixes/prune-transactions.ts";
import { type FixPlanned, type FixRequest, headOf, ownerTextOf } from "./fix-plan.ts";
import { withRecovery } from "./fix-recovery.ts";
import { canServiceRead, serviceReads } from "../audit/service-access.ts";

/** Runs these audits again on the install as it is now; nothing may come from a cache. */
export type AuditAgain = (
  auditIds: readonly string[],
) => Promise<Pick<Report, "audits" | "findings">>;

/**
 * Applies the chosen entries of the plan as one transaction.
 *
 * @param numbers the entries by their number; refused ones are an error.
 * @throws GuardError when nothing could be begun: locked, state not writable, files changed.
 */
export async function applyFix(
  request: FixRequest,
  planned: FixPlanned,
  numbers: readonly number[],
  auditAgain: AuditAgain,
): Promise<FixDocument> {
  const chosen = planned.fixes.filter((_, index) => numbers.includes(index + 1));
  if (chosen.length === 0) return nothingChosen(planned.document);
  const refused = chosen.find((fix) => fix.refused !== undefined);
  if (refused) {
    throw environmentError("FIX_REFUSED", `${refused.title}: ${refused.refused ?? "refused"}`);
  }
  const { ports, install } = request;
  const unlock = ports.store.lock();
  try {
    const notes = withRecovery(ports, install.root);
    pruneTransactions(ports);
    const checks = checksOf(request, auditAgain);
    const result = await applyTransaction(ports, install.root, chosen, checks);
    return documentOf(request, planned, numbers, result, notes);
  } finally {
    unlock();
  }
}

/** Numbers of what `--yes` applies: every safe fix that can be done here. */
export function safeNumbers({ fixes }: FixPlanned): readonly number[] {
  return fixes.flatMap(({ safety, refused }, index) =>
    safety === "safe" && refused === undefined ? [index + 1] : [],
  );
}

function nothingChosen(document: FixDocument): FixDocument {
  const isRefused = document.fixes.some(
    ({ safety, state }) => safety === "safe" && state === "refused",
  );
  return {
    ...document,
    status: document.fixes.length === 0 ? "nothing" : isRefused ? "refused" : "planned",
    exitCode: isRefused ? exitCodes.cannot : exitCodes.ok,
    exitReason: isRefused ? "a safe fix cannot be done here" : "nothing was changed",
  };
}

function checksOf(request: FixRequest, auditAgain: AuditAgain): PostChecks {
  const { audits } = request.report;
  return {
    findingsOf: async (auditIds) => findingsAgain(audits, await auditAgain(auditIds)),
    serviceReads: serviceReads(request),
    canServiceRead: (paths) => canServiceRead(request, paths),
  };
}

/** Not knowing more than before is not knowing whether the fix worked. */
function findingsAgain(
  before: readonly AuditRow[],
  { audits, findings }: Pick<Report, "audits" | "findings">,
): Look<readonly Finding[]> {
  for (const row of audits) {
    if (row.status !== "unknown") continue;
    const known = new Set(before.find(({ id }) => id === row.id)?.gaps.map(({ what }) => what));
    if (row.gaps.length > 0 && row.gaps.every(({ what }) => known.has(what))) continue;
    return blocked("crash", `${row.id} could not look: ${row.reason?.text ?? "no reason"}`);
  }
  return found(findings);
}

function documentOf(
  request: FixRequest,
  planned: FixPlanned,
  numbers: readonly number[],
  result: TransactionResult,
  notes: readonly string[],
): FixDocument {
  const { install } = request;
  const isDone = result.status === "committed";
  const rows = planned.document.fixes.map((row, index): FixRow => {
    const fix = planned.fixes[index];
    if (!fix || !numbers.includes(row.number)) return row;
    // The order of the keys is part of the contract.
    const { changes, ...rest } = row;
    if (!isDone) return { ...rest, state: "rolled-back", reason: result.reason, changes };
    const text = resultText(request, fix, result.readable);
    return { ...rest, state: "applied", result: text, changes };
  });
  const left = isDone ? [] : result.conflicts.map((path) => leftAlone(path, install.root));
  return {
    ...headOf(request),
    status: isDone ? "applied" : "rolled-back",
    transaction: result.transaction,
    fixes: rows,
    notes: [...notes, ...left],
    exitCode: isDone ? exitCodes.ok : exitCodes.rolledBack,
    exitReason: isDone ? "applied" : `rolled back: ${result.reason}`,
  };
}

function leftAlone(path: string, root: string): string {
  return `${publishPath(relativeTo(root, path))} was changed by somebody else and left as it is`;
}

function resultText(request: FixRequest, fix: PlannedFix, readable: readonly string[]): string {
  const { ports, install } = request;
  const { serviceUser } = install;
  return describeResult(
    fix.changes,
    { ownerText: ownerTextOf(ports.accounts) },
    (path) => readable.includes(path),
    serviceUser.kind === "found" ? serviceUser.value.value.name : "the service user",
  );
}
