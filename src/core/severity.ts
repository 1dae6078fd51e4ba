/** Severities of the published report, worst first. */
export const severities = ["critical", "high", "medium", "low", "info"] as const;

export type Severity = (typeof severities)[number];

/** What `--fail-on` accepts: a severity, or `never`. */
export type FailOn = Severity | "never";

/** Negative when `a` is worse than `b`; for sorting worst first. */
export function compareSeverity(a: Severity, b: Severity): number {
  return severities.indexOf(a) - severities.indexOf(b);
}

/** Whether `severity` is as bad as `threshold` or worse. Nothing reaches `never`. */
export function reaches(severity: Severity, threshold: FailOn): boolean {
  return threshold !== "never" && compareSeverity(severity, threshold) <= 0;
}
