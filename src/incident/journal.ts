import { createHash } from "node:crypto";
import type { IncidentEvent, IncidentRecord } from "../core/incident/incident.ts";
import { canonicalJson } from "./canonical-json.ts";

/** What the first record names as the one before it. */
export const noRecord = "0".repeat(64);

/** Keeps the hashes of our journals apart from all others. */
const domain = "iptvbp-guard incident journal, version 1\n";

export interface Stamp {
  readonly at: Date;
  readonly by: string;
}

/** The record that follows `last`. */
export function nextRecord(
  last: Pick<IncidentRecord, "seq" | "hash"> | undefined,
  event: IncidentEvent,
  { at, by }: Stamp,
): IncidentRecord {
  const body = {
    seq: (last?.seq ?? 0) + 1,
    at: at.toISOString(),
    by,
    kind: event.kind,
    data: event.data,
    prev: last?.hash ?? noRecord,
  };
  return { ...body, hash: hashOf(body) };
}

/** SHA-256 over the canonical form of all but `hash` itself: no field can change unseen. */
export function hashOf(record: object): string {
  const { hash: _, ...body } = record as { readonly hash?: unknown };
  return createHash("sha256").update(domain).update(canonicalJson(body)).digest("hex");
}

/** The line of the journal, without its end. */
export function recordLine(record: IncidentRecord): string {
  return canonicalJson(record);
}
