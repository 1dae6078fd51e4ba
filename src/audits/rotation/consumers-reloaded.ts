import type { AuditContext } from "../../core/audit-context.ts";
import { envListGaps } from "../../core/install/seen-env-files.ts";
import { uniqueGaps } from "../../core/unique-gaps.ts";
import type { Audit } from "../../core/audit.ts";
import { unreadServices } from "../../core/install/env-gaps.ts";
import { reasonOfKind } from "../../core/install/file-kind-reason.ts";
import type { FindingDraft } from "../../core/finding.ts";
import { isInContainer, processText, unitOfProcess } from "../../core/install/process-place.ts";
import { serviceConsumers } from "../../core/install/service-consumers.ts";
import { serviceUnits, unitOf } from "../../core/install/service-units.ts";
import { shownPath } from "../../core/install/shown-path.ts";
import { closeStartGap, judgeStarts } from "../../core/install/stale-processes.ts";
import { startedAnew } from "../../core/install/unit-starts.ts";
import { type Gap, type Look, gap } from "../../core/look.ts";
import { conclude, notApplicable, unknown } from "../../core/outcome.ts";
import { isInside } from "../../core/text/path-text.ts";
import type { FileStat } from "../../core/ports/files.ts";
import type { RunningProcess } from "../../core/ports/running-process.ts";

export const consumersReloaded: Audit = {
  meta: {
    id: "rotation/consumers-reloaded",
    title: "Every process of the service was started after its environment changed",
    rule: 3,
    severity: "high",
    why: "A process keeps the environment that it was started with. After a rotation it goes on using the old key until it is started anew, and fails at the moment when that key is revoked.",
    remedy:
      "Restart what runs the install: systemctl restart for a unit, systemctl reload for a php-fpm pool, docker compose up -d --force-recreate for a container.",
    needs: ["linux"],
    references: [
      "https://www.freedesktop.org/software/systemd/man/latest/systemd.exec.html",
      "https://man7.org/linux/man-pages/man5/proc_pid_stat.5.html",
    ],
  },
  run(context) {
    const { install } = context;
    const sources = sourcesOf(context);
    if (sources.length === 0 && envListGaps(install).length === 0)
      return notApplicable("no file gives the service its environment");
    const running = context.processes();
    const look = serviceConsumers(context, install);
    if (look.kind === "blocked") return unknown(look.reason, "the running processes");
    const consumers = look.kind === "found" ? look.value : [];
    const all = running.kind === "found" ? running.value : [];
    const gaps = [...sources.flatMap(({ gaps: own }) => own), ...unseen(context, all, consumers)];
    if (consumers.length + gaps.length === 0) {
      return notApplicable("no process of the service runs here");
    }
    const judged = sources.map((source) => judgeSource(context, source, consumers));
    return conclude({
      findings: judged.flatMap((each) => each.findings),
      gaps: [...gaps, ...judged.flatMap((each) => each.gaps)],
    });
  },
};

/** A file that gives processes their environment. */
interface Source {
  readonly path: string;
  /** Since when it has its content, milliseconds since 1970; 0 where that is not known. */
  readonly changedMs: number;
  /** When we last saw that everything had been restarted; 0 where we did not. */
  readonly restartedMs: number;
  /** The unit that it is for, when it is for one alone. */
  readonly unit?: string;
  readonly gaps: readonly Gap[];
}

function sourcesOf(context: AuditContext): readonly Source[] {
  const { install, credentials } = context;
  const holds = (path: string) => credentials.some((each) => each.path === path);
  const files: readonly FileSource[] = [
    ...install.envFiles.map(({ path, stat }) => ({ path, stat })),
    ...install.hostConfigs
      .filter(({ path, kind }) => (kind === "unit" || kind === "php-fpm") && holds(path))
      .map(({ path, stat }) => ({ path, stat, unit: unitOf(path) })),
  ];
  return files.flatMap(({ path, stat, unit }): readonly Source[] => {
    if (stat.kind === "absent") return [];
    const reason = stat.kind === "found" ? reasonOfKind(stat.value.kind) : stat.reason;
    if (stat.kind === "blocked" || reason) {
      return [{ path, changedMs: 0, restartedMs: 0, gaps: reason ? [gap(path, reason)] : [] }];
    }
    const times = timesOf(context, path, stat.value);
    return [{ path, ...times, ...(unit === undefined ? {} : { unit }), gaps: [] }];
  });
}

interface FileSource {
  readonly path: string;
  readonly stat: Look<FileStat>;
  readonly unit?: string | undefined;
}

/**
 * The time of its content, which a mere change of mode leaves alone, and that of our own cut over.
 * A copy can bring an old time along: then the ledger tells that a value became another one.
 */
