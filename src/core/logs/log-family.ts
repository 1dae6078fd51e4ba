import type { LogTarget } from "../install/install.ts";
import { baseName, joinPath, parentOf } from "../text/path-text.ts";

/** A log with all of its files: the live one and its rotated siblings, or one per day. */
export interface LogFamily {
  readonly kind: LogTarget["kind"];
  /** The live file; of dated ones the newest. */
  readonly path: string;
  readonly files: readonly string[];
  /** Every file has its day in its name, as `laravel-2026-11-02.log`: no live one. */
  readonly isDated: boolean;
  readonly rotation?: LogTarget["rotation"];
}

const dateInName = /\d{4}[-_]?\d{2}[-_]?\d{2}/;

/** The logs that are written, files that differ in their date taken together. */
export function logFamilies(logs: readonly LogTarget[]): readonly LogFamily[] {
  const families = new Map<string, LogFamily>();
  for (const { kind, path, files, off, rotation } of logs) {
    // Without a file there is nothing to keep: monitoring/logs-exist says so.
    if (off || path === undefined || files.length === 0) continue;
    const name = baseName(path);
    const isDated = dateInName.test(name);
    const key = `${kind}\0${joinPath(parentOf(path), name.replace(dateInName, "*"))}`;
    const before = families.get(key);
    families.set(key, {
      kind,
      path: before && before.path > path ? before.path : path,
      files: [...(before?.files ?? []), ...files],
      isDated,
      ...(rotation ? { rotation } : {}),
    });
  }
  return [...families.values()];
}
