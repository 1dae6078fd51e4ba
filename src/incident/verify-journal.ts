import type { IncidentRecord } from "../core/incident/incident.ts";
import type {
  JournalClaim,
  JournalProblem,
  JournalRange,
  JournalVerdict,
} from "../core/documents/incident-document.ts";
import { clockJumps } from "./clock-jumps.ts";
import { eventOfRecord } from "./event-of-record.ts";
import { shownHead } from "./head.ts";
import { hashOf, noRecord, recordLine } from "./journal.ts";
import { type JournalLine, type ParsedJournal, recordsOf } from "./parse-journal.ts";

export interface VerifyOptions {
  /** The incident whose journal it claims to be. */
  readonly id: string;
  /** The install that it should belong to. */
  readonly root: string;
  /** Hex digits of heads that were kept elsewhere. */
  readonly heads: readonly string[];
}

/** What a journal proves: whether it is whole, and up to where somebody outside vouches for it. */
export function verifyJournal(journal: ParsedJournal, options: VerifyOptions): JournalVerdict {
  const records = recordsOf(journal);
  const anchors = options.heads.map((head) => ({
    head: shownHead(head),
    seq: records.find(({ hash }) => hash.startsWith(head))?.seq ?? null,
  }));
  const problems = [
    ...chainProblems(journal.lines),
    ...originProblems(records, options),
    ...claimsOf(records)
      .filter(({ holds }) => !holds)
      .map(({ line, head, seq }) =>
        problem(line, `it says that record ${seq} has the head ${head}, which it has not`),
      ),
    ...anchors
      .filter(({ seq }) => seq === null)
      .map(({ head }) =>
        problem(null, `no record has the head ${head}: records were changed, or cut off`),
      ),
  ];
  const last = records.at(-1);
  const anchored = throughClaims(records, Math.max(0, ...anchors.map(({ seq }) => seq ?? 0)));
  const isWhole = problems.length === 0;
  return {
    whole: isWhole,
    records: records.length,
    head: last ? shownHead(last.hash) : null,
    problems,
    anchors,
    anchored: isWhole ? range(1, anchored) : null,
    unanchored: isWhole ? range(anchored + 1, records.length) : range(1, records.length),
    claims: claimsOf(records).map(({ seq, head, to, holds }) => ({ seq, head, to, holds })),
    tornBytes: journal.tornBytes,
    clockJumps: clockJumps(records),
  };
}

/** Records that only say that the anchored head was given away add nothing that needs an anchor. */
function throughClaims(records: readonly IncidentRecord[], anchored: number): number {
  let last = anchored;
  while (last > 0 && records[last]?.kind === "anchor") last += 1;
  return last;
}

function range(from: number, to: number): JournalRange | null {
  return from <= to ? { from, to } : null;
}

function problem(line: number | null, what: string): JournalProblem {
  return { line, what };
}

/** Every line against itself and against the one before. */
function chainProblems(lines: readonly JournalLine[]): readonly JournalProblem[] {
  const problems: JournalProblem[] = [];
  let before: IncidentRecord | undefined;
  for (const { line, text, record } of lines) {
    if (!record) {
      problems.push(problem(line, "it is no record"));
      continue;
    }
    const what = recordProblem(record, text, before, line);
    if (what !== undefined) problems.push(problem(line, what));
    before = record;
  }
  return problems;
}

function recordProblem(
  record: IncidentRecord,
  text: string,
  before: IncidentRecord | undefined,
  line: number,
): string | undefined {
  if (hashOf(record) !== record.hash) return "its content is not what its hash was made of";
  if (recordLine(record) !== text) return "it is not written as we write records";
  if (record.seq !== line) return `it is record ${record.seq} and stands at place ${line}`;
  if (record.prev !== (before?.hash ?? noRecord)) return "it does not follow the line before it";
  return undefined;
}

function originProblems(
  records: readonly IncidentRecord[],
  { id, root }: VerifyOptions,
): readonly JournalProblem[] {
  const [first] = records;
  if (!first) return [problem(null, "there is no record in it")];
  const event = eventOfRecord(first);
  if (event?.kind !== "open") return [problem(1, "it does not open an incident")];
  const { incident, install } = event.data;
  if (incident !== id) return [problem(1, `it opens the incident ${incident}, not ${id}`)];
  return install.root === root ? [] : [problem(1, "it belongs to another install")];
}

/** Heads that the journal says were sent away: worth asking for, no proof by themselves. */
function claimsOf(
  records: readonly IncidentRecord[],
): readonly (JournalClaim & { readonly line: number })[] {
  return records.flatMap((record, index) => {
    const event = eventOfRecord(record);
    if (event?.kind !== "anchor") return [];
    const { head, seq, to } = event.data;
    const meant = records.find((each) => each.seq === seq);
    const holds = meant !== undefined && shownHead(meant.hash) === head;
    return [{ line: index + 1, seq, head, to, holds }];
  });
}
