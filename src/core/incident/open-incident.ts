import type { Gap } from "../look.ts";

/** Something that an incident still has to reach. */
export interface Deadline {
  /** `the leaked key is dead`. */
  readonly title: string;
  /** ISO 8601, UTC. */
  readonly due: string;
}

/** An incident that nobody has closed. */
export interface OpenIncident {
  readonly id: string;
  /** ISO 8601, UTC. */
  readonly openedAt: string;
  /** Of its last record. */
  readonly lastAt: string;
  /** The latest that a record says; later than the last one when the clock was put back meanwhile. */
  readonly newestAt: string;
  /** What has not been reached yet, the earliest first; clocks that nothing has started are left out. */
  readonly deadlines: readonly Deadline[];
}

/** What our journals know of incidents. */
export interface IncidentsSeen {
  readonly open: readonly OpenIncident[];
  /** Journals that could not be read: each may be of an open incident. */
  readonly gaps: readonly Gap[];
}
