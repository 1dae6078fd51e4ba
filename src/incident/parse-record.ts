import type { IncidentRecord } from "../core/incident/incident.ts";

/** One line of a journal as a record; undefined when it is none. Unknown kinds are records too. */
export function parseRecord(line: string): IncidentRecord | undefined {
  const value = parseJson(line);
  return isRecord(value) ? value : undefined;
}

function parseJson(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch {
    // Not ours; the caller says which line.
    return undefined;
  }
}

function isRecord(value: unknown): value is IncidentRecord {
  if (typeof value !== "object" || value === null) return false;
  const { seq, at, by, kind, data, prev, hash } = value as Readonly<Record<string, unknown>>;
  return (
    Number.isSafeInteger(seq) &&
    typeof at === "string" &&
    !Number.isNaN(Date.parse(at)) &&
    typeof by === "string" &&
    typeof kind === "string" &&
    typeof data === "object" &&
    data !== null &&
    typeof prev === "string" &&
    typeof hash === "string" &&
    /^[0-9a-f]{64}$/.test(hash)
  );
}
