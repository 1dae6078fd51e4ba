import { isDay } from "./day.ts";
import type { Answer } from "./statement-spec.ts";

/** The file that was shown for a statement; nothing else of it is kept. */
export interface Evidence {
  /** Absolute, links resolved. */
  readonly path: string;
  /** Lower-case hex. */
  readonly sha256: string;
}

/** Somebody looked and says what a dashboard shows. One line of the state's `attestations`. */
export interface Statement {
  readonly kind: "stated";
  readonly audit: string;
  readonly answer: Answer;
  /** ISO day on which it was seen, or on which the review was made. */
  readonly date: string;
  /** ISO day, the last one on which it holds. */
  readonly until: string;
  /** ISO 8601, the real clock, when it was written down. */
  readonly at: string;
  readonly by: string;
  readonly note?: string;
  readonly evidence?: Evidence;
}

/** Takes back what was stated before: nothing is stated then. */
export interface Withdrawal {
  readonly kind: "withdrawn";
  readonly audit: string;
  readonly at: string;
  readonly by: string;
  readonly note?: string;
}

export type StatementRecord = Statement | Withdrawal;

type Fields = Readonly<Record<string, unknown>>;

/** Whether a value is a record that this version understands as a whole. */
export function isStatementRecord(value: unknown): value is StatementRecord {
  if (typeof value !== "object" || value === null) return false;
  const fields = value as Fields;
  if (!["audit", "by", "at"].every((name) => isText(fields[name]))) return false;
  if (Number.isNaN(Date.parse(String(fields["at"])))) return false;
  if (fields["note"] !== undefined && !isText(fields["note"])) return false;
  if (fields["kind"] === "withdrawn") return true;
  return fields["kind"] === "stated" && isStatement(fields);
}

function isStatement({ answer, date, until, evidence }: Fields): boolean {
  return (
    isText(date) &&
    isText(until) &&
    isDay(date) &&
    isDay(until) &&
    date <= until &&
    isAnswer(answer) &&
    (evidence === undefined || isEvidence(evidence))
  );
}

function isAnswer(value: unknown): value is Answer {
  if (Array.isArray(value)) return value.length > 0 && value.every(isText);
  return value === "on" || value === "off" || (Number.isSafeInteger(value) && Number(value) >= 0);
}

function isEvidence(value: unknown): value is Evidence {
  if (typeof value !== "object" || value === null) return false;
  const { path, sha256 } = value as Fields;
  return isText(path) && path.startsWith("/") && isText(sha256) && /^[0-9a-f]{64}$/.test(sha256);
}

function isText(value: unknown): value is string {
  return typeof value === "string" && value !== "";
}
