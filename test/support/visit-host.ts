import { execFileSync } from "node:child_process";
import fs from "node:fs";
import path from "node:path";
import { type GuardRun, guardBin } from "./run-guard.ts";
import type { PrivateHost } from "./private-host.ts";

export interface Visit {
  readonly args: readonly string[];
  readonly cwd?: string;
  /** Default: root. */
  readonly uid?: number;
}

/**
 * Runs the built program several times on a host whose services were started before, all in one
 * stay: they end with it.
 */
export async function visitHost(
  host: PrivateHost,
  services: string,
  visits: readonly Visit[],
): Promise<readonly GuardRun[]> {
  agedAnHour(host);
  const folder = "/root/visits";
  fs.mkdirSync(host.real(folder), { mode: 0o700 });
  const lines = visits.map(({ args, cwd = "/", uid = 0 }, index) => {
    const out = path.join(folder, String(index));
    const as = uid === 0 ? "" : `setpriv --reuid=${uid} --regid=${uid} --clear-groups -- `;
    const command = [process.execPath, guardBin, ...args].map(quoted).join(" ");
    return `cd ${cwd}; set +e; ${as}${command} >${out}.out 2>${out}.err; echo $? >${out}.status; set -e`;
  });
  const script = [`set -e`, `exec </dev/null`, services, ...lines].join("\n");
  const run = await host.run(["sh", "-c", script]);
  if (run.status !== 0) throw new Error(`${run.stderr}${run.stdout}`);
  const read = (index: number, kind: string) =>
    fs.readFileSync(path.join(host.real(folder), `${index}.${kind}`), "utf8");
  const runs = visits.map((_, index) => ({
    status: Number(read(index, "status")),
    stdout: read(index, "out"),
    stderr: read(index, "err"),
  }));
  fs.rmSync(host.real(folder), { recursive: true });
  return runs;
}

/**
 * The files of a server are older than its processes. Here they were written a moment ago, which is
 * too close where the clock of the machine is being corrected.
 */
function agedAnHour({ top }: PrivateHost): void {
  execFileSync("find", [top, "-type", "f", "-exec", "touch", "-c", "-d", "-1 hour", "{}", "+"]);
}

function quoted(word: string): string {
  return `'${word.replaceAll("'", String.raw`'\''`)}'`;
}