function timesOf(
  context: AuditContext,
  path: string,
  { mtimeMs, ctimeMs }: FileStat,
): Pick<Source, "changedMs" | "restartedMs"> {
  const { credentials } = context;
  const seen = context.rotations();
  if (seen.kind !== "found") return { changedMs: mtimeMs, restartedMs: 0 };
  const ids = new Set(credentials.filter((each) => each.path === path).map(({ id }) => id));
  const rotations = seen.value.rotations.filter(
    ({ credential, ended }) => ids.has(credential) && ended !== "backed-out",
  );
  const cuts = rotations.map(({ changedMs = 0 }) => changedMs);
  const restarts = rotations.map(({ reloadSeenAt }) => Date.parse(reloadSeenAt ?? "") || 0);
  const isChanged = seen.value.noticed.some(
    ({ credential, at }) => ids.has(credential) && Date.parse(at) >= ctimeMs,
  );
  return {
    changedMs: Math.max(mtimeMs, ...cuts, isChanged ? ctimeMs : 0),
    restartedMs: Math.max(0, ...restarts),
  };
}

function judgeSource(
  context: AuditContext,
  source: Source,
  consumers: readonly RunningProcess[],
): { readonly findings: readonly FindingDraft[]; readonly gaps: readonly Gap[] } {
  const { path, changedMs, restartedMs } = source;
  const known = consumers.filter(
    (process) => process.startedMs !== undefined && isFor(source, process),
  );
  const isMarked = startedAnew(context.host, changedMs);
  const { before, unclear } = judgeStarts(
    known,
    changedMs,
    (process) => restartedMs > changedMs || isMarked(process),
  );
  const [first] = unclear;
  const name = shownPath(context.install, path);
  const gaps = first ? [closeStartGap(first, name, unclear.length)] : [];
  if (before.length === 0) return { findings: [], gaps };
  const isSure = before.some((process) => isSurelyOurs(context, process));
  const finding = findingOf(source, before);
  return { findings: [{ ...finding, ...(isSure ? {} : { confidence: "medium" }) }], gaps };
}

/** What may use the old value and cannot be judged from here. */
function unseen(
  { install }: AuditContext,
  all: readonly RunningProcess[],
  consumers: readonly RunningProcess[],
): readonly Gap[] {
  // A unit or a pool that could not be read may be a service of this install.
  const gaps: Gap[] = [...uniqueGaps([...unreadServices(install), ...envListGaps(install)])];
  const { serviceUser, hostConfigs } = install;
  if (serviceUser.kind === "blocked") gaps.push(gap("the service's account", serviceUser.reason));
  const untold = consumers.filter(({ startedMs }) => startedMs === undefined);
  if (untold.length > 0) {
    const reason = { code: "permission", text: "its start cannot be read" } as const;
    gaps.push(
      gap(`process ${processText(untold[0] ?? { pid: 0, args: [] })}`, reason, untold.length),
    );
  }
  if (hostConfigs.some(({ kind }) => kind === "compose") && all.some(isInContainer)) {
    const text = "which of them are this install's cannot be told from outside";
    gaps.push(gap("processes in containers", { code: "parse", text }));
  }
  return gaps;
}

/** A process whose unit is not known may be of any. */
function isFor({ unit }: Source, process: RunningProcess): boolean {
  const own = unitOfProcess(process);
  return unit === undefined || own === undefined || own === unit;
}

/** An account alone may serve others too. */
function isSurelyOurs({ install }: AuditContext, process: RunningProcess): boolean {
  const { cwd, args } = process;
  const units = serviceUnits(install).map(({ name }) => name);
  return (
    (cwd !== undefined && isInside(install.root, cwd)) ||
    units.includes(unitOfProcess(process) ?? "") ||
    (units.length > 0 && args[0]?.startsWith("php-fpm: pool ") === true)
  );
}

const shownProcesses = 5;

function findingOf({ path, changedMs }: Source, stale: readonly RunningProcess[]): FindingDraft {
  const names = stale.slice(0, shownProcesses).map(processText);
  const more = stale.length > names.length ? ` and ${stale.length - names.length} more` : "";
  const count = stale.length === 1 ? "a process" : `${stale.length} processes`;
  const were = stale.length === 1 ? "was" : "were";
  const oldest = Math.min(...stale.map(({ startedMs = 0 }) => startedMs));
  return {
    message: `${count} of the service ${were} started before it changed: ${names.join(", ")}${more}`,
    location: { kind: "file", path },
    evidence: `changed ${moment(changedMs)}, the oldest started ${moment(oldest)}`,
  };
}

function moment(ms: number): string {
  return `${new Date(ms).toISOString().slice(0, 19).replace("T", " ")} UTC`;
}
