import type { FileReader, FileStat } from "../../core/ports/files.ts";
import { type Gap, gap } from "../../core/look.ts";
import { expandGlob } from "../glob.ts";
import { readText } from "../read-text.ts";
import { type Crontab, parseCrontab } from "./parse-crontab.ts";

export interface CrontabFile extends Crontab {
  readonly path: string;
  readonly stat: FileStat;
}

export interface LoadedCrontabs {
  readonly crontabs: readonly CrontabFile[];
  readonly gaps: readonly Gap[];
}

const patterns = [
  "/etc/crontab",
  "/etc/cron.d/*",
  "/var/spool/cron/crontabs/*",
  "/var/spool/cron/*",
];

/** The crontabs of the system and, where we may read them, of its users. */
export function loadCrontabs(reader: FileReader): LoadedCrontabs {
  const gaps: Gap[] = [];
  const crontabs = patterns.flatMap((pattern) => {
    const expanded = expandGlob(reader, pattern);
    gaps.push(...expanded.gaps);
    return expanded.paths.flatMap((path): CrontabFile[] => {
      const stat = reader.stat(path);
      if (stat.kind === "found" && stat.value.kind !== "file") return [];
      const content = readText(reader, path);
      if (content.kind === "blocked") gaps.push(gap(path, content.reason));
      if (content.kind !== "found") return [];
      return [{ path, stat: content.value.stat, ...parseCrontab(content.value.text) }];
    });
  });
  return { crontabs, gaps };
}
