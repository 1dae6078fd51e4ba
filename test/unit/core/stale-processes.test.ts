import { describe, expect, test } from "vitest";
import type { RunningProcess } from "../../../src/core/ports/running-process.ts";
import { consumersAmong, staleAmong } from "../../../src/core/install/stale-processes.ts";

const www = 33;
const of = (pid: number, over: Partial<RunningProcess> = {}): RunningProcess => ({
  pid,
  uid: www,
  gid: www,
  groups: [],
  args: ["php-fpm: pool www"],
  cwd: "/",
  startedMs: 1000,
  ...over,
});

const where = {
  root: "/srv/shop",
  serviceUid: www,
  selfUid: 0,
  units: new Set(["shop.service", "php8.2-fpm.service"]),
  pools: new Set(["www", "api"]),
};
const inFpm = "/system.slice/php8.2-fpm.service";
const inUnit = "/system.slice/shop.service";

describe("processes that may hold a value", () => {
  test.each<[string, RunningProcess, boolean]>([
    ["the service user's worker", of(1), true],
    ["the worker of another pool", of(1, { args: ["php-fpm: pool shop2"], cgroup: inFpm }), false],
    ["of one with a like name", of(1, { args: ["php-fpm: pool www2"], cgroup: inFpm }), false],
    ["of one of the two", of(1, { args: ["php-fpm: pool api"], cgroup: inFpm }), true],
    ["of another pool, in the root", of(1, { args: ["php-fpm: pool b"], cwd: "/srv/shop" }), true],
    ["another account's", of(1, { uid: 1000 }), false],
    ["another account's in the root", of(1, { uid: 1000, cwd: "/srv/shop", args: ["node"] }), true],
    ["nginx, which runs as the same user", of(1, { args: ["nginx: worker process"] }), false],
    ["a shell in the root", of(1, { uid: 1000, cwd: "/srv/shop", args: ["-bash"] }), false],
    [
      "an editor in the root",
      of(1, { uid: 1000, cwd: "/srv/shop", args: ["/usr/bin/vim", ".env"] }),
      false,
    ],
    ["our own", of(1, { uid: 0, cwd: "/srv/shop", args: ["node"] }), false],
    [
      "the master of a pool, which a reload leaves",
      of(1, { args: ["php-fpm: master process (/etc/php/8.2/fpm/php-fpm.conf)"] }),
      false,
    ],
    ["root's, in the unit of the service", of(1, { uid: 0, args: ["node"], cgroup: inUnit }), true],
    [
      "the same account's, in another unit",
      of(1, { args: ["node"], cgroup: "/system.slice/mail.service" }),
      false,
    ],
    [
      "the same account's, in another unit and in the root",
      of(1, { args: ["node"], cwd: "/srv/shop", cgroup: "/system.slice/queue.service" }),
      true,
    ],
    [
      "the same account's, begun by cron",
      of(1, { args: ["php"], cgroup: "/system.slice/cron.service" }),
      true,
    ],
    ["a script of the unit", of(1, { uid: 0, args: ["/bin/sh", "x"], cgroup: inUnit }), true],
    [
      "root's, in another unit",
      of(1, { uid: 0, args: ["node"], cgroup: "/system.slice/shop2.service" }),
      false,
    ],
    [
      "one in a folder of a like name",
      of(1, { uid: 1000, cwd: "/srv/shop2", args: ["node"] }),
      false,
    ],
  ])("%s", (_, process, is) => {
    expect(consumersAmong([process], where)).toEqual(is ? [process] : []);
  });

  test("where no pool is known the worker of any may be one", () => {
    const worker = of(1, { args: ["php-fpm: pool shop2"] });
    const { pools: _, ...unknown } = where;
    for (const each of [unknown, { ...where, pools: new Set<string>() }]) {
      expect(consumersAmong([worker], each)).toEqual([worker]);
    }
  });

  test("a service that runs as root does not make every process of root's one", () => {
    const processes = [of(1, { uid: 0, args: ["cron"] })];
    expect(consumersAmong(processes, { ...where, serviceUid: 0 })).toEqual([]);
  });
});

describe("processes that were started before the change", () => {
  test.each<[string, number | undefined, boolean]>([
    ["before", 1000, true],
    ["at the same moment", 2000, false],
    ["after", 3000, false],
    ["nobody knows when", undefined, true],
  ])("%s", (_, startedMs, is) => {
    const { startedMs: __, ...rest } = of(7);
    const process = startedMs === undefined ? rest : { ...rest, startedMs };
    expect(staleAmong([process], 2000)).toHaveLength(is ? 1 : 0);
  });
});
