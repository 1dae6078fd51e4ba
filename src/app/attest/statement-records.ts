import { environmentError } from "../../core/error.ts";
import type { StatementRecord } from "../../core/statements/statement.ts";
import { type StatementLine, withSum } from "../../core/statements/statement-lines.ts";
import type { Ports } from "../ports.ts";
import { readStatements, statementSum } from "../audit/read-statements.ts";

type Kept = Pick<Ports, "statementsOf">;

/**
 * What was ever stated, oldest first.
 *
 * @throws GuardError `STATE_UNREADABLE`
 */
export function readRecords(ports: Kept, root: string): readonly StatementLine[] {
  const look = readStatements(ports, root);
  if (look.kind !== "blocked") return look.kind === "found" ? look.value : [];
  throw environmentError(
    "STATE_UNREADABLE",
    `what was stated cannot be read: ${look.reason.text}`,
    look.reason.code === "needs-root"
      ? "run it with sudo"
      : "mend that, or name another folder with --state-dir",
  );
}

/**
 * Finds out before anybody is asked anything whether an answer could be kept.
 *
 * @returns what was stated before.
 * @throws GuardError `STATE_NOT_OURS`, `STATE_NOT_WRITABLE`, `LOCKED`, `STATE_UNREADABLE`
 */
export function assertKept(ports: Kept, root: string): readonly StatementLine[] {
  ports.statementsOf(root).lock?.()();
  return readRecords(ports, root);
}

/** Adds one record; it is on the disk when this returns, and read back from there. */
export function addRecord(
  ports: Kept,
  root: string,
  record: StatementRecord,
): readonly StatementLine[] {
  const file = ports.statementsOf(root);
  const unlock = file.lock?.() ?? (() => {});
  try {
    file.append([withSum(record, statementSum)]);
    return readRecords(ports, root);
  } finally {
    unlock();
  }
}
