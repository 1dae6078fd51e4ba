import { spawn } from "node:child_process";
import { symlinkSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { listProcesses } from "../../../src/platform/host/processes.ts";
import { isRoot, otherUser } from "../../support/as-user.ts";
import { populate, tempFolder } from "../../support/temp-folder.ts";

describe("processes", () => {
  test("of this host include us", () => {
    const look = listProcesses();
    const processes = look.kind === "found" ? look.value : [];
    const self = processes.find(({ pid }) => pid === process.pid);
    expect(self).toMatchObject({ uid: process.getuid?.(), gid: process.getgid?.() });
    expect(self?.cwd).toBe(process.cwd());
    expect(self?.args[0]).toContain("node");
  });

  test.runIf(isRoot)("tell whose they are", async () => {
    const child = spawn("sleep", ["1000"], { ...otherUser, cwd: "/" });
    await new Promise((resolve) => child.once("spawn", resolve));
    const look = listProcesses();
    child.kill();
    const processes = look.kind === "found" ? look.value : [];
    expect(processes.find(({ pid }) => pid === child.pid)).toMatchObject({
      ...otherUser,
      cwd: "/",
    });
  });

  test("are read from their files, titles and odd names included", () => {
    const status = "Name:\tphp-fpm)\\n\nUid:\t0\t33\t33\t33\nGid:\t0\t34\t34\t34\nGroups:\t34 4 \n";
    const proc = populate(tempFolder(), {
      "1/status": status,
      "1/cmdline": "php-fpm: pool www\0\0\0",
      "22/status": status.replace("Groups:\t34 4 \n", ""),
      "22/cmdline": "node\0--port\0\0last\0",
      "333/other": "ended meanwhile",
      "self/status": status,
    });
    symlinkSync("/srv/shop", `${proc}/22/cwd`);
    expect(listProcesses(proc)).toEqual({
      kind: "found",
      value: [
        { pid: 1, uid: 33, gid: 34, groups: [34, 4], args: ["php-fpm: pool www"] },
        {
          pid: 22,
          uid: 33,
          gid: 34,
          groups: [],
          args: ["node", "--port", "", "last"],
          cwd: "/srv/shop",
        },
      ],
    });
  });

  test("their start is told from the boot on, and never too late", () => {
    const stat = (ticks: string) => `1 (a) b) S ${"0 ".repeat(18)}${ticks} 0\n`;
    const process = { status: "Uid:\t0\t0\t0\t0\nGid:\t0\t0\t0\t0\n", cmdline: "x\0" };
    const starts = (files: Readonly<Record<string, string>>) => {
      const proc = populate(tempFolder(), {
        "1/status": process.status,
        "1/cmdline": process.cmdline,
        ...files,
      });
      const earliest = Date.now();
      const look = listProcesses(proc);
      const started = look.kind === "found" ? look.value[0]?.startedMs : undefined;
      return { started, earliest, latest: Date.now() };
    };
    // Up for 100.5 seconds; it was started after 50.
    const byUptime = starts({ uptime: "100.50 7.00\n", "1/stat": stat("5000") });
    expect(byUptime.started).toBeGreaterThanOrEqual(byUptime.earliest - 50_510);
    expect(byUptime.started).toBeLessThanOrEqual(byUptime.latest - 50_510);
    const byBoot = starts({ stat: "cpu 0\nbtime 1700000000\n", "1/stat": stat("123") });
    expect(byBoot.started).toBe(1_700_000_001_230);
    for (const files of [
      { "1/stat": stat("123") },
      { uptime: "100.50 7.00\n", "1/stat": stat("x") },
      { uptime: "soon\n", "1/stat": stat("1") },
      { uptime: "100.50 7.00\n" },
    ]) {
      expect(starts(files).started).toBeUndefined();
    }
  });

  test("hidden from us are unknown, as is a host without /proc", () => {
    const hidden = populate(tempFolder(), { "4711/status": "" });
    expect(listProcesses(hidden)).toMatchObject({
      kind: "blocked",
      reason: { code: "permission" },
    });
    expect(listProcesses(`${hidden}/none`)).toMatchObject({ kind: "blocked" });
  });
});
