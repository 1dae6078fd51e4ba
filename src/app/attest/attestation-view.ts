import type {
  AttestationDocument,
  AttestationRow,
  AttestationState,
} from "../../core/documents/attestation-document.ts";
import { plural } from "../../core/exit.ts";
import { found } from "../../core/look.ts";
import { dayOf } from "../../core/statements/day.ts";
import type { Statement, StatementRecord } from "../../core/statements/statement.ts";
import { type StatementLine, newestStatement } from "../../core/statements/statement-lines.ts";
import { lastDay, standingOf } from "../../core/statements/statement-standing.ts";
import { publishPath } from "../../core/text/path-text.ts";
import { type OpenOptions, type OpenedInstall, openInstall } from "../open-install.ts";
import type { Ports } from "../ports.ts";
import { type Subject, subjects as allSubjects } from "./find-subject.ts";
import { compareEvidence } from "./read-evidence.ts";
import { readRecords } from "./statement-records.ts";
import { verdictsOf } from "./verdicts-of.ts";

/** Everything that can be stated, and what was; changes nothing. */
export async function listAttestations(
  ports: Ports,
  options: OpenOptions,
  subjects: readonly Subject[] = allSubjects,
): Promise<AttestationDocument> {
  const opened = openInstall(ports, options);
  const lines = readRecords(ports, opened.install.root);
  return attestationDocument(ports, opened, { status: "listed", subjects, lines });
}

interface DocumentParts {
  readonly status: AttestationDocument["status"];
  readonly subjects: readonly Subject[];
  readonly lines: readonly StatementLine[];
}

export async function attestationDocument(
  ports: Ports,
  opened: OpenedInstall,
  { status, subjects, lines }: DocumentParts,
): Promise<AttestationDocument> {
  const { root, host } = opened.install;
  const verdicts = await verdictsOf(ports, opened, subjects);
  const rows = (subject: Subject) => {
    const verdict = verdicts.get(subject.meta.id) ?? null;
    const newest = { ...newestRow(ports, subject, lines), verdict };
    return status === "listed" ? [newest, ...olderRows(ports, subject, lines, newest)] : [newest];
  };
  return {
    schemaVersion: 1,
    tool: ports.tool,
    kind: "attestation",
    install: { root, host },
    startedAt: ports.clock.now().toISOString(),
    status,
    attestations: subjects.flatMap(rows),
    notes: [...opened.notes, ...damageNotes(lines), ...clockNotes(lines, ports.wallNow())],
    exitCode: 0,
    exitReason: status,
  };
}

function newestRow(
  ports: Ports,
  subject: Subject,
  lines: readonly StatementLine[],
): AttestationRow {
  const { meta, spec } = subject;
  const standing = standingOf(newestStatement(found(lines), meta.id), spec, ports.clock.now());
  if (standing.kind === "unreadable") return emptyRow(subject, "damaged");
  if (standing.kind !== "none") return statedRow(ports, subject, standing.statement, standing.kind);
  const last = recordsOf(lines, meta.id).at(-1);
  if (!last) return emptyRow(subject, "none");
  const { at, by, note = null } = last;
  return { ...emptyRow(subject, "withdrawn"), by, at, note };
}

/** Those that a newer one replaced, newest first. */
function olderRows(
  ports: Ports,
  subject: Subject,
  lines: readonly StatementLine[],
  newest: AttestationRow,
): readonly AttestationRow[] {
  const stated = recordsOf(lines, subject.meta.id)
    .filter((record) => record.kind === "stated")
    .toReversed();
  // What stands as the newest is not told twice.
  return (newest.answer === null ? stated : stated.slice(1)).map((statement) =>
    statedRow(ports, subject, statement, "replaced"),
  );
}

function recordsOf(lines: readonly StatementLine[], audit: string): readonly StatementRecord[] {
  return lines.flatMap((line) =>
    line.kind === "record" && line.record.audit === audit ? [line.record] : [],
  );
}

function emptyRow({ meta }: Subject, state: AttestationState): AttestationRow {
  const { id: audit, title, severity } = meta;
  const nothing = { answer: null, date: null, until: null, by: null, at: null, note: null };
  return { audit, title, severity, state, verdict: null, ...nothing, evidence: null };
}

function statedRow(
  { host }: Ports,
  subject: Subject,
  statement: Statement,
  state: AttestationState,
): AttestationRow {
  const { answer, date, by, at, note = null, evidence } = statement;
  return {
    ...emptyRow(subject, state),
    answer,
    date,
    until: lastDay(statement, subject.spec),
    by,
    at,
    note,
    evidence: evidence
      ? {
          path: publishPath(evidence.path),
          sha256: evidence.sha256,
          now: compareEvidence(host, evidence),
        }
      : null,
  };
}

function damageNotes(lines: readonly StatementLine[]): readonly string[] {
  const damaged = lines.filter(({ kind }) => kind === "damaged").length;
  if (damaged === 0) return [];
  return [
    `${plural(damaged, "line")} of our attestations cannot be read; what is stated anew or taken back counts`,
  ];
}

/** Days are what counts, so a clock that is wrong by hours does no harm. */
function clockNotes(lines: readonly StatementLine[], now: Date): readonly string[] {
  const days = lines.flatMap((line) =>
    line.kind === "record" ? [dayOf(new Date(line.record.at))] : [],
  );
  const latest = days.reduce((last, day) => (day > last ? day : last), "");
  if (latest <= dayOf(now)) return [];
  return [`the clock of this host (${dayOf(now)}) is before the newest statement (${latest})`];
}
