export type RotationPeriod = "hourly" | "daily" | "weekly" | "monthly" | "yearly";

/** How one stanza of logrotate keeps a log. */
export interface LogRotation {
  /** Absolute path of the file with the stanza. */
  readonly path: string;
  readonly line: number;
  /** Old files that are kept; -1 keeps all, 0 none. */
  readonly count: number;
  /** When it rotates; `size` when only the file's size decides. */
  readonly every: RotationPeriod | "size";
  /** Rotates earlier once the file is larger. */
  readonly maxSize?: number;
  /** Rotates no earlier than when the file is larger. */
  readonly minSize?: number;
  /** Days after which old files are removed, whatever their number. */
  readonly maxAge?: number;
}

/** The shortest that a period can be, in days; a month counts 30. */
const days: Readonly<Record<RotationPeriod, number>> = {
  hourly: 1 / 24,
  daily: 1,
  weekly: 7,
  monthly: 30,
  yearly: 365,
};

/**
 * For how many days a rotated log is certainly kept: undefined where its size decides, since a busy
 * hour may then push everything out.
 */
export function promisedDays({ count, every, maxSize, maxAge }: LogRotation): number | undefined {
  const byAge = maxAge ?? Number.POSITIVE_INFINITY;
  if (count < 0) return byAge;
  if (count === 0) return 0;
  if (every === "size" || maxSize !== undefined) return undefined;
  return Math.min(byAge, Math.floor(count * days[every]));
}

/** `14 daily`, `5 by size`, `all`. */
export function rotationText({ count, every, maxSize, maxAge }: LogRotation): string {
  const number = count < 0 ? "all" : `${count}`;
  const when = every === "size" || maxSize !== undefined ? "by size" : every;
  return `${number} ${when}${maxAge === undefined ? "" : `, ${maxAge} days at most`}`;
}
