import type { FileReader } from "../../core/ports/files.ts";
import type { LogTarget } from "../../core/install/install.ts";
import { type Gap, gap } from "../../core/look.ts";
import { compareText, isInside, joinPath } from "../../core/text/path-text.ts";
import type { GuardConfig } from "../config/guard-config.ts";
import { expandGlob } from "../glob.ts";
import type { PhpPool } from "../php-fpm/parse-pool.ts";
import { liveName, rotatedFiles } from "./rotated.ts";

/** Folders of an application that hold its logs. */
const logFolders = ["", "storage/logs", "logs", "log", "var/log", "var/logs"];
const logName = /\.log(?:[.-][\w.-]*)?$/;

/** Logs that guard.yaml names, with rotated ones put behind their live file. */
export function configuredLogs(
  readers: { readonly files: FileReader; readonly host: FileReader },
  root: string,
  config: GuardConfig,
  gaps: Gap[],
): readonly LogTarget[] {
  const kinds = ["access", "error", "app", "audit"] as const;
  return kinds.flatMap((kind) => {
    const patterns = config.install.logs[kind] ?? [];
    return patterns.flatMap((pattern) => {
      const reader = isInside(root, pattern) ? readers.files : readers.host;
      const expanded = expandGlob(reader, pattern);
      gaps.push(...expanded.gaps);
      const source = "guard.yaml";
      // Named, and nothing there: an audit has to say so.
      if (expanded.paths.length === 0) {
        return [{ kind, off: false, path: pattern.replace(/\*$/, ""), files: [], source }];
      }
      return groupRotated(reader, kind, expanded.paths, source);
    });
  });
}

/** Logs that php-fpm pools write. */
export function poolLogs(
  host: FileReader,
  pools: readonly PhpPool[],
  gaps: Gap[],
): readonly LogTarget[] {
  return pools.flatMap(({ file, logs }) =>
    logs.map(({ kind, path, line }) => ({
      kind,
      off: false,
      path,
      files: rotatedFiles(host, path, gaps),
      source: `${file}:${line}`,
    })),
  );
}

/** The application's own logs below the root. */
export function appLogs(files: FileReader, root: string, gaps: Gap[]): readonly LogTarget[] {
  return logFolders.flatMap((name) => {
    const folder = name === "" ? root : joinPath(root, name);
    const listed = files.list(folder);
    // A link or a file in place of the folder is no log folder of this install.
    if (listed.kind === "blocked" && !["link", "not-a-file"].includes(listed.reason.code)) {
      gaps.push(gap(folder, listed.reason));
    }
    if (listed.kind !== "found") return [];
    const paths = listed.value
      .filter((each) => each.stat.kind === "file" && logName.test(each.name))
      .map((each) => joinPath(folder, each.name));
    return groupRotated(files, "app", paths, "in the root");
  });
}

function groupRotated(
  reader: FileReader,
  kind: LogTarget["kind"],
  paths: readonly string[],
  source: string,
): readonly LogTarget[] {
  const groups = new Map<string, string[]>();
  for (const path of paths) {
    const live = paths.includes(liveName(path)) || liveName(path) === path ? liveName(path) : path;
    groups.set(live, [...(groups.get(live) ?? []), path]);
  }
  return [...groups]
    .toSorted(([a], [b]) => compareText(a, b))
    .map(([path, files]) => ({
      kind,
      off: false,
      path,
      files: newestFirst(reader, files),
      source,
    }));
}

function newestFirst(reader: FileReader, paths: readonly string[]): readonly string[] {
  const time = (path: string) => {
    const stat = reader.stat(path);
    return stat.kind === "found" ? stat.value.mtimeMs : 0;
  };
  return paths.toSorted((a, b) => time(b) - time(a) || compareText(a, b));
}
