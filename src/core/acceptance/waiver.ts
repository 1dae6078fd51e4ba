/** One entry of a waivers file: what is accepted, why, by whom and until when. */
export interface Waiver {
  /** At least one of `audit` and `fingerprint` is there; with both, both must fit. */
  readonly audit?: string;
  /** Alone, it counts in every audit: one secret has one fingerprint in all of them. */
  readonly fingerprint?: string;
  /** Narrows: a file, or a folder with all below it, spelled as the report does. */
  readonly path?: string;
  readonly reason: string;
  readonly owner: string;
  /** `YYYY-MM-DD`, UTC: the last day on which it applies. */
  readonly expires: string;
}

/** The longest time for which something may be waived. */
export const maxWaiverDays = 180;

/** `YYYY-MM-DD` in UTC. */
export function dayOf(moment: Date): string {
  return moment.toISOString().slice(0, 10);
}

/** Whether its last day is over. */
export function isExpired({ expires }: Pick<Waiver, "expires">, now: Date): boolean {
  return dayOf(now) > expires;
}
