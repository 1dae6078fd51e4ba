import type { AuditContext } from "../audit-context.ts";
import type { Install } from "./install.ts";
import { type Look, found } from "../look.ts";
import type { RunningProcess } from "../ports/running-process.ts";
import { serviceUnits } from "./service-units.ts";
import { consumersAmong } from "./stale-processes.ts";

/** What runs now and may hold the install's environment in memory. */
export function serviceConsumers(
  { processes, accounts }: Pick<AuditContext, "processes" | "accounts">,
  install: Install,
): Look<readonly RunningProcess[]> {
  const running = processes();
  if (running.kind !== "found") return running;
  const { serviceUser, root } = install;
  const uid = serviceUser.kind === "found" ? serviceUser.value.value.uid : undefined;
  return found(
    consumersAmong(running.value, {
      root,
      ...(uid === undefined ? {} : { serviceUid: uid }),
      selfUid: accounts.self.uid,
      pools: new Set(install.hostConfigs.flatMap(({ pools = [] }) => pools)),
      units: new Set(serviceUnits(install).map(({ name }) => name)),
    }),
  );
}
