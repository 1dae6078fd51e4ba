import { plural } from "../../core/exit.ts";
import type { IncidentDocument, JournalVerdict } from "../../core/documents/incident-document.ts";
import { clean, hang } from "../human/layout.ts";

/** What a journal proves and what it cannot prove. */
export function verdictLines(
  verdict: JournalVerdict,
  { exitCode, exitReason }: Pick<IncidentDocument, "exitCode" | "exitReason">,
  { columns }: { readonly columns: number },
): readonly string[] {
  const { problems, anchored, unanchored, claims, tornBytes, clockJumps, head, records } = verdict;
  const row = (label: string, text: string) => hang(label.padEnd(11), text, columns);
  const whole = `${plural(records, "record")}, each made of its content and of the one before`;
  return [
    ...problems.flatMap(({ line, what }) =>
      row("Broken", `${line === null ? "" : `line ${line}: `}${clean(what)}`),
    ),
    ...(verdict.whole ? row("Chain", whole) : []),
    ...(head === null ? [] : row("Head", head)),
    ...(anchored
      ? row("Anchored", `${rangeText(anchored)}: a head that was kept elsewhere vouches for it`)
      : []),
    ...(unanchored
      ? row(
          "Not",
          `anchored: ${rangeText(unanchored)}. Whoever may write here (root) can have written them anew`,
        )
      : []),
    ...claims.flatMap(({ seq, head: given, to }) =>
      row(
        "Given",
        `${given} (record ${seq}) to ${clean(to)}, as stated; ask for it and give it with --head`,
      ),
    ),
    ...(tornBytes > 0
      ? row(
          "Unfinished",
          `${tornBytes} bytes behind the last record: a run that was interrupted; they were never acknowledged`,
        )
      : []),
    ...clockJumps.flatMap(({ seq, before, at }) =>
      row(
        "Clock",
        `went back from ${before} to ${at} at record ${seq}; the order is that of the journal`,
      ),
    ),
    ...row("No proof", limits),
    ...row(`Exit ${exitCode}`, clean(exitReason)),
  ];
}

const limits =
  "that what was recorded is true, nor that nothing followed the last anchored record and was cut off; times are those of this host's clock";

function rangeText({ from, to }: { readonly from: number; readonly to: number }): string {
  return from === to ? `record ${from}` : `records ${from} to ${to}`;
}
