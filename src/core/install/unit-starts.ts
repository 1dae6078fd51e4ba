import { once } from "../once.ts";
import type { FileReader } from "../ports/files.ts";
import type { RunningProcess } from "../ports/running-process.ts";
import { unitOfProcess } from "./process-place.ts";

/**
 * systemd marks each start of a unit with a link that only root can make. Its time was taken from
 * the clock as it stood then, as that of a file was.
 * https://github.com/systemd/systemd/blob/main/src/core/unit.c (unit_export_invocation_id)
 */
const folder = "/run/systemd/units";
const mark = "invocation:";

/** Whether the unit of a process was surely started after a moment, by systemd's own mark. */
export function startedAnew(
  host: Pick<FileReader, "list">,
  sinceMs: number,
): (process: RunningProcess) => boolean {
  const starts = once(() => {
    const listed = host.list(folder);
    const marks = listed.kind === "found" ? listed.value : [];
    return new Map(
      marks
        .filter(({ name, stat }) => name.startsWith(mark) && stat.kind === "link")
        .map(({ name, stat }) => [name.slice(mark.length), stat.mtimeMs]),
    );
  });
  return (process) => (starts().get(unitOfProcess(process) ?? "") ?? 0) > sinceMs;
}
