/** A process of this host, as far as everybody may see it. */
export interface RunningProcess {
  readonly pid: number;
  /** Effective ids. */
  readonly uid: number;
  readonly gid: number;
  /** Supplementary groups; empty when not readable. */
  readonly groups: readonly number[];
  /** Program and arguments; some programs write a title here (`php-fpm: pool www`). */
  readonly args: readonly string[];
  /** Working folder; absent when not readable. */
  readonly cwd?: string;
  /** Path of its control group, as `/system.slice/shop.service`; absent when not readable. */
  readonly cgroup?: string;
  /** When it was started, milliseconds since 1970, to 10 ms; absent when not readable. */
  readonly startedMs?: number;
}
