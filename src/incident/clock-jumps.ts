import type { IncidentRecord } from "../core/incident/incident.ts";

export interface ClockJump {
  /** The record that is earlier than the one before it. */
  readonly seq: number;
  readonly before: string;
  readonly at: string;
}

/** Where the clock of the host went back. The order of the records is that of the journal. */
export function clockJumps(records: readonly IncidentRecord[]): readonly ClockJump[] {
  return records.flatMap((record, index) => {
    const before = records[index - 1];
    if (!before || Date.parse(record.at) >= Date.parse(before.at)) return [];
    return [{ seq: record.seq, before: before.at, at: record.at }];
  });
}
