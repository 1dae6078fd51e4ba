import type { RunningProcess } from "../ports/running-process.ts";
import { isInside } from "../text/path-text.ts";
import { type Gap, gap } from "../look.ts";
import { processText, unitOfProcess } from "./process-place.ts";

export interface ServiceProcesses {
  readonly root: string;
  /** Of the service user, when it is known and is not root. */
  readonly serviceUid?: number;
  /** Of whoever runs us: our own shell stands in the root and is no consumer. */
  readonly selfUid: number;
  /** Units that run the install, by name: what belongs to one is a consumer under any account. */
  readonly units?: ReadonlySet<string>;
  /** Its php-fpm pools by name, when they are known: workers of others serve others. */
  readonly pools?: ReadonlySet<string>;
}

/** Processes that may hold the install's environment in memory. */
export function consumersAmong(
  processes: readonly RunningProcess[],
  { root, serviceUid, selfUid, units, pools }: ServiceProcesses,
): readonly RunningProcess[] {
  return processes.filter((process) => {
    const { uid, args, cwd } = process;
    if (isWebServer(args) || isMaster(process)) return false;
    if (isOfOtherPool(process, pools) && !(cwd !== undefined && isInside(root, cwd))) return false;
    if (units?.has(unitOfProcess(process) ?? "") === true) return true;
    if (isShell(args)) return false;
    if (isOfAnother(process, units) && !(cwd !== undefined && isInside(root, cwd))) return false;
    if (serviceUid !== undefined && serviceUid !== 0 && uid === serviceUid) {
      return uid !== selfUid || (cwd !== undefined && isInside(root, cwd));
    }
    return uid !== selfUid && cwd !== undefined && isInside(root, cwd);
  });
}

/**
 * Closer than this, milliseconds, a start and the time of a file do not tell which was first. The
 * start is counted from the boot on and put on the clock of today, the file has the clock of then:
 * between them lies every correction of the clock. Slow ones move both; what steps it (NTP from
 * 128 ms on, a guest's host, a leap second) is mostly below a second, once the clock was right.
 * A larger step is not noticed.
 */
export const undecidedMs = 1000;

export interface JudgedStarts {
  /** Started before the change: they may still use the old value. */
  readonly before: readonly RunningProcess[];
  /** Too close to it. */
  readonly unclear: readonly RunningProcess[];
}

/**
 * Tells what was started before a file changed. One whose start is not known counts among them.
 *
 * @param isNew whether something else than the clock shows that it was started afterwards; asked
 * only where the clock does not tell.
 */
export function judgeStarts(
  consumers: readonly RunningProcess[],
  changedMs: number,
  isNew: (process: RunningProcess) => boolean,
): JudgedStarts {
  const isClose = ({ startedMs }: RunningProcess) =>
    startedMs !== undefined && Math.abs(startedMs - changedMs) < undecidedMs;
  const isBefore = ({ startedMs }: RunningProcess) =>
    startedMs === undefined || startedMs < changedMs;
  return {
    before: consumers.filter((process) => isBefore(process) && !isClose(process)),
    unclear: consumers.filter((process) => isClose(process) && !isNew(process)),
  };
}

/** @param name the file, as messages show it. */
export function closeStartGap(process: RunningProcess, name: string, count = 1): Gap {
  const text = `was started within a second of the change of ${name}, before or after: restart it once more`;
  return gap(`process ${processText(process)}`, { code: "parse", text }, count);
}

/** Several services run as www-data. What cron or a login started may be anybody's. */
function isOfAnother(process: RunningProcess, units: ServiceProcesses["units"]): boolean {
  const unit = unitOfProcess(process);
  if (unit === undefined || units === undefined || units.size === 0) return false;
  return !/^(?:crond?|anacron|atd|ssh|sshd|user@\d+)\.service$/.test(unit);
}

/** The pools of one master share its unit, and often their account. */
function isOfOtherPool({ args }: RunningProcess, pools: ServiceProcesses["pools"]): boolean {
  const pool = /^php-fpm[\d.]*: pool (.+)$/.exec(args[0] ?? "")?.[1]?.trim();
  return pool !== undefined && pools !== undefined && pools.size > 0 && !pools.has(pool);
}

/** They share the service user and never read the env file. */
function isWebServer(args: readonly string[]): boolean {
  return /^(?:\S*\/)?(?:nginx|caddy)\b/.test(args[0] ?? "");
}

/** A reload starts its workers anew and leaves it the process that it was. */
function isMaster({ uid, args: [title = ""] }: RunningProcess): boolean {
  if (/^php-fpm[\d.]*: master process/.test(title)) return true;
  return uid === 0 && /^(?:\S*\/)?(?:apache2|httpd)$/.test(title);
}

function isShell(args: readonly string[]): boolean {
  return /^-?(?:\S*\/)?(?:bash|sh|dash|zsh|fish|su|sudo|tmux|screen|sshd|vim?|nano)(?:$|[\s:])/.test(
    args[0] ?? "",
  );
}
