import { readFileSync, readdirSync, readlinkSync } from "node:fs";
import { blocked, found } from "../../core/look.ts";
import type { Look } from "../../core/look.ts";
import { decodePath } from "../../core/text/path-text.ts";
import type { RunningProcess } from "../../core/ports/running-process.ts";
import { looking } from "../files/errno.ts";

/** All processes of this host, by number. Arguments are what a process says about itself. */
export function listProcesses(proc = "/proc"): Look<readonly RunningProcess[]> {
  const names = looking(() => found(readdirSync(proc)));
  if (names.kind === "absent") return blocked("io", "there is no /proc");
  if (names.kind === "blocked") return names;
  const numbers = names.value.filter((name) => /^\d+$/.test(name)).map(Number);
  // Mounted with hidepid: we would see our own processes only.
  if (!numbers.includes(1)) return blocked("permission", "processes of other users are hidden");
  const bootMs = bootTime(proc);
  const processes = numbers.toSorted((a, b) => a - b).map((pid) => readProcess(proc, pid, bootMs));
  return found(processes.filter((process) => process !== undefined));
}

/** Undefined when it has ended meanwhile. */
function readProcess(
  proc: string,
  pid: number,
  bootMs: number | undefined,
): RunningProcess | undefined {
  const status = attempt(() => readFileSync(`${proc}/${pid}/status`, "latin1"));
  const words = attempt(() => readFileSync(`${proc}/${pid}/cmdline`));
  const ids = { uid: idsOf(status, "Uid")[1], gid: idsOf(status, "Gid")[1] };
  if (words === undefined || ids.uid === undefined || ids.gid === undefined) return undefined;
  const cwd = attempt(() => decodePath(readlinkSync(`${proc}/${pid}/cwd`, { encoding: "buffer" })));
  const cgroup = groupOf(attempt(() => readFileSync(`${proc}/${pid}/cgroup`, "utf8")));
  const startedMs = startTime(
    attempt(() => readFileSync(`${proc}/${pid}/stat`, "latin1")),
    bootMs,
  );
  return {
    pid,
    uid: ids.uid,
    gid: ids.gid,
    groups: idsOf(status, "Groups"),
    args: decodePath(words).replace(/\0+$/, "").split("\0"),
    ...(cwd === undefined ? {} : { cwd }),
    ...(cgroup === undefined ? {} : { cgroup }),
    ...(startedMs === undefined ? {} : { startedMs }),
  };
}

/** Linux tells it in these units to programs, on every machine: https://man7.org/linux/man-pages/man5/proc_pid_stat.5.html */
const tickMs = 10;

/**
 * Moves with the wall clock when that is set. `btime` has whole seconds, and a service that was
 * restarted at once would seem to be older than the change that it was restarted for.
 */
function bootTime(proc: string): number | undefined {
  // Asked first: whatever keeps us between the two makes the start seem earlier, never later.
  const nowMs = Date.now();
  const uptime = /^(\d+\.\d+) /.exec(attempt(() => readFileSync(`${proc}/uptime`, "latin1")) ?? "");
  if (uptime?.[1] !== undefined) return nowMs - Number(uptime[1]) * 1000 - tickMs;
  const seconds = /^btime (\d+)$/m.exec(
    attempt(() => readFileSync(`${proc}/stat`, "latin1")) ?? "",
  );
  return seconds?.[1] === undefined ? undefined : Number(seconds[1]) * 1000;
}

/** Field 22, counted behind the program's name, which may hold blanks and brackets. */
function startTime(stat: string | undefined, bootMs: number | undefined): number | undefined {
  const fields = stat?.slice(stat.lastIndexOf(")") + 2).split(" ");
  const ticks = fields?.[19];
  if (bootMs === undefined || ticks === undefined || !/^\d+$/.test(ticks)) return undefined;
  return bootMs + Number(ticks) * tickMs;
}

/** Of the one hierarchy, or of systemd's own beside it: https://man7.org/linux/man-pages/man7/cgroups.7.html */
function groupOf(text: string | undefined): string | undefined {
  const lines = (text ?? "").split("\n");
  const own = lines.find((line) => line.startsWith("0::") && line !== "0::/");
  const line = own ?? lines.find((each) => /^\d+:name=systemd:/.test(each));
  return line?.split(":").slice(2).join(":");
}

/** Numbers of a line such as `Uid:  33  33  33  33` (real, effective, saved, file system). */
function idsOf(status: string | undefined, name: string): readonly number[] {
  const line = new RegExp(`^${name}:([\\t \\d]*)$`, "m").exec(status ?? "");
  return (line?.[1] ?? "").split(/\s+/).filter(Boolean).map(Number);
}

function attempt<T>(read: () => T): T | undefined {
  const look = looking(() => found(read()));
  return look.kind === "found" ? look.value : undefined;
}
