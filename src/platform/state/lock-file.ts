import { spawnSync } from "node:child_process";
import fs from "node:fs";
import { environmentError } from "../../core/error.ts";
import { escapeControl } from "../../core/text/escape-control.ts";
import { fixedPath } from "../children/fixed-path.ts";

const busy = 1;
const { O_RDWR, O_CREAT, O_NOFOLLOW } = fs.constants;

/**
 * Takes an exclusive lock that dies with this process, even on SIGKILL: util-linux `flock` locks
 * our own descriptor and ends.
 *
 * @param holder written into the file for whoever comes second.
 * @param waitSeconds a run that was killed while `flock` ran leaves it holding the lock for a
 *   moment, so even the impatient wait a little.
 * @returns gives the lock back.
 */
export function lockFile(file: string, holder: string, waitSeconds = 1): () => void {
  const descriptor = fs.openSync(file, O_RDWR | O_CREAT | O_NOFOLLOW, 0o600);
  try {
    take(descriptor, file, waitSeconds);
    fs.ftruncateSync(descriptor, 0);
    fs.writeSync(descriptor, `${holder}, process ${process.pid}\n`, 0);
  } catch (error) {
    fs.closeSync(descriptor);
    throw error;
  }
  return () => fs.closeSync(descriptor);
}

function take(descriptor: number, file: string, waitSeconds: number): void {
  const ran = spawnSync("flock", ["-w", String(waitSeconds), "-x", "3"], {
    cwd: "/",
    env: { PATH: fixedPath, LC_ALL: "C" },
    stdio: ["ignore", "ignore", "ignore", descriptor],
    timeout: 10_000,
    killSignal: "SIGKILL",
  });
  if (ran.status === 0) return;
  if (ran.status !== busy) {
    throw environmentError("NO_LOCK", `${file} cannot be locked`, "install util-linux (flock)");
  }
  const holder = fs.readFileSync(file, "utf8").trim();
  const by = holder === "" ? "another process" : escapeControl(holder.slice(0, 200));
  throw environmentError("LOCKED", `another run holds the lock: ${by}`, "wait until it has ended");
}
