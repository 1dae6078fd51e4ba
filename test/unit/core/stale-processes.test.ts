import { describe, expect, test } from "vitest";
import type { RunningProcess } from "../../../src/core/ports/running-process.ts";
import type { FileStat } from "../../../src/core/ports/files.ts";
import { absent, blocked, found } from "../../../src/core/look.ts";
import { consumersAmong, judgeStarts } from "../../../src/core/install/stale-processes.ts";
import { startedAnew } from "../../../src/core/install/unit-starts.ts";

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

describe("the start of a process and the change of a file", () => {
  const changed = 1_000_000;
  type Judged = "before" | "after" | "unclear";
  const starts: readonly (readonly [string, number | undefined, Judged, Judged])[] = [
    // What is said by the clock alone, and when something else shows that it is new.
    ["long before", -3_600_000, "before", "before"],
    ["a second before", -1000, "before", "before"],
    ["a little less before", -999, "unclear", "after"],
    ["a tick before", -10, "unclear", "after"],
    ["at the same moment", 0, "unclear", "after"],
    ["a tick after", 10, "unclear", "after"],
    ["a little less than a second after", 999, "unclear", "after"],
    ["a second after", 1000, "after", "after"],
    ["long after", 3_600_000, "after", "after"],
    ["nobody knows when", undefined, "before", "before"],
  ];

  test.each(starts)("%s", (_, offset, byClock, withProof) => {
    const { startedMs: __, ...rest } = of(7);
    const process = offset === undefined ? rest : { ...rest, startedMs: changed + offset };
    const judged = (isNew: boolean): Judged => {
      const { before, unclear } = judgeStarts([process], changed, () => isNew);
      expect(before.length + unclear.length).toBeLessThan(2);
      return before.length > 0 ? "before" : unclear.length > 0 ? "unclear" : "after";
    };
    expect([judged(false), judged(true)]).toEqual([byClock, withProof]);
  });

  test("whatever the clock was corrected by, less than a second turns no verdict round", () => {
    // True distance of start and change, and by how much the clock was set since.
    for (let truth = -3000; truth <= 3000; truth += 100) {
      for (let step = -900; step <= 900; step += 100) {
        const process = of(7, { startedMs: changed + truth + step });
        const { before, unclear } = judgeStarts([process], changed, () => false);
        if (unclear.length > 0) continue;
        expect(before.length > 0, `${truth} ${step}`).toBe(truth < 0);
      }
    }
  });
});

describe("systemd's own mark of a start", () => {
  const marks: readonly (readonly [string, string | undefined, number, boolean])[] = [
    ["after the change", "invocation:shop.service", 2001, true],
    ["at the same moment", "invocation:shop.service", 2000, false],
    ["before the change", "invocation:shop.service", 1999, false],
    ["of another unit", "invocation:shop2.service", 3000, false],
    ["another mark of the unit", "likenation:shop.service", 3000, false],
    ["none", undefined, 0, false],
  ];
  const stat = { kind: "link", mtimeMs: 0 } as FileStat;

  test.each(marks)("%s", (_, name, mtimeMs, is) => {
    const host = {
      list: (path: string) =>
        path === "/run/systemd/units" && name !== undefined
          ? found([{ name, stat: { ...stat, mtimeMs } }])
          : absent,
    };
    const isNew = startedAnew(host, 2000);
    expect(isNew(of(7, { cgroup: inUnit }))).toBe(is);
    expect(isNew(of(7))).toBe(false);
  });

  test("a folder that cannot be read proves nothing", () => {
    const host = { list: () => blocked("permission", "permission denied") };
    expect(startedAnew(host, 2000)(of(7, { cgroup: inUnit }))).toBe(false);
  });
});
