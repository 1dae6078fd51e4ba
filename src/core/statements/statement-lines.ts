import { type Look, absent, blocked, found } from "../look.ts";
import { type Statement, type StatementRecord, isStatementRecord } from "./statement.ts";

/** One line of the statements, oldest first. */
export type StatementLine =
  | { readonly kind: "record"; readonly record: StatementRecord }
  | { readonly kind: "damaged" };

/** Tells a changed text from the one that was written. */
export type SumOf = (text: string) => string;

/**
 * A line that is not as it was written is kept as damaged: it may have been an `off`, and about
 * another audit than it names now.
 */
export function parseStatementLines(
  lines: readonly string[],
  sumOf: SumOf,
): readonly StatementLine[] {
  return lines.map((line) => {
    const { sum, ...record } = parseObject(line);
    const isWhole = isStatementRecord(record) && sum === sumOf(JSON.stringify(record));
    return isWhole ? { kind: "record", record } : { kind: "damaged" };
  });
}

/** What {@link parseStatementLines} reads back. */
export function withSum(record: StatementRecord, sumOf: SumOf): object {
  return { ...record, sum: sumOf(JSON.stringify(record)) };
}

/**
 * What is stated about an audit: the newest statement, absent when there is none or it was taken
 * back. A damaged line hides whatever stood before it; a statement made after it is whole again.
 */
export function newestStatement(
  look: Look<readonly StatementLine[]>,
  audit: string,
): Look<Statement> {
  if (look.kind !== "found") return look;
  for (let index = look.value.length - 1; index >= 0; index -= 1) {
    const line = look.value[index];
    if (!line || line.kind === "damaged") {
      return blocked("parse", `line ${index + 1} is damaged; state it again: attest ${audit}`);
    }
    const { record } = line;
    if (record.audit === audit) return record.kind === "stated" ? found(record) : absent;
  }
  return absent;
}

function parseObject(line: string): Readonly<Record<string, unknown>> {
  try {
    const value: unknown = JSON.parse(line);
    return typeof value === "object" && value !== null ? { ...value } : {};
  } catch {
    return {};
  }
}
