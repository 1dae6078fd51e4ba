import { exitCodes } from "../../core/exit.ts";
import { publishPath, relativeTo } from "../../core/text/path-text.ts";
import type {
  TransactionRow,
  UndoChange,
  UndoDocument,
} from "../../core/documents/undo-document.ts";
import { inverseOf } from "../../fixes/edits/edit-kinds.ts";
import { isLost } from "../../fixes/forgotten-change.ts";
import type { Transaction } from "../../fixes/journal.ts";
import { readTransactions } from "../../fixes/read-transaction.ts";
import {
  type UndoStep,
  checkUndo,
  findUndoable,
  undoTransaction,
} from "../../fixes/undo-transaction.ts";
import { type FixPorts, ownerTextOf } from "./fix-plan.ts";
import { withRecovery } from "./fix-recovery.ts";

export interface UndoRequest {
  readonly ports: FixPorts;
  readonly root: string;
  readonly startedAt: Date;
}

export interface UndoPlanned {
  /** Absent when there is nothing to undo. */
  readonly transaction?: Transaction;
  readonly document: UndoDocument;
}

/** What `undo` would put back; refused (exit 2) when a file was changed since. Changes nothing. */
export function planUndo(request: UndoRequest, number?: number): UndoPlanned {
  const transaction = findUndoable(request.ports, number);
  if (!transaction) {
    const document: UndoDocument = {
      ...headOf(request),
      status: "nothing",
      transaction: null,
      at: null,
      changes: [],
      notes: [],
      exitCode: exitCodes.ok,
      exitReason: "there is nothing to undo",
    };
    return { document };
  }
  const steps = checkUndo(request.ports, transaction);
  const isRefused = steps.some(({ isUntouched }) => !isUntouched);
  const changes = steps.map((step) => changeOf(request, transaction, step));
  const document: UndoDocument = {
    ...headOf(request),
    status: isRefused ? "refused" : "planned",
    transaction: transaction.number,
    at: transaction.at,
    changes,
    notes: [],
    exitCode: isRefused ? exitCodes.cannot : exitCodes.ok,
    exitReason: isRefused
      ? "a file was changed since; nothing is put back"
      : "nothing was touched since",
  };
  return { transaction, document };
}

/**
 * Puts everything back.
 *
 * @throws GuardError `CHANGED_SINCE`, nothing touched, when a file changed after it was planned.
 */
export function applyUndo(request: UndoRequest, planned: UndoPlanned): UndoDocument {
  const { transaction, document } = planned;
  if (!transaction || document.status !== "planned") return document;
  const { ports, root } = request;
  const unlock = ports.store.lock();
  try {
    const notes = withRecovery(ports, root);
    const current = findUndoable(ports, transaction.number) ?? transaction;
    const { conflicts } = undoTransaction(ports, current);
    const isWhole = conflicts.length === 0;
    return {
      ...document,
      status: "undone",
      changes: document.changes.map((change, index) => ({
        ...change,
        state: conflicts.includes(current.changes[index]?.path ?? "")
          ? "changed"
          : change.state === "lost"
            ? "lost"
            : "undone",
      })),
      notes,
      exitCode: isWhole ? exitCodes.ok : exitCodes.cannot,
      exitReason: isWhole ? "undone" : "a file changed meanwhile and was left as it is",
    };
  } finally {
    unlock();
  }
}

/** All transactions, newest first. */
export function listUndo(request: UndoRequest): UndoDocument {
  const rows = readTransactions(request.ports.store).map(rowOf).toReversed();
  return {
    ...headOf(request),
    status: "listed",
    transaction: null,
    at: null,
    changes: [],
    transactions: rows,
    notes: [],
    exitCode: exitCodes.ok,
    exitReason: rows.length === 0 ? "there are no transactions" : "listed",
  };
}

function headOf({ ports, root, startedAt }: UndoRequest) {
  return {
    schemaVersion: 1,
    tool: ports.tool,
    kind: "undo",
    install: { root, host: ports.hostName },
    startedAt: startedAt.toISOString(),
  } as const;
}

function changeOf(
  { ports, root }: UndoRequest,
  { fixes }: Transaction,
  { change, isUntouched, lost }: UndoStep,
): UndoChange {
  const path = publishPath(relativeTo(root, change.path));
  if (lost !== undefined) {
    return {
      path,
      text: `not put back: it held the old value of ${lost}, which is dead`,
      reopens: [],
      state: "lost",
    };
  }
  const tools = { ownerText: ownerTextOf(ports.accounts) };
  const reopened = fixes.filter(({ paths }) => paths.includes(change.path));
  return {
    path,
    text: change.edits.map((edit) => inverseOf(edit, tools)).join(", "),
    reopens: reopened.flatMap(({ auditIds, severity }) =>
      auditIds.map((auditId) => ({ auditId, severity })),
    ),
    state: isUntouched ? "pending" : "changed",
  };
}

function rowOf({ number, kind, at, status, changes, pruned }: Transaction): TransactionRow {
  const lost = changes.filter(isLost).length;
  return { number, kind, at, status, changes: changes.length, pruned, lost };
}
