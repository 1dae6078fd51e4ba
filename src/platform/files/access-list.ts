import { spawnSync } from "node:child_process";
import { closeSync, openSync } from "node:fs";
import { blocked, found } from "../../core/look.ts";
import type { Look } from "../../core/look.ts";
import { errnoOf } from "./errno.ts";
import { fixedPath } from "../children/fixed-path.ts";
import { openFlags } from "./open-flags.ts";
import { parseAccessBytes, parseAccessLines } from "./parse-access-list.ts";

const attribute = "system.posix_acl_access";
// getxattr by architecture: Node has no call for it.
// https://github.com/torvalds/linux/blob/master/arch/x86/entry/syscalls/syscall_64.tbl
// https://github.com/torvalds/linux/blob/master/include/uapi/asm-generic/unistd.h
const getxattr: Readonly<Record<string, number>> = { x64: 191, arm64: 8, riscv64: 8 };
const noAttribute = 61;
const notSupported = 95;

type Helper = (handle: number) => Look<readonly string[]> | undefined;

export const accessListHelpers: Readonly<Record<"getfacl" | "perl", Helper>> = {
  getfacl: byGetfacl,
  perl: byPerl,
};

/** The entries for named users and groups that are in force, by the first helper that is there. */
export function readAccessList(
  path: string | Buffer,
  helpers: readonly Helper[] = [byGetfacl, byPerl],
): Look<readonly string[]> {
  const handle = openSync(path, openFlags.handle);
  try {
    for (const helper of helpers) {
      const answer = helper(handle);
      if (answer) return answer;
    }
    return blocked("io", "neither getfacl nor perl is here");
  } finally {
    closeSync(handle);
  }
}

function byGetfacl(handle: number): Look<readonly string[]> | undefined {
  const ran = runOn(handle, "getfacl", ["-n", "-c", "-p", "--", "/proc/self/fd/3"]);
  return ran?.status === 0 ? found(parseAccessLines(ran.stdout.toString("latin1"))) : undefined;
}

function byPerl(handle: number): Look<readonly string[]> | undefined {
  const call = getxattr[process.arch];
  if (call === undefined) return undefined;
  // Perl hands over only variables: it takes every string for one to be written to.
  const script =
    `my ($p, $a, $b) = ("/proc/self/fd/3", "${attribute}", "\\0" x 65536);` +
    `my $n = syscall(${call}, $p, $a, $b, 65536);` +
    `if ($n < 0) { print STDERR $! + 0; exit 1 } binmode STDOUT; print substr($b, 0, $n);`;
  const ran = runOn(handle, "perl", ["-e", script]);
  if (!ran) return undefined;
  if (ran.status === 0) return parseAccessBytes(ran.stdout);
  const code = Number(ran.stderr.toString("latin1"));
  if (code === noAttribute || code === notSupported) return found([]);
  return blocked("io", `access list cannot be read (errno ${code})`);
}

function runOn(handle: number, program: string, args: readonly string[]) {
  const ran = spawnSync(program, args, {
    cwd: "/",
    env: { PATH: fixedPath, LC_ALL: "C" },
    stdio: ["ignore", "pipe", "pipe", handle],
    timeout: 5000,
    killSignal: "SIGKILL",
  });
  return errnoOf(ran.error) === "ENOENT" ? undefined : ran;
}
