import type { IncidentRecord } from "../core/incident/incident.ts";
import { parseRecord } from "./parse-record.ts";

/** One whole line of a journal. */
export interface JournalLine {
  /** 1-based. */
  readonly line: number;
  readonly text: string;
  /** Absent when the line is none of our records. */
  readonly record?: IncidentRecord;
}

export interface ParsedJournal {
  readonly lines: readonly JournalLine[];
  /** Bytes of the whole lines: where the next one belongs. */
  readonly wholeBytes: number;
  /** Bytes after the last whole line: a crash cut the writing short. */
  readonly tornBytes: number;
  /** The last line is whole but for its end, which an editor may have taken. */
  readonly lacksEnd: boolean;
}

const newline = 0x0a;

/** Every line of a journal, readable or not. A last line without its end counts when it is whole. */
export function parseJournal(bytes: Uint8Array): ParsedJournal {
  const end = bytes.lastIndexOf(newline) + 1;
  const rest = bytes.subarray(end);
  const lines = end === 0 ? [] : linesOf(textOf(bytes.subarray(0, end - 1)));
  const last = rest.length === 0 ? undefined : parseRecord(textOf(rest));
  if (!last) return { lines, wholeBytes: end, tornBytes: rest.length, lacksEnd: false };
  const line = { line: lines.length + 1, text: textOf(rest), record: last };
  return { lines: [...lines, line], wholeBytes: bytes.length, tornBytes: 0, lacksEnd: true };
}

/** The records that can be read, as they stand. */
export function recordsOf({ lines }: ParsedJournal): readonly IncidentRecord[] {
  return lines.flatMap(({ record }) => record ?? []);
}

function linesOf(text: string): readonly JournalLine[] {
  return text.split("\n").map((each, index): JournalLine => {
    const record = parseRecord(each);
    return { line: index + 1, text: each, ...(record ? { record } : {}) };
  });
}

function textOf(bytes: Uint8Array): string {
  return new TextDecoder("utf-8", { ignoreBOM: true }).decode(bytes);
}
