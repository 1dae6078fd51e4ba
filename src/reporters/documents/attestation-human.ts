import type {
  AttestationDocument,
  AttestationRow,
} from "../../core/documents/attestation-document.ts";
import { daysBetween } from "../../core/statements/day.ts";
import { plural } from "../../core/exit.ts";
import { clean, hang, padTo, widthOf } from "../human/layout.ts";

export interface AttestationContext {
  readonly columns: number;
  /** Lists what was replaced too. */
  readonly verbose: boolean;
  /** `sudo iptvbp-guard` and a command, with the options that lead to the same install behind it. */
  readonly command: (args: string) => string;
}

/** What was stated just now, or everything that can be stated. */
export function attestationText(
  document: AttestationDocument,
  context: AttestationContext,
): string {
  const lines =
    document.status === "listed" ? listLines(document, context) : doneLines(document, context);
  const notes = document.notes.flatMap((note) => hang("Note: ", clean(note), context.columns));
  return `${[...lines, ...notes].map((line) => line.trimEnd()).join("\n")}\n`;
}

function doneLines(
  { status, attestations }: AttestationDocument,
  context: AttestationContext,
): readonly string[] {
  const [row] = attestations;
  if (!row) return [];
  if (status === "withdrawn") return [`Taken back. Nothing is stated about ${row.audit} now.`];
  const { columns, command } = context;
  const { audit, by, date, until, evidence } = row;
  const what = typeof row.answer === "object" ? (row.answer ?? []).join(", ") : row.answer;
  const seen = `${audit} = ${clean(String(what))}, seen by ${clean(by ?? "")} on ${date ?? ""}.`;
  const said = `${seen} It holds until ${until ?? ""}.`;
  const fails =
    row.verdict === "fail" ? ["The audit fails until it is mended and stated anew."] : [];
  return [
    ...hang("Stated: ", said, columns),
    ...fails,
    ...(evidence
      ? hang(
          "Evidence ",
          `${clean(evidence.path)}, SHA-256 ${evidence.sha256.slice(0, 16)}...`,
          columns,
        )
      : []),
    `Next   ${command(row.verdict === "fail" ? `audit --only ${audit}` : "attest --list")}`,
  ];
}

function listLines(
  { attestations, startedAt }: AttestationDocument,
  context: AttestationContext,
): readonly string[] {
  const today = startedAt.slice(0, 10);
  const shown = attestations.filter(({ state }) => state !== "replaced" || context.verbose);
  const cells = shown.map((row) => [
    row.audit,
    stateText(row),
    untilText(row, today),
    fromText(row),
  ]);
  const head = ["Audit", "Stated", "Until", "From"];
  const widths = [0, 1, 2].map((at) =>
    Math.max(...[head, ...cells].map((line) => widthOf(line[at] ?? ""))),
  );
  const lineOf = (line: readonly string[]) =>
    line.map((cell, at) => padTo(cell, widths[at] ?? 0)).join("  ");
  const details = (row: AttestationRow) =>
    detailTexts(row).flatMap((text) => hang("    ", text, context.columns));
  return [
    lineOf(head),
    ...shown.flatMap((row, index) => [lineOf(cells[index] ?? []), ...details(row)]),
    "",
    ...endLines(attestations, context),
  ];
}

function stateText(row: AttestationRow): string {
  switch (row.state) {
    case "none":
      return "-";
    case "withdrawn":
      return "taken back";
    case "damaged":
      return "damaged";
    case "to-come":
      return "TO COME";
    case "expired":
      return "EXPIRED";
    case "overdue":
      return "OVERDUE";
    case "holds":
      return `${answerText(row)}${row.verdict === "fail" ? " FAILS" : ""}`;
    case "replaced":
      return `${answerText(row)}, replaced`;
  }
}

/** `on`, `off`, `14`, `4 names`: short enough for a column. */
function answerText({ answer }: AttestationRow): string {
  if (answer === null) return "";
  if (typeof answer === "object") return plural(answer.length, "name");
  return String(answer);
}

function untilText({ state, until }: AttestationRow, today: string): string {
  if (until === null) return "";
  const left = daysBetween(today, until);
  if (state !== "holds" || left > 30) return until;
  return left === 0 ? `${until} (today)` : `${until} (${plural(left, "day")})`;
}

function fromText({ by, date, at }: AttestationRow): string {
  return by === null ? "" : `${clean(by)}, ${date ?? at?.slice(0, 10) ?? ""}`;
}

function detailTexts({ answer, note, evidence }: AttestationRow): readonly string[] {
  const wrong = { changed: "has changed since", gone: "is gone", unreadable: "cannot be read" };
  return [
    ...(typeof answer === "object" && answer !== null ? [answer.map(clean).join(", ")] : []),
    ...(note === null ? [] : [clean(note)]),
    ...(evidence
      ? [`${clean(evidence.path)}${evidence.now === "same" ? "" : ` ${wrong[evidence.now]}`}`]
      : []),
  ];
}

function endLines(
  rows: readonly AttestationRow[],
  { command }: AttestationContext,
): readonly string[] {
  const newest = rows.filter(({ state }) => state !== "replaced");
  const open = newest.filter(({ state }) => state !== "holds");
  const count = `${newest.length - open.length} of ${plural(newest.length, "audit")} stated.`;
  const [first] = open;
  if (!first) return [count];
  return [
    `${count} \`explain <audit-id>\` says where to look.`,
    `Next   ${command(`attest ${first.audit}`)}`,
  ];
}
