import type { LogTarget } from "../../core/install/install.ts";
import type { FileReader } from "../../core/ports/files.ts";
import { loadLogrotate } from "./load-logrotate.ts";

/** The logs with what logrotate does to each; its configuration is read only where there are any. */
export function withRotation(host: FileReader, logs: readonly LogTarget[]): readonly LogTarget[] {
  if (!logs.some(({ files }) => files.length > 0)) return logs;
  const logrotate = loadLogrotate(host);
  return logs.map((each) =>
    each.path === undefined ? each : { ...each, rotation: logrotate.rotationOf(each.path) },
  );
}
