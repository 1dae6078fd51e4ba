import { closeSync, existsSync, openSync, readFileSync, writeFileSync } from "node:fs";
import { setTimeout as sleep } from "node:timers/promises";
import { afterEach, describe, expect, test, vi } from "vitest";
import type { CommandRequest } from "../../../src/core/ports/process.ts";
import { createCommandRunner } from "../../../src/platform/children/command-runner.ts";
import { tempFolder } from "../../support/temp-folder.ts";

const isRoot = process.getuid?.() === 0;
const run = async (request: Partial<CommandRequest> & { readonly args: readonly string[] }) => {
  const look = await createCommandRunner().run({ program: "sh", ...request });
  if (look.kind !== "found") return look;
  return { ...look.value, stdout: Buffer.from(look.value.stdout).toString() };
};
const shell = (script: string, more: Partial<CommandRequest> = {}) =>
  run({ args: ["-c", script], ...more });

function isRunning(pid: number): boolean {
  return existsSync(`/proc/${pid}`) && !/^State:\s+Z/m.test(statusOf(pid));
}

function statusOf(pid: number): string {
  try {
    return readFileSync(`/proc/${pid}/status`, "utf8");
  } catch {
    return "State: Z";
  }
}

async function gone(pid: number): Promise<boolean> {
  for (let tries = 0; tries < 200 && isRunning(pid); tries += 1) await sleep(20);
  return !isRunning(pid);
}

describe("a command", () => {
  test("gives exit code, output and errors", async () => {
    expect(await shell("printf out; printf err >&2; exit 3")).toEqual({
      exitCode: 3,
      stdout: "out",
      stderr: "err",
    });
  });

  test("sees only the environment it is given, and the root folder", async () => {
    process.env["GUARD_TEST_AMBIENT"] = "leaked";
    const result = await run({ program: "env", args: [], env: { EXTRA: "1" } });
    delete process.env["GUARD_TEST_AMBIENT"];
    const names = "stdout" in result ? result.stdout.trim().split("\n").toSorted() : [];
    expect(names).toEqual([
      "EXTRA=1",
      "LC_ALL=C",
      "PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin",
    ]);
    expect(await run({ program: "pwd", args: [] })).toMatchObject({ stdout: "/\n" });
  });

  test("reads the input, or nothing", async () => {
    const bytes = Uint8Array.from([0, 255, 10]);
    const look = await createCommandRunner().run({ program: "cat", args: [], stdin: bytes });
    expect(look).toMatchObject({ kind: "found", value: { exitCode: 0 } });
    expect(look.kind === "found" ? [...look.value.stdout] : []).toEqual([0, 255, 10]);
    expect(await run({ program: "cat", args: [] })).toMatchObject({ stdout: "" });
  });

  test("may end without reading its input", async () => {
    const stdin = new Uint8Array(1_000_000);
    expect(await run({ program: "true", args: [], stdin })).toMatchObject({ exitCode: 0 });
  });

  test("reaches a descriptor as number 3", async () => {
    const path = `${tempFolder()}/file`;
    writeFileSync(path, "through the descriptor");
    const descriptor = openSync(path, "r");
    expect(await shell("cat <&3", { descriptor })).toMatchObject({
      stdout: "through the descriptor",
    });
    closeSync(descriptor);
  });

  test("that does not exist is absent", async () => {
    expect(await run({ program: "no-such-program-here", args: [] })).toEqual({ kind: "absent" });
  });

  test("killed by a signal was not run to its end", async () => {
    expect(await shell("kill -9 $$")).toMatchObject({ kind: "blocked", reason: { code: "io" } });
  });

  test("keeps 64 KiB of errors", async () => {
    const result = await shell("head -c 100000 /dev/zero | tr '\\0' x >&2");
    expect("stderr" in result ? result.stderr.length : 0).toBe(65_536);
  });

  test("takes a uid only with a gid", async () => {
    await expect(shell("id", { uid: 33 })).rejects.toThrow("uid needs gid");
  });

  test.runIf(isRoot)("runs as another user without root's groups", async () => {
    expect(await shell("id -u; id -g; id -G", { uid: 33, gid: 34 })).toMatchObject({
      stdout: "33\n34\n34\n",
    });
  });
});

describe("a command that takes too long", () => {
  test("ends with its grandchildren", async () => {
    const pidFile = `${tempFolder()}/pid`;
    const script = `sleep 1000 & echo $! > ${pidFile}; wait`;
    expect(await shell(script, { timeoutMs: 300 })).toMatchObject({
      kind: "blocked",
      reason: { code: "timeout" },
    });
    expect(await gone(Number(readFileSync(pidFile, "utf8")))).toBe(true);
  });

  test("is left when a process outside the group holds the pipe", async () => {
    const pidFile = `${tempFolder()}/pid`;
    const script = `setsid sh -c 'echo $$ > ${pidFile}; exec sleep 1000' & wait`;
    expect(await shell(script, { timeoutMs: 300 })).toMatchObject({ kind: "blocked" });
    process.kill(Number(readFileSync(pidFile, "utf8")), "SIGKILL");
  });
});

describe("an interruption", () => {
  afterEach(() => vi.restoreAllMocks());

  test.each(["SIGINT", "SIGTERM", "SIGHUP"] as const)("%s ends the children", async (signal) => {
    const own = vi.fn<() => void>();
    process.on(signal, own);
    const pidFile = `${tempFolder()}/pid`;
    const running = shell(`sleep 1000 & echo $! > ${pidFile}; wait`);
    while (!existsSync(pidFile) || readFileSync(pidFile, "utf8") === "") await sleep(10);
    process.emit(signal, signal);
    expect(await running).toMatchObject({ kind: "blocked", reason: { code: "io" } });
    process.off(signal, own);
    expect(await gone(Number(readFileSync(pidFile, "utf8")))).toBe(true);
    expect(own).toHaveBeenCalledOnce();
  });

  test("ends us too when nobody else listens", async () => {
    const others = process.listeners("SIGTERM");
    process.removeAllListeners("SIGTERM");
    const running = shell("sleep 1000");
    await vi.waitFor(() => expect(process.listenerCount("SIGTERM")).toBe(1));
    const real = process.kill.bind(process);
    const kill = vi.spyOn(process, "kill").mockImplementation((pid, signal) => {
      return pid === process.pid ? true : real(pid, signal);
    });
    process.emit("SIGTERM", "SIGTERM");
    await running;
    for (const listener of others) process.on("SIGTERM", listener);
    expect(kill).toHaveBeenCalledWith(process.pid, "SIGTERM");
    expect(process.listenerCount("SIGTERM")).toBe(others.length);
  });
});
