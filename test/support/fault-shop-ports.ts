import { join } from "node:path";
import type { Ports } from "../../src/app/ports.ts";
import { found } from "../../src/core/look.ts";
import type { Listener } from "../../src/core/ports/listener.ts";
import type { RunningProcess } from "../../src/core/ports/running-process.ts";
import { isInside } from "../../src/core/text/path-text.ts";
import { modeDecides } from "../../src/platform/files/mode-decides.ts";
import { createRecordFile } from "../../src/platform/state/record-file.ts";
import { type HostScene, type InstallPlace, installPorts } from "./install-ports.ts";

/** The ports on a shop of the faults, in whichever process. */
export function shopPorts(place: InstallPlace, scene: Pick<HostScene, "onReader"> = {}): Ports {
  const { top, root } = place;
  return {
    ...installPorts(place, scene),
    ledgerOf: () => createRecordFile(join(top, "ledger"), () => {}),
    // Where the host's files really are, for the one question that is not asked of a reader.
    modeDecides: (path) => modeDecides(isInside(top, path) ? path : join(top, "host", path)),
    processes: () => found([worker(root)]),
    listeners: () => found([redis]),
  };
}

/** Started after every file of the shop was written. */
function worker(root: string): RunningProcess {
  return {
    pid: 4711,
    uid: 33,
    gid: 33,
    groups: [33],
    args: ["php", `${root}/artisan`, "queue:work"],
    cwd: root,
    cgroup: "/system.slice/shop.service",
    startedMs: Date.now() + 86_400_000,
  };
}

const redis: Listener = {
  address: "127.0.0.1",
  port: 6379,
  takesIpv4: false,
  uid: 105,
  process: { pid: 815, program: "redis-server" },
};
