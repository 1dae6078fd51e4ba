import { spawnSync } from "node:child_process";
import { environmentError } from "../../core/error.ts";
import { errnoOf } from "../files/errno.ts";
import { fixedPath } from "../children/fixed-path.ts";
import { systemPath } from "../files/system-path.ts";

/**
 * Sets the modification time to the nanosecond: Node's own calls keep microseconds only.
 *
 * @param mtime seconds with nine decimals.
 */
export function touchExactly(descriptor: number, mtime: string): void {
  run("touch", ["-c", "-m", "-d", `@${mtime}`, "--", "/proc/self/fd/3"], [descriptor]);
}

/** Gives `to` mode, owner, access list and extended attributes of `from`. */
export function copyAttributes(from: number, to: number): void {
  const args = ["--attributes-only", "--preserve=mode,ownership,xattr", "--"];
  run("cp", [...args, "/proc/self/fd/3", "/proc/self/fd/4"], [from, to]);
}

/** The letters of `lsattr` for a name in an open folder; empty where they cannot be asked. */
export function fileFlags(folder: number, name: string): string {
  // A name of raw bytes cannot be an argument: Node encodes arguments as UTF-8.
  if (typeof systemPath(name) !== "string") return "";
  const ran = spawn("lsattr", ["-d", "--", `/proc/self/fd/3/${name}`], [folder]);
  if (ran.error || ran.status !== 0) return "";
  return ran.stdout.toString("latin1").split(" ", 1)[0] ?? "";
}

/** Whether an access list, a folder's default one too, goes beyond the mode; also when masked out. */
export function showsAccessList(handle: number): boolean {
  const ran = spawn("ls", ["-Lld", "--", "/proc/self/fd/3"], [handle]);
  return ran.stdout?.toString("latin1").charAt(10) === "+";
}

function run(program: string, args: readonly string[], descriptors: readonly number[]): void {
  const ran = spawn(program, args, descriptors);
  if (errnoOf(ran.error) === "ENOENT") {
    throw environmentError("NO_COREUTILS", `no ${program} program`, "install GNU coreutils");
  }
  if (ran.status === 0) return;
  // Its own words may quote a name; the number is enough.
  const how = ran.signal ?? `exit ${ran.status ?? "unknown"}`;
  throw environmentError("CHILD_FAILED", `${program} could not keep the file's metadata (${how})`);
}

function spawn(program: string, args: readonly string[], descriptors: readonly number[]) {
  return spawnSync(program, args, {
    cwd: "/",
    env: { PATH: fixedPath, LC_ALL: "C" },
    stdio: ["ignore", "pipe", "pipe", ...descriptors],
    timeout: 10_000,
    killSignal: "SIGKILL",
  });
}
