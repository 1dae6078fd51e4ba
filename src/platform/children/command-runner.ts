import { absent, blocked, found } from "../../core/look.ts";
import type { Look } from "../../core/look.ts";
import type { CommandRequest, CommandResult, CommandRunner } from "../../core/ports/process.ts";
import { startGroup } from "./child-group.ts";
import { fixedPath } from "./fixed-path.ts";

const defaultTimeoutMs = 60_000;
const maxOutput = 256 * 1024 * 1024;
const maxErrorText = 64 * 1024;

/** Runs children without a shell; see {@link CommandRunner}. */
export function createCommandRunner(): CommandRunner {
  return { run };
}

async function run(request: CommandRequest): Promise<Look<CommandResult>> {
  const { execa } = await import("execa");
  // Number 3 is /dev/null when there is nothing to hand over. execa takes descriptors there as
  // everywhere, only its types do not say so.
  const third = (request.descriptor ?? "ignore") as "ignore";
  const child = execa(request.program, request.args, {
    ...identity(request),
    cwd: "/",
    env: { ...request.env, PATH: fixedPath, LC_ALL: "C" },
    extendEnv: false,
    stdio: ["pipe", "pipe", "pipe", third],
    input: request.stdin ?? new Uint8Array(),
    encoding: "buffer",
    stripFinalNewline: false,
    maxBuffer: maxOutput,
    reject: false,
    // A group of its own, to be killed as a whole: execa's `timeout` waits for grandchildren.
    detached: true,
    cleanup: false,
  });
  const group = startGroup(child, request.timeoutMs ?? defaultTimeoutMs);
  const result = await child;
  if (result.isMaxBuffer) group.kill();
  group.end();
  if (group.timedOut()) return blocked("timeout", `${request.program} took too long`);
  if (result.isMaxBuffer) return blocked("too-large", `${request.program} said too much`);
  if (result.exitCode === undefined) return notRun(request, result.code, result.signal);
  return found({
    exitCode: result.exitCode,
    stdout: result.stdout,
    stderr: new TextDecoder().decode(result.stderr.subarray(0, maxErrorText)),
  });
}

/** Node keeps root's gid when only the uid is given, and root's uid when only the gid is. */
function identity({ uid, gid }: CommandRequest): { uid?: number; gid?: number } {
  if ((uid === undefined) !== (gid === undefined)) throw new TypeError("uid needs gid");
  return uid === undefined || gid === undefined ? {} : { uid, gid };
}

function notRun(
  { program, uid }: CommandRequest,
  code: string | undefined,
  signal: string | undefined,
): Look<never> {
  if (code === "ENOENT") return absent;
  if (code === "EPERM" && uid !== undefined) {
    return blocked("needs-root", `${program} cannot be run as another user`);
  }
  if (code === "EACCES") return blocked("permission", `${program} may not be run`);
  return blocked("io", `${program} was not run to its end (${signal ?? code ?? "no exit code"})`);
}
